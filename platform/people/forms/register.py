"""The form that takes a merge apart."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from people.merging import undo_merge


class UndoMergeForm(forms.Form):
    """Why the two records are two people after all."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("Stays with the history. For example: two sisters with one phone."),
    )  # fmt: skip

    def __init__(self, *args: Any, batch: uuid.UUID, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.actor = batch, actor

    def done(self) -> bool:
        """Whether it was valid and the merge is undone."""
        if not self.is_valid():
            return False
        try:
            undo_merge(batch=self.batch, reason=self.cleaned_data["reason"], actor=self.actor)
        except ValidationError as error:
            self.add_error(None, error)
        return not self.errors
