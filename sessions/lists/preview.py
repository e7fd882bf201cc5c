"""What an import would do: every row new, the same, changed or refused, each refusal with its column and remedy.

A row is somebody known by its reference; else by name with the same mail address or phone; else, where the row has
neither, by name and institution. Names alone never make two rows one person.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.text import fold
from people.models import Person
from sessions.lists.columns import LABELS, reader
from sessions.records.cells import CellError, Place

NEW, SAME, CHANGED, REFUSED = "new", "same", "changed", "refused"
Key = tuple[str, ...]


@dataclass
class Line:
    """One row of the list. `before` and `after` hold what would change."""

    number: int
    status: str
    values: dict[str, Any] = field(default_factory=dict)
    person: Person | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

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
    seen: Counter[Key] = Counter(key for line in lines for key in _keys(line.values)[:1])
    for line in lines:
        if line.status != REFUSED:
            _judge(line, register, seen)
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
    """Everybody of the NGO by every key."""

    def __init__(self) -> None:
        self.by_key: dict[Key, set[int]] = defaultdict(set)
        self.people: dict[int, Person] = {}
        for person in Person.objects.canonical().filter(erased_at__isnull=True):
            self.people[person.pk] = person
            values = {name: getattr(person, name) for name in ("ref", "full_name", "email", "phone", "institution")}
            for key in _keys(values, known=True):
                self.by_key[key].add(person.pk)

    def find(self, values: dict[str, Any]) -> list[Person]:
        """Those the row may be, by its strongest key that finds anybody."""
        for key in _keys(values):
            if found := self.by_key.get(key):
                return [self.people[pk] for pk in sorted(found)]
        return []


def _keys(values: dict[str, Any], *, known: bool = False) -> list[Key]:
    """Keys of a row from the strongest; of a known person all."""
    name = fold(str(values.get("full_name", "")))
    keys: list[Key] = []
    if values.get("ref"):
        keys.append(("ref", values["ref"]))
        if not known:
            return keys
    keys += [(kind, values[kind], name) for kind in ("email", "phone") if values.get(kind)]
    if known or not keys:
        keys.append(("institution", fold(str(values.get("institution") or "")), name))
    return keys


def _judge(line: Line, register: _Register, seen: Counter[Key]) -> None:
    keys = _keys(line.values)
    if seen[keys[0]] > 1:
        _refuse(line, _("This person is twice in the list. Take one row away, or tell them apart by phone or mail."))
        return
    found = register.find(line.values)
    if len(found) > 1:
        _refuse(line, _("Several people of the register may be meant. Add the phone, the mail address or a reference."))
        return
    if not found:
        return
    line.person = found[0]
    changed = {name: value for name, value in line.values.items() if (getattr(line.person, name) or "") != value}
    line.before, line.after = {name: getattr(line.person, name) for name in changed}, changed
    line.status = CHANGED if changed else SAME


def _refuse(line: Line, why: str) -> None:
    line.status = REFUSED
    line.problems.append(why)
