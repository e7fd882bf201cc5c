"""Finds who of the register a row speaks of: new, the same, changed, or refused where that cannot be told.

A row is somebody known by its reference, a new reference counting as none; else by name with the same mail address or
phone; else, where the row has neither, by name and institution. Names alone never make two rows one person, and two
rows never speak of one person.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.text import fold
from people.imports.lines import CHANGED, LEFT_OUT, REFUSED, SAME, Line, Problem
from people.models import Person

Key = tuple[str, ...]
# What a record is compared by and with; the rest of it is not read.
FIELDS = (
    "ref", "full_name", "name_other_script", "email", "phone", "sex", "age_band", "category", "institution",
    "institution_type",
    "person_region", "person_language", "merged_into_id", "erased_at",
)  # fmt: skip


def match_lines(lines: Sequence[Line]) -> None:
    """Judge every line that is not refused; one query, whatever their number."""
    open_lines = [line for line in lines if line.status not in (REFUSED, LEFT_OUT)]
    register = _Register()
    seen: Counter[Key] = Counter(
        key for line in lines if line.status != LEFT_OUT and "full_name" in line.values for key in _keys(line.values)
    )
    for line in open_lines:
        _judge(line, register, seen)
    meant = Counter(line.person.pk for line in open_lines if line.person)
    for line in open_lines:
        if line.person and meant[line.person.pk] > 1 and line.status != REFUSED:
            line.refuse(_twice(line))


def _twice(line: Line) -> Problem:
    return Problem(
        _("This person is twice in the list."),
        _("Take one row away, or tell them apart by phone or mail."),
        value=line.name,
    )


class _Register:
    """Everybody of the NGO by every key; a merged record's reference leads to the one that stays."""

    def __init__(self) -> None:
        self.by_key: dict[Key, set[int]] = defaultdict(set)
        self.people: dict[int, Person] = {}
        self.erased: set[str] = set()
        for person in Person.objects.only(*FIELDS):
            if person.erased_at:
                self.erased.add(person.ref or "")
            elif person.merged_into_id:
                self.by_key["ref", person.ref or ""].add(person.merged_into_id)
            else:
                self._take(person)

    def find(self, values: dict[str, Any]) -> list[Person]:
        """Those the row may be, by its strongest key that finds anybody."""
        ref = values.get("ref")
        if ref and (known := self._people("ref", ref)):
            return known
        for key in _keys(values | {"ref": None}):
            found = self._people(*key)
            if ref:  # it is new: somebody with a reference of their own is somebody else
                found = [person for person in found if not person.ref]
            if found:
                return found
        return []

    def _people(self, *key: str) -> list[Person]:
        return [self.people[pk] for pk in sorted(self.by_key.get(key, ())) if pk in self.people]

    def _take(self, person: Person) -> None:
        self.people[person.pk] = person
        values = {name: getattr(person, name) for name in ("ref", "full_name", "email", "phone", "institution")}
        for key in _keys(values, known=True):
            self.by_key[key].add(person.pk)


def _keys(values: dict[str, Any], *, known: bool = False) -> list[Key]:
    """Keys of a row from the strongest; of a known person all."""
    name = fold(str(values.get("full_name", "")))
    keys: list[Key] = []
    if values.get("ref"):
        keys.append(("ref", values["ref"]))
        if not known:
            return keys
    keys += [(kind, values[kind].casefold(), name) for kind in ("email", "phone") if values.get(kind)]
    if known or not keys:
        keys.append(("institution", fold(str(values.get("institution") or "")), name))
    return keys


def _judge(line: Line, register: _Register, seen: Counter[Key]) -> None:
    if any(seen[key] > 1 for key in _keys(line.values)):
        line.refuse(_twice(line))
        return
    if line.values.get("ref") in register.erased:
        remedy = _("Leave the cell empty, or give another.")
        line.refuse(
            Problem(_("This reference stands for an erased person."), remedy, field="ref", value=line.values["ref"])
        )
        return
    found = _told_apart(register.find(line.values), line.values)
    if len(found) > 1:
        why, remedy = (
            _("Several people of the register may be meant."),
            _("Add the phone, the mail address or a reference."),
        )
        line.refuse(Problem(why, remedy, value=line.name))
        return
    if not found:
        return
    line.person = found[0]
    changed = _changed(line.person, line.values)
    line.before, line.after = {name: getattr(line.person, name) for name in changed}, changed
    line.status = CHANGED if changed else SAME


def _told_apart(found: list[Person], values: dict[str, Any]) -> list[Person]:
    """Of several, the one that has just the contacts of the row and would not change: the list was imported before."""
    if len(found) < 2:
        return found
    same = [
        person for person in found
        if all((getattr(person, name) or "") == values.get(name, "") for name in ("ref", "email", "phone"))
        and not _changed(person, values)
    ]  # fmt: skip
    return same if len(same) == 1 else found


def _changed(person: Person, values: dict[str, Any]) -> dict[str, Any]:
    """What the row says otherwise. A reference, once given, stays: the row's may be that of a merged record."""
    return {
        name: value for name, value in values.items()
        if (getattr(person, name) or "") != value and not (name == "ref" and person.ref)
    }  # fmt: skip
