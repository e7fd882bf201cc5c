"""Public forms that ask for a proof by mail: against robots, against floods, without a cookie.

Nothing of the visitor's session stands behind such a form, so nobody gains by sending it in another's name: it needs no
token of ours against that, and so sets no cookie.
"""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.limits import client_address, network_of, take_try
from core.contacts import normalize_email
from core.delivery import Fate, fate_of
from core.mail import send_mail

PROVED_WITHIN = datetime.timedelta(days=2)  # what is not proved by then is forgotten
AGAIN_AFTER = datetime.timedelta(hours=12)  # one such mail to an address in that time, however often it is asked for
TOO_MANY = _("Too many were asked for from here. Try again in a quarter of an hour.")
AWAY = _("The mail could not be sent. Try again later.")
NO_ADDRESS = _("This is not a mail address. Write it as name@example.org.")


class MailField(forms.EmailField):
    """One address, in lower case; what would be two lines of a mail's head is no address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, error_messages={"invalid": NO_ADDRESS}, **kwargs)

    def clean(self, value: Any) -> str:
        cleaned: str = super().clean(value)
        try:
            return normalize_email(cleaned).lower()
        except ValueError:
            raise ValidationError(NO_ADDRESS, code="invalid") from None


class ProofForm(forms.Form):
    """Has a field that people neither see nor reach: what fills it is a program, and gets the usual answer."""

    home_page = forms.CharField(required=False, max_length=200)

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("home_page"))

    @property
    def shown_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name != "home_page"]


def refuse_floods(request: HttpRequest, purpose: str, email: str) -> None:
    """ValidationError where too many came from one network, or for one address, in a quarter of an hour."""
    if not (take_try(request, purpose, email) and take_try(None, purpose, network_of(client_address(request)))):
        raise ValidationError(TOO_MANY)


def send_proof(email: str, language: str, text: Any, url: str) -> None:
    """The mail whose link proves the address. ValidationError where it did not go; what is in doubt counts as gone."""
    try:
        send_mail(email, language, "proof", {"text": text, "url": url}, subject=_("Please confirm"))
    except Exception as error:  # whatever the channel raises, which may name the address
        if fate_of(error) is not Fate.UNCERTAIN:
            raise ValidationError(AWAY) from error
