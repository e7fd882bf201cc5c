"""Adapters of django-allauth: our words, our messages, our limits, secrets that are not readable in a backup."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.guessing import take_guess, was_right
from accounts.limits import client_address, take_try
from accounts.roles import is_staff_member
from core.delivery import Fate, fate_of
from core.languages import active
from core.mail import send_mail
from core.sealing import cipher
from core.sms import send_sms

logger = logging.getLogger(__name__)
LOGIN_CODE = "account/email/login_code"
CODE_PAUSES = (5, 15, 40, 90)  # seconds; with a server that says nothing each time it ends before the code does


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

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: Any = None, **kwargs: Any) -> None:
        """Why somebody was sent back, in our words; for the rest the pages say what has happened."""
        if message and level >= messages.ERROR:
            messages.error(request, message)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """One more door at which a PIN can be guessed, by whoever finds a phone left open."""
        request = context.request
        if not take_guess(request, user) or not super().reauthenticate(user, password):
            return False
        was_right(request, user)
        return True

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:  # allauth passes it by name
        """The one-time code, in the language it was asked in; of other mails (an unknown address) none is sent.

        `email` may be a phone number: allauth's own flow for numbers breaks off when a code for an unknown one is asked
        for again, which tells that it is unknown. So codes for both take the way of mail, which does not.
        """
        if template_prefix != LOGIN_CODE:
            return
        request = context["request"]
        if not take_try(request, "code sent", email):
            return
        code, language = context["code"], active()
        if "@" in email:
            _later(lambda: send_mail(email, language, "sign_in_code", {"code": code}, subject=_("Your code")))
            return
        text = gettext("Your code: %(code)s. It holds for five minutes and works once.") % {"code": code}
        _later(lambda: send_sms(email, text))


def _later(send: Callable[[], None]) -> None:
    """Beside the request: how long an answer takes would tell whether anything was sent."""
    if settings.CODES_BESIDE_REQUEST:
        threading.Thread(target=send_while_valid, args=(send,), daemon=True).start()
    else:
        send_while_valid(send, pauses=())


def send_while_valid(send: Callable[[], None], pauses: Sequence[float] = CODE_PAUSES) -> bool:
    """Try again after each pause (seconds) where the channel was away, for as long as the code holds; whether it went.

    What was refused, or may have arrived, is not sent again. The last failure stands in the log, without an address.
    """
    for pause in (*pauses, None):
        try:
            send()
        except Exception as error:  # whatever the channel raises, which may name the address
            fate = fate_of(error)
            if pause is None or fate in (Fate.REFUSED, Fate.UNCERTAIN):
                logger.error("A code could not be sent: %s, %s", type(error).__name__, fate.name.lower())
                return False
            time.sleep(pause)
        else:
            return True
    return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted under the secret key, so that a backup alone opens no account."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not the code. Wait for the next one, check the phone’s clock, then try again."),
        "cannot_delete_authenticator": _("The last way of confirming stays: add another first."),
        "cannot_generate_recovery_codes": _("Set up an application or a passkey first."),
    }

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """A participant's passkey is a way to sign in, never a second step: it may be on another phone."""
        if types is not None and not user.is_anonymous and not is_staff_member(user):
            types = [kind for kind in types if kind != Authenticator.Type.WEBAUTHN]
        return super().is_mfa_enabled(user, types)

    def get_totp_issuer(self) -> str:
        """What the application on the phone shows: a name that says nothing."""
        return "Wasl"

    def get_totp_label(self, user: Any) -> str:
        return user.get_username()

    def encrypt(self, text: str) -> str:
        return cipher("second factor").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher("second factor").decrypt(encrypted_text.encode()).decode()
