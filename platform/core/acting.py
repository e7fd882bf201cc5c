"""Forms and views that call an action and say why it was refused: as errors of the form, or as a message."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

REASON_LENGTH = 200
REASON_HELP = _("A few words about the sheet only: nothing about anybody’s life.")


def name_empty_choice(field: Any, label: Any) -> None:
    """Say in words what the empty choice of a select means; other fields are left alone."""
    if isinstance(field, forms.ChoiceField):
        field.choices = [("", label), *list(field.choices)[1:]]  # type: ignore[arg-type]  # a list by now


@contextmanager
def refusal_as_message(request: HttpRequest) -> Iterator[None]:
    """For a view without a form: what an action refuses within is said on the next page, and the view goes on."""
    try:
        yield
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))


class Acting(forms.BaseForm):
    """Mixed into a form: input passes it, `act` calls the action. Views call `done`."""

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
