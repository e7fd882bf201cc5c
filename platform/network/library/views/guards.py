"""Decorators for views of the library: for those who write content, on the hub or on an NGO."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from accounts.roles import Ability, requires
from tenants.models import Tenant

View = Callable[..., HttpResponse]


def editors_of(kind: str) -> Callable[[View], View]:
    """A view for those who write content, on hosts of one kind; elsewhere it does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.tenant.kind != kind:  # type: ignore[attr-defined]
                raise Http404
            return view(request, *args, **kwargs)

        return requires(Ability.WRITE_CONTENT)(guarded)

    return decorate


for_hub = editors_of(Tenant.Kind.HUB)
for_ngo = editors_of(Tenant.Kind.NGO)
