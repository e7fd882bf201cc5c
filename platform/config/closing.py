"""What a suspended or archived NGO lets through: one rule for all pages, by method and name, before any view.

Suspended: staff sign in and read. Archived: administrators do, to fetch what is theirs and to erase people. In both
participants reach their own data, since the right to them does not pause, and certificates can be verified. Whatever
else would be written is refused in words; what a phone keeps for later (its outbox) waits there.

The notices are 403, not 503: nothing has failed, and a balancer that counts failures must not take the machine from the
other NGOs for it. Search engines are told not to keep them.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from config.middleware import TenantRequest
from core.reading_out import READING_OUT
from tenants.hub_address import address_of_hub
from tenants.models import Tenant

OUTBOX = "X-Wasl-Outbox"
RETRY_SECONDS = 6 * 3600

# Signing in and out, and what every page needs; verifying what was issued.
OPEN = {
    "root", "accounts:sign_in", "accounts:sign_out", "accounts:set_password", "staff:accept", "account_login",
    "account_logout", "account_reauthenticate", "account_request_login_code", "account_confirm_login_code",
    "comfort", "manifest", "theme", "logo",
    "service_worker", "certificates:verify", "certificates:verify_code", "config.views.to_verify",
    "did", "badge_status", "to_achievement", "certificates:achievement",
    "wagtailadmin_javascript_catalog",
}  # fmt: skip
# One's own data: to read, to take along, to delete.
OWN_DATA = {
    "people:my_data", "people:download_json", "people:download_pdf", "people:delete", "people:deleted",
    "people:forgotten", "people:change_secret", "people:withdraw", "people:unsubscribe", "certificates:mine",
    "certificates:certificate", "certificates:pdf", "certificates:badge",
}  # fmt: skip
OWN_DATA_WRITTEN = {
    "people:delete",
    "people:forgotten",
    "people:change_secret",
    "people:withdraw",
    "people:unsubscribe",
    "certificates:badge",
}
# The right to be forgotten, where an administrator carries it out for who has no account.
ERASING = {"people:erase_record", "people:overdue", "people:erasure"}
# The administrator's own copy of everything.
LEAVING = {"leaving:copy", "leaving:make_copy", "leaving:download"}
SAFE = {"GET", "HEAD", "OPTIONS"}


class ClosingMiddleware:
    """Answers in place of any view that is closed in the tenant's state."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """A notice, or nothing."""
        asked = cast(TenantRequest, request)
        if asked.tenant.state == Tenant.State.ACTIVE or _is_open(request):
            return None
        if request.META.get(READING_OUT) and request.method in SAFE:
            return None
        reads = may_read(request.user, asked.tenant)
        if reads and request.method in SAFE:
            return None
        return _refuse_writing(asked) if reads else _notice(asked)


def may_read(user: Any, tenant: Tenant) -> bool:
    """Whether the pages of a tenant that is not active are open to the user."""
    can = abilities(user)
    return Ability.EXPORT_NAMES in can if tenant.state == Tenant.State.ARCHIVED else bool(can)


def _is_open(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name in OPEN or name.startswith("mfa_"):
        return True
    if name in (OWN_DATA if request.method in SAFE else OWN_DATA_WRITTEN):
        return True
    return name in ERASING | LEAVING and Ability.EXPORT_NAMES in abilities(request.user)


def _notice(request: TenantRequest) -> HttpResponse:
    """For whoever may not read now."""
    if not request.accepts("text/html"):
        return _told_a_program(request, _("This organisation’s pages are closed at the moment."))
    sign_out = {"url": reverse("accounts:sign_out"), "label": _("Sign out"), "current": False, "post": True}
    context = {
        "is_archived": request.tenant.state == Tenant.State.ARCHIVED, "is_staff": bool(abilities(request.user)),
        "name": request.tenant.name, "hub_url": address_of_hub(), "navigation": [],
        "user_menu": [sign_out] if request.user.is_authenticated else [],
    }  # fmt: skip
    return _unkept(render(request, "closed.html", context, status=HTTPStatus.FORBIDDEN))


def _refuse_writing(request: TenantRequest) -> HttpResponse:
    """For staff who read, and wanted to write."""
    if OUTBOX in request.headers or not request.accepts("text/html"):
        return _told_a_program(request, _("Nothing can be changed at the moment: your organisation’s space is paused."))
    context = {"is_archived": request.tenant.state == Tenant.State.ARCHIVED, "hub_url": address_of_hub()}
    return _unkept(render(request, "closed_to_writing.html", context, status=HTTPStatus.FORBIDDEN))


def _told_a_program(request: TenantRequest, told: str) -> HttpResponse:
    """A phone keeps what it could not send, and tries again, where the answer is no refusal of what was sent."""
    response = JsonResponse({"detail": told, "reason": told}, status=HTTPStatus.FORBIDDEN)
    if OUTBOX in request.headers:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return _unkept(response)


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark: nothing is wrong
    return response
