"""Form fields of the kinds that Django has none for: a select for each thing to order, sort or match."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class KeyedSelects(forms.Widget):
    """One select per key, named `<name>-<key>`; drawn by templates/courses/questions/places.html."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__()
        self.keys = keys

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        return {key: data.get(f"{name}-{key}", "") for key in self.keys}

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        return ""  # as radios have it: the list of errors then leads to the first select


class OrderField(forms.Field):
    """Positions from 1, none twice and none left out; cleaned to the keys in order. An empty one is no step."""

    default_error_messages = {
        "required": _("Give at least one step its position."),
        "twice": _("Position %(position)s is given twice. Give each step its own."),
        "gap": _("Position %(position)s is left out. Number the steps one after the other."),
        "invalid": _("Choose one of the positions."),
    }

    def __init__(self, keys: Sequence[str], **kwargs: Any) -> None:
        super().__init__(widget=KeyedSelects(keys), **kwargs)
        self.positions = [str(number) for number in range(1, len(keys) + 1)]

    def clean(self, value: dict[str, str]) -> list[str]:
        placed: dict[str, str] = {}
        for key, position in value.items():
            if not position:
                continue
            if position not in self.positions:
                raise self._wrong("invalid")
            if position in placed:
                raise self._wrong("twice", position)
            placed[position] = key
        if not placed:
            raise self._wrong("required")
        given = self.positions[: max(map(int, placed))]
        missing = next((position for position in given if position not in placed), None)
        if missing:
            raise self._wrong("gap", missing)
        return [placed[position] for position in given]

    def _wrong(self, code: str, position: str = "") -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"position": position})


class GroupsField(forms.Field):
    """A group for every item; cleaned to item key -> group key."""

    default_error_messages = {
        "required": _("Choose something for every item of the list."),
        "invalid": _("Choose one of those offered."),
    }

    def __init__(self, keys: Sequence[str], groups: Collection[str], **kwargs: Any) -> None:
        super().__init__(widget=KeyedSelects(keys), **kwargs)
        self.groups = groups

    def clean(self, value: dict[str, str]) -> dict[str, str]:
        for code, refused in (
            ("required", lambda group: not group),
            ("invalid", lambda group: group not in self.groups),
        ):
            if any(refused(group) for group in value.values()):
                raise ValidationError(self.error_messages[code], code=code)
        return value
