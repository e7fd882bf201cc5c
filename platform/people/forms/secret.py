"""The form of a new PIN or password, for whoever knows the one so far."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.guessing import start_anew
from accounts.models import User
from accounts.roles import is_staff_member
from people.forms.access import SecretField
from people.forms.own_data import ErasureForm


class ChangeSecretForm(ErasureForm):
    """The one so far, then the new one; staff take a password, since it stands before everybody's data."""

    new = SecretField(
        label=_("The new PIN or password"),
        help_text=_("6 to 8 digits, or a password of at least 8 characters. You come back with it on any phone."),
        error_messages={"required": _("Write 6 to 8 digits, or a password of at least 8 characters.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new(self) -> str:
        secret = self.cleaned_data["new"]
        if secret.isdigit() and is_staff_member(self.user):
            raise ValidationError(_("This account works for the organisation: write a password, not digits alone."))
        return secret

    def save(self) -> None:
        """Set it; whoever is signed in elsewhere with the one so far is signed out."""
        self.user.set_password(self.cleaned_data["new"])
        self.user.save(update_fields=["password"])
        start_anew(self.user)
