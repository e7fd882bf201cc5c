"""Forms of lists: the file or pasted cells, and what each column is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.imports.columns import LABELS
from people.imports.reading import Table, read_file, read_text


class ListForm(forms.Form):
    """A file, or pasted cells."""

    file = forms.FileField(label=_("A file, .xlsx or .csv"), required=False)
    text = forms.CharField(
        label=_("Or cells copied from a spreadsheet"), required=False, max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("With the first row, which names the columns."),
    )  # fmt: skip

    table: Table
    source = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text")
        if self.errors:
            return cleaned
        if bool(file) == bool(text):
            raise ValidationError(_("Choose a file or paste the cells: one of the two."))
        try:
            self.table = read_file(file.name, file, file.size) if file else read_text(str(text))
        except ValidationError as error:
            raise ValidationError({"file" if file else "text": error.messages}) from error
        self.source = file.name if file else str(_("Pasted cells"))
        return cleaned


class MappingForm(forms.Form):
    """A select for each column of the list."""

    def __init__(self, *args: Any, headers: list[str], chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        choices = [("", _("do not import")), *LABELS.items()]
        for at, header in enumerate(headers):
            if header:
                self.fields[f"column-{at}"] = forms.ChoiceField(
                    label=header, choices=choices, required=False, initial=chosen.get(header, "")
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        used = [field for field in cleaned.values() if field]
        twice = {field for field in used if used.count(field) > 1}
        if twice:
            names = ", ".join(str(LABELS[field]) for field in sorted(twice))
            raise ValidationError(_("Two columns are %(names)s. Choose one.") % {"names": names})
        if "full_name" not in used and not self.errors:
            raise ValidationError(_("Say which column is the name."))
        return cleaned

    def mapping(self) -> dict[str, str]:
        """Header -> field."""
        return {header: self.cleaned_data.get(f"column-{at}", "") for at, header in enumerate(self.headers) if header}
