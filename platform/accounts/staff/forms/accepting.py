"""Forms of staff."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import StaffInvitation, User
from accounts.roles import is_staff_member
from accounts.staff.actions import accept_invitation, accept_with_account
from core.acting import Acting
from core.codes import Language


class PasswordField(forms.CharField):
    """A new password, as Django's rules have it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"})
        super().__init__(widget=widget, max_length=128, strip=False, **kwargs)

    def clean(self, value: str) -> str:
        secret = super().clean(value)
        if secret:
            validate_password(secret)
        return secret


class AcceptForm(Acting, forms.Form):
    """Behind the link: the name others read, the language, a password. `result` is the user."""

    email = forms.CharField(
        label=_("Sign-in name"), disabled=True,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=150, help_text=_("Colleagues read it beside what you write and record."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Your language"), choices=Language)
    password = PasswordField(
        label=_("Choose a password"),
        help_text=_("At least 8 characters, not digits alone. A few words are good, and easy to remember."),
    )
    again = forms.CharField(
        label=_("The same password again"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, invitation: StaffInvitation) -> None:
        said = {"email": invitation.email, "name": invitation.name, "language": invitation.language}
        super().__init__(data, initial=said)
        self.invitation = invitation

    def clean_again(self) -> str:
        again = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("These are not the same. Write the password again in both fields."))
        return again

    def act(self) -> User:
        said = {name: self.cleaned_data[name] for name in ("name", "language", "password")}
        return accept_invitation(invitation=self.invitation, **said)


class TakeRolesForm(Acting, forms.Form):
    """Behind the link, signed in: the roles for this account. Who signed in with a PIN chooses a password."""

    password = PasswordField(
        label=_("Choose a password"),
        help_text=_("It takes the place of your PIN, which is not enough for who works here."),
    )

    def __init__(self, data: Any = None, *, invitation: StaffInvitation, user: User) -> None:
        super().__init__(data)
        self.invitation, self.user = invitation, user
        if is_staff_member(user):
            del self.fields["password"]

    def act(self) -> User:
        password = self.cleaned_data.get("password", "")
        return accept_with_account(invitation=self.invitation, user=self.user, password=password)
