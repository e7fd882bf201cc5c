"""Checks a records workbook across its rows: doubles, references, rules between rows.

Source: definitions.md, section 3, "The edges".
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets.problems import Problem, printable
from core.text import fold
from people.models import Person
from sessions.actions.planning import COUNTED
from sessions.models import TrainingSession
from sessions.records.parsing import Record, Records
from sessions.records.register import Register

# What identifies a row: (fields, the column to blame)
UNIQUE = {
    "people": (("ref",), "ref"),
    "sessions": (("ref",), "ref"),
    "slots": (("session", "slot"), "slot"),
    "tests": (("session", "person", "kind"), "kind"),
}


class Checks:
    """The problems of `records` beside what is in `register`; iterate to have them."""

    def __init__(self, records: Records, register: Register) -> None:
        self.records, self.register = records, register
        self.people = {record.values.get("ref") for record in records["people"]} | set(register.people)
        self.sessions = {record.values.get("ref") for record in records["sessions"]} | set(register.sessions)
        self.minutes: dict[tuple[Any, ...], int | None] = {key: slot.minutes for key, slot in register.slots.items()}
        for record in records["slots"]:
            if key := record.key("session", "slot"):
                self.minutes[key] = record.values.get("minutes")
        self._alike: dict[str, dict[str, str]] = {}

    def __iter__(self) -> Iterator[Problem]:
        for sheet, (fields, column) in UNIQUE.items():
            yield from self._doubles(sheet, fields, column)
        yield from self._held_without_slots()
        yield from self._closed_otherwise()
        for sheet in ("slots", "attendance", "headcounts", "tests"):
            for record in self.records[sheet]:
                yield from self._unknown_session(record)
                yield from self._unknown_person(record)
        for record in self.records["attendance"] + self.records["headcounts"]:
            yield from self._unknown_slot(record)
            yield from self._too_many_minutes(record)
        for record in self.records["tests"]:
            yield from self._impossible_score(record)

    def _doubles(self, sheet: str, fields: tuple[str, ...], column: str) -> Iterator[Problem]:
        first: dict[tuple[Any, ...], int] = {}
        for record in self.records[sheet]:
            key = record.key(*fields)
            if key and first.setdefault(key, record.row) != record.row:
                why = _("The same as row %(row)s. Keep one of the two.")
                yield _problem(record, column, why, row=first[key])

    def _held_without_slots(self) -> Iterator[Problem]:
        with_slots = {session for session, _number in self.register.slots}
        with_slots |= {record.values["session"] for record in self.records["slots"] if "session" in record.values}
        for record in self.records["sessions"]:
            held = record.values.get("state") == TrainingSession.State.HELD
            if held and "ref" in record.values and record.values["ref"] not in with_slots:
                why = _("A held session needs a half-day. Add it to the sheet “slots”.")
                yield _problem(record, "state", why)

    def _closed_otherwise(self) -> Iterator[Problem]:
        """What figures are made of stays as it is while a session is closed; the same again changes nothing."""
        for record in self.records["sessions"]:
            if (known := self._closed(record, "ref")) is None:
                continue
            now = {name: getattr(known, name) for name in (*COUNTED, "state")}
            now["cycle"] = known.cycle.code if known.cycle else None
            fields: Any = TrainingSession._meta
            emptied = {name: fields.get_field(name).get_default() for name in record.unknown}
            for name, value in (emptied | record.values).items():
                if name in now and value != now[name]:
                    yield _problem(record, name, why_closed(known.ref))
        for record in self.records["slots"]:
            if (known := self._closed(record, "session")) is None:
                continue
            slot = self.register.slots.get(record.key("session", "slot") or ())
            for name in ("slot",) if slot is None else ("date", "part", "minutes"):
                if slot is None or (name in record.values and record.values[name] != getattr(slot, name)):
                    yield _problem(record, name, why_closed(known.ref))

    def _closed(self, record: Record, column: str) -> TrainingSession | None:
        """The stored session of a row, where it is closed."""
        known = self.register.sessions.get(record.values.get(column, ""))
        return known if known is not None and known.is_closed else None

    def _unknown_session(self, record: Record) -> Iterator[Problem]:
        ref = record.values.get("session")
        if ref is not None and ref not in self.sessions:
            yield self._unknown(record, "session", ref)

    def _unknown_slot(self, record: Record) -> Iterator[Problem]:
        key = record.key("session", "slot")
        if key and key[0] in self.sessions and key not in self.minutes:
            why = _("Session “%(session)s” has no half-day %(slot)s. Add it to the sheet “slots”.")
            yield _problem(record, "slot", why, session=key[0], slot=key[1])

    def _unknown_person(self, record: Record) -> Iterator[Problem]:
        ref = record.values.get("person")
        if ref is not None and ref not in self.people:
            yield self._unknown(record, "person", ref)
        elif (record.values.get("session"), ref) in self.register.trainers:
            why = _("“%(person)s” is a trainer of this session, thus no participant. Remove the row.")
            yield _problem(record, "person", why, person=ref)

    def _unknown(self, record: Record, column: str, ref: str) -> Problem:
        """The remedy is the reference that differs in case, spaces or dashes only, if there is one."""
        if column not in self._alike:
            model, named = (Person, self.people) if column == "person" else (TrainingSession, self.sessions)
            stored = model.objects.exclude(ref=None).values_list("ref", flat=True)
            self._alike[column] = {_bare(one): one for one in (*stored, *named) if one}
        if alike := self._alike[column].get(_bare(ref)):
            why = _("There is no “%(ref)s”. Did you mean “%(alike)s”?")
            return _problem(record, column, why, ref=ref, alike=alike)
        why = _("There is no “%(ref)s”. Add it to the sheet “%(sheet)s”.")
        return _problem(record, column, why, ref=ref, sheet="people" if column == "person" else "sessions")

    def _too_many_minutes(self, record: Record) -> Iterator[Problem]:
        longest, minutes = self.minutes.get(record.key("session", "slot") or ()), record.values.get("minutes")
        if longest is not None and minutes is not None and minutes > longest:
            why = _("%(minutes)s minutes are more than the half-day’s %(longest)s. Correct one of them.")
            yield _problem(record, "minutes", why, minutes=minutes, longest=longest)

    def _impossible_score(self, record: Record) -> Iterator[Problem]:
        score, maximum = record.values.get("score"), record.values.get("maximum")
        if maximum == 0:
            yield _problem(record, "max", _("The maximum is zero. Write the highest possible score."))
        elif score is not None and maximum is not None and score > maximum:
            why = _("The score %(score)s is above the maximum %(maximum)s. Correct one of them.")
            yield _problem(record, "score", why, score=score, maximum=maximum)


def why_closed(ref: object) -> str:
    """What to do before a workbook changes what a closed session is counted by."""
    return _("Session “%(ref)s” is closed. Open it again first, with a reason, or leave this as it is.") % {"ref": ref}


def closed_again(records: Records, recorded: Iterable[tuple[str, int]], register: Register) -> Iterator[Problem]:
    """The first row of each sheet that would write attendance, head-counts or tests of a closed session; `recorded` are
    the sheets and the sessions' primary keys of what was written, all of which is then undone."""
    written = set(recorded)
    said: set[tuple[str, int]] = set()
    for sheet in ("attendance", "headcounts", "tests"):
        for record in records[sheet]:
            known = register.sessions[record.values["session"]]
            if known.is_closed and (sheet, known.pk) in written - said:
                said.add((sheet, known.pk))
                yield _problem(record, "session", why_closed(known.ref))


def _problem(record: Record, column: str, why: str, **values: object) -> Problem:
    shown = {name: printable(value) for name, value in values.items()}
    return Problem(why % shown, record.sheet, record.row, column)


def _bare(ref: str) -> str:
    """A key under which references that differ in case, digits' script or punctuation are alike."""
    return "".join(letter for letter in fold(ref) if letter.isalnum())
