"""Forms that act: input passes the form, the form calls an action, a refusal becomes an error of the form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

REASON_LENGTH = 200
REASON_HELP = _("A few words about the sheet only: nothing about anybody’s life.")


def name_empty_choice(field: Any, label: Any) -> None:
    """Say in words what the empty choice of a select means; other fields are left alone."""
    if isinstance(field, forms.ChoiceField):
        field.choices = [("", label), *list(field.choices)[1:]]  # type: ignore[arg-type]  # a list by now


class Acting(forms.BaseForm):
    """Mixed into a form: subclasses write `act`, views call `done`."""

    result: Any = None

    def act(self) -> Any:
        """Call the action with what was cleaned."""
        raise NotImplementedError

    def done(self) -> bool:
        """Whether the input was valid and the action accepted it; `result` is what it gave."""
        if not self.is_valid():
            return False
        try:
            self.result = self.act()
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True
