"""The form that brings a list: a file or pasted cells, and where its people go besides the register."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.imports.actions import destination
from people.imports.reading import Book, read_file, read_text


class OntoField(forms.TypedChoiceField):
    """A session, or none: `chosen` is offered even if it is none of those of these days."""

    def __init__(self, chosen: uuid.UUID | None = None) -> None:
        offered = destination().offer()
        if chosen and chosen not in dict(offered) and (label := destination().find(chosen)):
            offered.insert(0, (chosen, label))
        choices = [("", _("Only into the register")), *((str(target), label) for target, label in offered)]
        super().__init__(
            choices=choices, coerce=uuid.UUID, empty_value=None, required=False, initial=str(chosen or ""),
            label=_("Put them on the list of a session"),
        )  # fmt: skip


class ListForm(forms.Form):
    """A file, or pasted cells."""

    file = forms.FileField(
        label=_("A file: .xlsx, .xls, .ods or .csv"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt,.tsv"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Or cells copied from a spreadsheet"), required=False, max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("With the row that names the columns, if there is one."),
    )  # fmt: skip

    book: Book

    def __init__(self, *args: Any, onto: uuid.UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["onto"] = OntoField(onto)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text")
        if self.errors:
            return cleaned
        if bool(file) == bool(text):
            raise ValidationError(_("Choose a file or paste the cells: one of the two."))
        try:
            self.book = read_file(file.name, file, file.size) if file else read_text(str(text))
        except ValidationError as error:
            raise ValidationError({"file" if file else "text": error.messages}) from error
        return cleaned
