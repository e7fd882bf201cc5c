"""The form of a law: what is known of it once, written wherever it is quoted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.languages import NAMES, ORDER, direction
from courses.laws.actions import Written, write_law
from courses.laws.reading import WORDED, Law

LONGEST = {"article": 120, "source": 200}  # as the block has them
LABELS = {"article": _("Article"), "source": _("Source")}


class LawForm(forms.Form):
    """Dates once, article and source in each language the law is quoted in."""

    valid_from = forms.DateField(
        label=_("Valid from"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=_("Valid to"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("Staff are reminded two months before, and readers are told from the day after."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, law: Law, actor: Any) -> None:
        initial = {name: law.shared(name) for name in ("valid_from", "valid_to")}
        initial |= {f"{name}_{code}": law.worded(name)[code] for name in WORDED for code in ORDER}
        super().__init__(data, initial=initial)
        self.law, self.actor = law, actor
        for name in WORDED:
            for code in (code for code in ORDER if code in law.values):
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{LABELS[name]}, {NAMES[code]}", max_length=LONGEST[name],
                    widget=forms.TextInput({"lang": code, "dir": direction(code)}),
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("“Valid to” is before “valid from”. Correct one of the two dates."))
        return cleaned

    def save(self) -> Written:
        """Write it into the lessons."""
        said: dict[str, Any] = {
            name: day.isoformat() if (day := self.cleaned_data[name]) else "" for name in ("valid_from", "valid_to")
        }
        for name in WORDED:
            said[name] = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in ORDER}
        return write_law(law=self.law, said=said, actor=self.actor)
