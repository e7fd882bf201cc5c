"""What lists of staff are narrowed by: words and choices. What cannot be understood is ignored."""

from collections.abc import Iterable
from typing import Any

from django import forms

WORDS = 100  # characters of a search


def words_field(label: Any) -> forms.CharField:
    """A field to search in; it refuses what no text in the database can hold."""
    widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off", "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=WORDS, widget=widget)


class ListForm(forms.Form):
    """Its field of words is `q`, if there is one; all others may stand in an address, for they hold codes and days."""

    def asked(self) -> dict[str, Any]:
        """What was asked and could be understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def as_typed(self, *, leave: Iterable[str] = ()) -> dict[str, str]:
        """The understood part as it came, to be sent again."""
        return {name: str(self.data[name]) for name in self.asked() if name not in leave}

    def facts(self) -> list[Any]:
        """The fields beside the words that are seen."""
        return [field for field in self.visible_fields() if field.name != "q"]
