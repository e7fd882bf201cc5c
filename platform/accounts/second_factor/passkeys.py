"""Passkeys that sign in alone, without a password: adding and using them. A participant's brings no recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.views import AddWebAuthnView
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_staff_member


class AddPasskeyForm(AddWebAuthnForm):
    """With its name, and whether it is to sign in alone, which needs a lock on the device."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=60, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"), required=False, initial=True,
        help_text=_("The device then asks for its screen lock: fingerprint, face or code."),
    )  # fmt: skip


class UsePasskeyForm(LoginWebAuthnForm):
    """A passkey in place of name and password."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except ValidationError:
            raise ValidationError(
                _("This passkey opens no account here. Sign in another way, then add it under “Keys of my account”.")
            ) from None


class AddPasskeyView(AddWebAuthnView):
    """allauth's page. Recovery codes stand in for a second step, which a participant's passkey is not."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = self.request.user
        if is_staff_member(user) or Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            return response
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        self.did_generate_recovery_codes = False
        return HttpResponse(status=302, headers={"Location": self.get_success_url()})
