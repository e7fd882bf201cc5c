"""Views of signing in, setting a password, and the way to one's own first page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordResetConfirmView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import SignInForm
from accounts.invitations import set_password_tokens
from accounts.login import complete_sign_in
from accounts.roles import Ability, abilities
from core import sms

EDITOR = "/admin/"
# Where each kind of staff starts, in order of preference; names of views, since the apps above are not imported here.
FIRST_PAGES = (
    (Ability.SEE_NETWORK_FIGURES, "accounts:today"),
    (Ability.MANAGE_TENANTS, "accounts:today"),
    (Ability.SEE_FIGURES, "accounts:today"),
    (Ability.RUN_OWN_SESSIONS, "accounts:today"),
    (Ability.WRITE_CONTENT, "wagtailadmin_home"),
    (Ability.READ_PROJECTS, "accounts:today"),
)


class SignInView(LoginView):
    """Name and password; the same answer whether the name exists or not."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever is signed in and may not edit is told so; sent back to the editor they would come again and again."""
        is_editor = request.user.has_perm("wagtailadmin.access_admin")
        if request.user.is_authenticated and not is_editor and self.get_success_url().startswith(EDITOR):
            list(messages.get_messages(request))  # Wagtail's own words about it
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """On to the second factor where the account has one, else in."""
        shared = form.cleaned_data["shared"]
        return complete_sign_in(self.request, form.get_user(), self.get_success_url(), shared=shared)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sends_sms": sms.is_available()}


class SignOutView(LogoutView):
    """Out, and nothing of what was read stays behind the browser's Back; saved courses are the page's own affair."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


class SetPasswordView(PasswordResetConfirmView):
    """The page behind an invitation's link."""

    template_name = "accounts/set_password.html"
    token_generator = set_password_tokens
    success_url = reverse_lazy("accounts:sign_in")
    extra_context = {"heading": _("Choose a password")}

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        """A link that is used, too old or of another NGO is not there."""
        return super().render_to_response(context, status=200 if self.validlink else 404, **response_kwargs)


def home(request: HttpRequest) -> HttpResponse:
    """Lead whoever signed in to the page they work on."""
    can = abilities(request.user)
    for ability, view in FIRST_PAGES:
        if ability in can:
            return redirect(reverse(view))
    return redirect(resolve_url("people:home") if request.user.is_authenticated else "accounts:sign_in")
