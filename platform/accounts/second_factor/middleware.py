"""Requires a second factor of staff before they reach their NGO's pages."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.roles import is_staff_member

KNOWN = "second_factor"  # in the session, so that one question a session is enough
# What is open before: setting it up, leaving, and what every page needs.
OPEN = {
    "account_reauthenticate", "account_logout", "sign_out", "sign_in", "comfort", "manifest", "service_worker", "theme",
    "logo", "media", "wagtailadmin_javascript_catalog",
}  # fmt: skip


class SecondFactorMiddleware:
    """Leads staff without a second factor to the page on which they set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """A redirect in place of any page of staff."""
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if not settings.SECOND_FACTOR_REQUIRED or name in OPEN or name.startswith("mfa_"):
            return None
        user = request.user
        if not user.is_authenticated or request.session.get(KNOWN) or not is_staff_member(user):
            return None
        if is_mfa_enabled(user):
            request.session[KNOWN] = True
            return None
        return redirect("mfa_activate_totp")
