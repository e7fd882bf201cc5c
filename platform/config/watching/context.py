"""What is at hand: the request or the task that a thread works on, for whoever logs or counts meanwhile."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest

from tenants.connection import connection

if TYPE_CHECKING:
    from tenants.models import Tenant

QUESTIONS = {"/healthz": "healthz", "/readyz": "readyz", "/metrics": "metrics", "/tls-ask": "tls-ask"}
STATIC, NO_ROUTE = "static", "none"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
OTHER, NOBODY = "other", "none"
PUBLIC = "public"


@dataclass(frozen=True)
class Asked:
    """A request: its number, and what is known of it so far."""

    number: str
    request: HttpRequest
    started: float  # of `time.perf_counter`

    @property
    def route(self) -> str:
        """The name of the view, never the path: that may hold a code, a name, a token."""
        if match := self.request.resolver_match:
            return match.view_name or NO_ROUTE
        return getattr(self.request, "kept_route", "") or _unrouted(self.request.path)

    @property
    def tenant(self) -> "Tenant | None":
        return getattr(self.request, "tenant", None)

    @property
    def kind(self) -> str:
        """`hub`, `ngo`, or `none` where no tenant was looked for or found."""
        return self.tenant.kind if self.tenant else NOBODY

    @property
    def method(self) -> str:
        method = self.request.method or OTHER
        return method if method in METHODS else OTHER  # whoever asks may invent one


@dataclass(frozen=True)
class Doing:
    """A task of the worker."""

    number: str
    name: str
    tenant: str
    started: float


asked: ContextVar[Asked | None] = ContextVar("asked", default=None)
doing: ContextVar[Doing | None] = ContextVar("doing", default=None)


def at_hand(request: object = None) -> dict[str, Any]:
    """Of the request or task: its number, the tenant's schema, the route or the task's name; what is not known is left
    out. `request`: the one that a record names, which Django logs when all middleware is done."""
    this, task = getattr(request, "asked", None) or asked.get(), doing.get()
    found: dict[str, Any] = {}
    if this:
        tenant = this.tenant
        found |= {"request": this.number, "tenant": tenant.schema_name if tenant else "", "route": this.route}
    elif task:
        found |= {"task": task.number, "tenant": task.tenant, "name": task.name}
    elif apps.ready and (schema := connection.schema_name) != PUBLIC:
        found["tenant"] = schema
    return {name: value for name, value in found.items() if value}


def _unrouted(path: str) -> str:
    if path.startswith(settings.STATIC_URL):
        return STATIC
    return QUESTIONS.get(path, NO_ROUTE)
