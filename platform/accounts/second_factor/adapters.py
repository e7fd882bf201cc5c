"""What django-allauth asks of us: our words, our mail, our limits, secrets that are not readable in a backup."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from accounts.limits import client_address
from accounts.models import User
from core.languages import active
from core.mail import send_mail

LOGIN_CODE = "account/email/login_code"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by joining or by invitation; the only mail is the one-time code, and it names nothing."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_password": _("This is not the password. Check capitals, then try again."),
        "incorrect_code": _("This is not the code, or it is too old. Ask for a new one."),
        "too_many_login_attempts": _("Too many tries. Wait a quarter of an hour, then try again."),
        "rate_limited": _("Too many tries. Wait a quarter of an hour, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say what has happened."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The one-time code, in the account's language; of other mails (an unknown address) none is sent."""
        if template_prefix != LOGIN_CODE:
            return
        account = User.objects.filter(email__iexact=email, is_active=True).first()
        language = account.language if account else active()
        send_mail(email, language, "sign_in_code", {"code": context["code"]}, subject=_("Your code"))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted under the secret key, so that a backup alone opens no account."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not the code. Wait for the next one, check the phone’s clock, then try again."),
        "cannot_delete_authenticator": _("The last way of confirming stays: add another first."),
        "cannot_generate_recovery_codes": _("Set up an application or a passkey first."),
    }

    def get_totp_issuer(self) -> str:
        """What the application on the phone shows: a name that says nothing."""
        return "Wasl"

    def get_totp_label(self, user: Any) -> str:
        return user.get_username()

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor " + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
