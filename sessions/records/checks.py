"""What single cells cannot tell: doubles, references, and rules between rows (counting.md, section 3, "The edges")."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.text import fold
from people.models import Person
from sessions.models import TrainingSession
from sessions.records.parsing import Record, Records
from sessions.records.problems import Problem, quote
from sessions.records.register import Register

# What identifies a row: (fields, the column to blame)
UNIQUE = {
    "people": (("ref",), "ref"),
    "sessions": (("ref",), "ref"),
    "slots": (("session", "number"), "slot"),
    "tests": (("session", "person", "kind"), "kind"),
}


class Checks:
    """All the problems of `records` beside `register`: `list(Checks(records, register))`."""

    def __init__(self, records: Records, register: Register) -> None:
        self.records, self.register = records, register
        self.people = _refs(records, "people") | set(register.people)
        self.sessions = _refs(records, "sessions") | set(register.sessions)
        self.minutes = {key: slot.minutes for key, slot in register.slots.items()}
        for record in records["slots"]:
            if key := record.key("session", "number"):
                self.minutes[key] = record.values.get("minutes")
        self._alike: dict[type, dict[str, str]] = {}

    def __iter__(self) -> Iterator[Problem]:
        for sheet, (fields, column) in UNIQUE.items():
            yield from self._doubles(sheet, fields, column)
        yield from self._held_without_slots()
        for sheet in ("slots", "attendance", "headcounts", "tests"):
            for record in self.records[sheet]:
                yield from self._references(record)
        for record in self.records["attendance"]:
            yield from self._too_many_minutes(record)
        for record in self.records["tests"]:
            yield from self._impossible_score(record)

    def _doubles(self, sheet: str, fields: tuple[str, ...], column: str) -> Iterator[Problem]:
        first: dict[tuple[Any, ...], int] = {}
        for record in self.records[sheet]:
            key = record.key(*fields)
            if key is not None and first.setdefault(key, record.row) != record.row:
                why = _("The same as row %(row)d. Keep one of the two.")
                yield Problem(why % {"row": first[key]}, sheet, record.row, column)

    def _held_without_slots(self) -> Iterator[Problem]:
        with_slots = {session for session, _number in self.register.slots}
        with_slots |= {record.values.get("session") for record in self.records["slots"]}
        for record in self.records["sessions"]:
            held = record.values.get("state") == TrainingSession.State.HELD
            if held and "ref" in record.values and record.values["ref"] not in with_slots:
                why = _("A held session needs at least one half-day. Add it to the sheet “slots”.")
                yield Problem(why, "sessions", record.row, "state")

    def _references(self, record: Record) -> Iterator[Problem]:
        session, person = record.values.get("session"), record.values.get("person")
        if session is not None and session not in self.sessions:
            yield self._unknown(record, "session", session, TrainingSession)
        elif record.sheet in ("attendance", "headcounts") and (key := record.key("session", "slot")) not in self.minutes:
            if key:
                why = _("Session %(session)s has no half-day %(slot)d. Add it to the sheet “slots”.")
                values = {"session": quote(session), "slot": key[1]}
                yield Problem(why % values, record.sheet, record.row, "slot")
        if person is not None and person not in self.people:
            yield self._unknown(record, "person", person, Person)
        elif self._runs(session, person):
            why = _("%(person)s is a trainer of this session and does not count as a participant. Remove the row.")
            yield Problem(why % {"person": quote(person)}, record.sheet, record.row, "person")

    def _runs(self, session: str | None, person: str | None) -> bool:
        known = self.register.sessions.get(session), self.register.people.get(person)
        return all(known) and (known[0].pk, known[1].pk) in self.register.trainers

    def _unknown(self, record: Record, column: str, ref: str, model: type) -> Problem:
        """The remedy is the reference that differs by case, spaces or dashes only, if there is one."""
        if model not in self._alike:
            known = self.people if model is Person else self.sessions
            stored = model.objects.exclude(ref=None).values_list("ref", flat=True)
            self._alike[model] = {_bare(one): one for one in (*stored, *known)}
        alike = self._alike[model].get(_bare(ref))
        if alike:
            why = _("There is no %(ref)s. Did you mean %(nearest)s?") % {"ref": quote(ref), "nearest": quote(alike)}
        else:
            sheet = "people" if model is Person else "sessions"
            why = _("There is no %(ref)s. Add it to the sheet “%(sheet)s”.") % {"ref": quote(ref), "sheet": sheet}
        return Problem(why, record.sheet, record.row, column)

    def _too_many_minutes(self, record: Record) -> Iterator[Problem]:
        longest, minutes = self.minutes.get(record.key("session", "slot")), record.values.get("minutes")
        if longest is not None and minutes is not None and minutes > longest:
            why = _("%(minutes)d minutes are more than the half-day’s %(longest)d. Correct one of the two.")
            yield Problem(why % {"minutes": minutes, "longest": longest}, "attendance", record.row, "minutes")

    def _impossible_score(self, record: Record) -> Iterator[Problem]:
        score, maximum = record.values.get("score"), record.values.get("maximum")
        if maximum is not None and maximum == 0:
            yield Problem(_("The maximum is zero. Write the highest possible score."), "tests", record.row, "max")
        elif None not in (score, maximum) and score > maximum:
            why = _("The score %(score)s is above the maximum %(maximum)s. Correct one of the two.")
            yield Problem(why % {"score": score, "maximum": maximum}, "tests", record.row, "score")


def _refs(records: Records, sheet: str) -> set[str]:
    return {record.values["ref"] for record in records[sheet] if "ref" in record.values}


def _bare(ref: str) -> str:
    """A key under which references that differ by case, digits' script or punctuation are alike."""
    return "".join(letter for letter in fold(ref) if letter.isalnum())
