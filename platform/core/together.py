"""Merges edits that two people make at once (a three-way merge).

What each changed since they read the record is kept, and where both changed one fact it is asked which holds. A form
carries what it was opened with, signed, so that nothing is locked.

Facts are what JSON knows: texts, numbers, booleans, None; lists are sets of keys, dictionaries rows of facts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.signing import tenant_salt

THEIRS, MINE = "theirs", "mine"
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Seen:
    """What a form was opened with; `asked` are the facts it asks about, `mark` the last step of the history then."""

    facts: dict[str, Any]
    asked: list[str] = field(default_factory=list)
    mark: int = 0

    def sign(self, about: object) -> str:
        """For a hidden field of the form about this record."""
        return signing.dumps(
            [self.facts, self.asked, self.mark], salt=tenant_salt("core.together", about), compress=True
        )


def read_seen(text: str, about: object) -> Seen | None:
    """What `Seen.sign` wrote about this record; None for anything else."""
    try:
        return Seen(*signing.loads(text, salt=tenant_salt("core.together", about)))
    except (signing.BadSignature, TypeError, ValueError):
        return None


@dataclass
class Merged:
    """`facts` to save; `kept` were changed by others only; `asked` by both, who now disagree."""

    facts: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def merge(seen: Facts | None, now: Facts, mine: Facts) -> Merged:
    """What is to be saved. Of a form that does not say what it was opened with, all that differs is asked about."""
    merged = Merged()
    for name in dict.fromkeys((*now, *mine)):
        said, theirs, own = (None if facts is None else facts.get(name) for facts in (seen, now, mine))
        found, is_asked = _merge_fact(seen is not None, said, theirs, own)
        merged.facts[name] = found
        if is_asked:
            merged.asked.append(name)
        elif theirs != said and theirs != own and seen is not None:
            merged.kept.append(name)
    return merged


class CollisionError(ValidationError):
    """Others saved meanwhile what this form changed too. Nothing was written."""

    def __init__(self, merged: Merged, now: Facts, mark: int) -> None:
        super().__init__(_("Somebody else saved this meanwhile. Nothing of yours is lost: look at it below."))
        self.merged, self.now, self.mark = merged, dict(now), mark


@dataclass(frozen=True)
class Question:
    """Both values of a fact, in words; `chosen` of the two, or empty."""

    name: str
    label: str
    theirs: str
    mine: str
    chosen: str = ""

    @property
    def control(self) -> str:
        """The name of the two radio buttons."""
        return keep(self.name)


def keep(name: str) -> str:
    """The name under which a form says which of the two values of a fact is kept."""
    return f"keep-{name}"


def unanswered(asked: Sequence[str], data: Mapping[str, Any]) -> list[str]:
    """Of what a form asked, that to which it brings no answer."""
    return [name for name in asked if data.get(keep(name)) not in (THEIRS, MINE)]


class SavedTogether(forms.BaseForm):
    """Mixed into a form of plain texts that several people may have open at once.

    The form has a hidden field `seen`; `stored` gives the texts as they are now, by the names of its fields. Once the
    rest is clean, `settle` takes over what only others changed (`kept`) and refuses once what both did: both values are
    shown, what was typed stays, and saving again decides.
    """

    about: str
    kept: list[str]
    always_asked: Sequence[str] = ()  # what changes the meaning of everything else

    def fact_of(self, name: str) -> str:
        """What was typed, as `stored` would give it."""
        return str(self.cleaned_data[name])

    def stored(self) -> dict[str, str]:
        """What is kept now."""
        raise NotImplementedError

    def open_together(self, about: str) -> None:
        """To be called at the end of `__init__`."""
        self.about, self.kept = about, []
        if not self.is_bound:
            self.initial["seen"] = Seen(self.stored()).sign(about)

    def settle(self) -> None:
        """To be called at the end of `clean`."""
        seen, now = read_seen(self.data.get("seen", ""), self.about), self.stored()
        if seen is None or self.errors:
            return
        said = {name: seen.facts.get(name, "") for name in now}
        merged = merge(said, now, {name: self.fact_of(name) for name in now})
        self.kept = [name for name in merged.kept if name not in self.always_asked]
        asked = merged.asked + [name for name in merged.kept if name in self.always_asked]
        self.cleaned_data.update({name: self.fields[name].clean(now[name]) for name in self.kept})
        if asked:
            data: Any = copy(self.data)
            data["seen"] = Seen(now).sign(self.about)
            for name in self.kept:
                data[name] = now[name]
            self.data = data
        for name in asked:
            told = _("Somebody else wrote “%(value)s” here meanwhile. Save again to keep yours, or write that instead.")
            self.add_error(name, told % {"value": self.in_words(name, now[name]) or "–"})

    def in_words(self, name: str, value: str) -> str:
        """A value as the form shows it."""
        labels = {str(key): str(label) for key, label in _flat(getattr(self.fields[name], "choices", ()))}
        return labels.get(value, value)


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label


def _merge_fact(is_known: bool, said: Any, theirs: Any, own: Any) -> tuple[Any, bool]:
    """The fact to save, and whether it has to be asked about."""
    if own == theirs or (is_known and theirs == said):
        return own, False
    if is_known and own == said:
        return theirs, False
    if is_known and isinstance(said, list):
        return sorted((set(theirs) | (set(own) - set(said))) - (set(said) - set(own))), False
    if is_known and all(isinstance(row, dict) for row in (said, theirs, own)):
        row = merge(said, theirs, own)
        return row.facts, bool(row.asked)
    return own, True
