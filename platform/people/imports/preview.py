"""Previews an import: every row new, the same, changed or refused, each refusal with its column and remedy.

A row is somebody known by its reference, a new reference counting as none; else by name with the same mail address or
phone; else, where the row has neither, by name and institution. Names alone never make two rows one person, and two
rows never speak of one person.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets.cells import CellError, Place
from core.text import fold
from people.imports.columns import LABELS, reader
from people.models import Person

NEW, SAME, CHANGED, REFUSED = "new", "same", "changed", "refused"
Key = tuple[str, ...]
TWICE = gettext_lazy("This person is twice in the list. Take one row away, or tell them apart by phone or mail.")


@dataclass
class Line:
    """One row of the list. `before` and `after` hold what would change."""

    number: int
    status: str
    values: dict[str, Any] = field(default_factory=dict)
    person: Person | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    problems: list[str | Promise] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.values.get("full_name", "") or (self.person.full_name if self.person else ""))

    @property
    def differences(self) -> list[tuple[Any, str, str]]:
        """Label, what the record says, what the list says."""
        return [(LABELS[name], str(self.before[name] or "–"), str(value)) for name, value in self.after.items()]


def preview(headers: list[str], rows: list[list[str]], mapping: dict[str, str], place: Place) -> list[Line]:
    """All rows judged, in order; two queries, whatever their number."""
    lines = _read(headers, rows, mapping, place)
    register = _Register()
    seen: Counter[Key] = Counter(key for line in lines for key in _keys(line.values))
    for line in lines:
        if line.status != REFUSED:
            _judge(line, register, seen)
    meant = Counter(line.person.pk for line in lines if line.person)
    for line in lines:
        if line.person and meant[line.person.pk] > 1 and line.status != REFUSED:
            _refuse(line, TWICE)
    return lines


def _read(headers: list[str], rows: list[list[str]], mapping: dict[str, str], place: Place) -> list[Line]:
    places = [(at, header, mapping[header]) for at, header in enumerate(headers) if mapping.get(header)]
    readers = {name: reader(name) for _at, _header, name in places}
    lines = []
    for number, row in enumerate(rows, start=2):
        line = Line(number, NEW)
        for at, header, name in places:
            if not row[at]:
                continue
            try:
                line.values[name] = readers[name](row[at], place)
            except CellError as error:
                line.problems.append(f"{header}: {error}")
        if "full_name" not in line.values and not line.problems:
            line.problems.append(_("The name is missing. Fill it in, or take the row away."))
        if line.problems:
            line.status = REFUSED
        lines.append(line)
    return lines


class _Register:
    """Everybody of the NGO by every key; a merged record's reference leads to the one that stays."""

    def __init__(self) -> None:
        self.by_key: dict[Key, set[int]] = defaultdict(set)
        self.people: dict[int, Person] = {}
        self.erased: set[str] = set()
        for person in Person.objects.all():
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
        _refuse(line, TWICE)
        return
    if line.values.get("ref") in register.erased:
        _refuse(line, _("This reference stands for an erased person. Leave the cell empty, or give another."))
        return
    found = _told_apart(register.find(line.values), line.values)
    if len(found) > 1:
        _refuse(line, _("Several people of the register may be meant. Add the phone, the mail address or a reference."))
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


def _refuse(line: Line, why: str | Promise) -> None:
    line.status = REFUSED
    line.problems.append(why)
