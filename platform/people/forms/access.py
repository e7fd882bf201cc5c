"""Forms of access: the new PIN or password; whom to invite."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, JoinCode, User
from core.acting import Acting
from core.text import ascii_digits
from people.access import invite_people, open_account
from people.forms.choosing import InvitedForm
from people.forms.joining import AskingForm
from people.signing_in import SHORTEST


class SecretField(forms.CharField):
    """A PIN of six to eight digits, typed in any digits, or a password."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"})
        super().__init__(widget=widget, max_length=128, **kwargs)

    def clean(self, value: str) -> str:
        secret = super().clean(value)
        digits = ascii_digits(secret)
        if digits.isdigit() and len(digits) <= 8:
            if len(digits) < SHORTEST:
                raise ValidationError(_("Write 6 to 8 digits, or a password of at least 8 characters."))
            return digits
        validate_password(secret)
        return secret


class OpenAccountForm(Acting, AskingForm):
    """Behind the link: the secret, what one chooses to say of oneself, the agreement; `result` is the user.

    Who agreed already is asked for the secret alone. What is known already is not shown: a link may be handed on.
    """

    secret = SecretField(
        label=_("Choose a PIN or a password"),
        help_text=_("6 to 8 digits, or a password of at least 8 characters. You come back with it on any phone."),
        error_messages={"required": _("Write 6 to 8 digits, or a password of at least 8 characters.")},
    )
    field_order = ["secret", *AskingForm.field_order]

    def __init__(self, *args: Any, invitation: Invitation, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation, self.is_new = invitation, is_new
        if not is_new:
            for name in [name for name in self.fields if name != "secret"]:
                del self.fields[name]

    def act(self) -> User:
        axes = {name: value for name, value in self.axes().items() if value} if self.is_new else None
        return open_account(invitation=self.invitation, secret=self.cleaned_data["secret"], axes=axes)


class InviteForm(InvitedForm):
    """Those ticked open an account."""

    def save(self, *, actor: User, code: JoinCode | None) -> int:
        """Invite them; how many."""
        return len(invite_people(people=self.chosen(), actor=actor, code=code))
