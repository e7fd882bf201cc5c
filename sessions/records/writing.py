"""Writes the records of a workbook: each function brings one table in line, with a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, cast

from django.db import models

from accounts.models import JoinCode, User
from people.history import Kind, changed_fields, note
from people.models import Person
from sessions.actions.join_codes import move_join_codes
from sessions.models import Change, Cycle, Evidence, HeadCount, Registration, Slot, TestScore, TrainingSession
from sessions.records.ledger import Ledger
from sessions.records.parsing import Record, Records
from sessions.records.register import Register
from sessions.records.report import Report, Tally

BATCH = 500


def write_records(*, records: Records, register: Register, actor: User | None = None) -> Report:
    """Everything, in the order in which rows refer to each other. Records have passed all checks."""
    report = Report()
    write_people(records=records["people"], register=register, report=report, actor=actor)
    edited: dict[int, set[str]] = defaultdict(set)
    write_sessions(records=records["sessions"], register=register, report=report, edited=edited)
    write_slots(records=records["slots"], register=register, report=report, edited=edited)
    _note_edited(edited, actor)
    register_participants(records=records["attendance"] + records["tests"], register=register)
    write_attendance(records=records["attendance"], register=register, report=report)
    write_headcounts(records=records["headcounts"], register=register, report=report)
    write_scores(records=records["tests"], register=register, report=report)
    return report


def write_people(*, records: list[Record], register: Register, report: Report, actor: User | None) -> None:
    """People by `ref`, with a step in the history of each new or changed one. Registrations keep the axes of then."""
    saving = Saving(Person, report.tallies["people"])
    changed = []
    for record in records:
        ref = record.values["ref"]
        known = register.people.get(ref)
        if known and (fields := changed_fields(known, dict.fromkeys(record.unknown, "") | record.values)):
            changed.append((known, fields))
        register.people[ref] = saving.take(known, record.values, record.unknown)
    report.people.update(person.pk for person in saving.save())
    note(kind=Kind.IMPORTED, people=[(person, {}) for person in saving.new], by=actor)
    note(kind=Kind.UPDATED, people=changed, by=actor)


def write_sessions(*, records: list[Record], register: Register, report: Report, edited: dict[int, set[str]]) -> None:
    """Sessions by `ref`; a cycle that is not there yet is made. `edited` takes the names of what is written anew."""
    codes = {record.values["cycle"] for record in records if "cycle" in record.values}
    Cycle.objects.bulk_create([Cycle(code=code) for code in sorted(codes)], ignore_conflicts=True)
    cycles = Cycle.objects.in_bulk(codes, field_name="code")
    saving = Saving(TrainingSession, report.tallies["sessions"])
    for record in records:
        values = dict(record.values)
        if "cycle" in values:
            values["cycle_id"] = cycles[values.pop("cycle")].pk
        known = register.sessions.get(values["ref"])
        register.sessions[values["ref"]] = row = saving.take(known, values, record.unknown)
        if row.pk in saving.different:
            edited[row.pk].update(name.removesuffix("_id") for name in saving.different[row.pk])
    report.sessions.update(session.pk for session in saving.save())


def write_slots(*, records: list[Record], register: Register, report: Report, edited: dict[int, set[str]]) -> None:
    """Half-days by session and number; none is ever removed. `edited` as with sessions, for those that were there."""
    known = {session.pk for session in register.sessions.values() if session.pk in edited} | {
        slot.session_id for slot in register.slots.values()
    }
    saving = Saving(Slot, report.tallies["slots"])
    for record in records:
        values = dict(record.values)
        key = ref, number = values.pop("session"), values.pop("slot")
        values |= {"session_id": register.sessions[ref].pk, "number": number}
        register.slots[key] = saving.take(register.slots.get(key), values)
    moved = {slot.session_id for slot in saving.save()}
    for session in moved & known:
        edited[session].add("half_days")
    _move_join_codes(moved)
    report.sessions.update(moved)


def _move_join_codes(sessions: set[int]) -> None:
    """The codes of sessions whose half-days moved last as long as these now do; few sessions have one."""
    coded = JoinCode.objects.filter(target_kind=JoinCode.Target.SESSION).values("target_uuid")
    for session in TrainingSession.objects.filter(pk__in=sessions, uuid__in=coded):
        move_join_codes(session)


def register_participants(*, records: list[Record], register: Register) -> None:
    """A registration, with the axes as they are now, for whoever has attendance or a test and none yet."""
    pairs = {(register.sessions[record.values["session"]].pk, record.values["person"]) for record in records}
    sessions = {session for session, _person in pairs}
    rows = Registration.objects.filter(session__in=sessions).by_human()
    known = set(rows.values_list("session_id", "who"))  # a row of an absorbed record is the human's
    people = ((session, register.people[ref]) for session, ref in sorted(pairs))
    Registration.objects.bulk_create(
        [
            Registration(session_id=session, person=person, **person.copied())
            for session, person in people
            if (session, person.merged_into_id or person.pk) not in known
        ],
        batch_size=BATCH, ignore_conflicts=True,
    )  # fmt: skip


def write_attendance(*, records: list[Record], register: Register, report: Report) -> None:
    """Evidence: no minutes = the whole slot, no source = a paper sheet."""
    wanted: dict[tuple[int, ...], Counter[tuple[Any, ...]]] = defaultdict(Counter)
    for record in records:
        values = record.values
        slot = register.slots[values["session"], values["slot"]]
        key = slot.pk, register.people[values["person"]].pk
        source = values.get("source", Evidence.Source.PAPER.value)
        wanted[key][values.get("minutes"), source, values.get("device_time")] += 1
    ledger = Ledger(
        Evidence, keys=("slot_id", "person_id"), values=("minutes", "source", "device_time"),
        copies={"corrected_time": "device_time"},
    )  # fmt: skip
    _touch(ledger.bring_in_line(wanted=wanted, tally=report.tallies["attendance"]), register, report, "attendance")


def write_headcounts(*, records: list[Record], register: Register, report: Report) -> None:
    """Head-counts; equal rows of one slot are several."""
    wanted: dict[tuple[int, ...], Counter[tuple[Any, ...]]] = defaultdict(Counter)
    for record in records:
        values = record.values
        slot = register.slots[values["session"], values["slot"]]
        wanted[slot.pk,][values["count"], values.get("sex", ""), values.get("category", "")] += 1
    ledger = Ledger(HeadCount, keys=("slot_id",), values=("count", "sex", "category"), copies={})
    _touch(ledger.bring_in_line(wanted=wanted, tally=report.tallies["headcounts"]), register, report, "headcounts")


def write_scores(*, records: list[Record], register: Register, report: Report) -> None:
    """Tests by session, person and kind; a different score replaces the former."""
    keys = ("session_id", "person_id", "kind")
    sessions = {register.sessions[record.values["session"]].pk for record in records}
    found = TestScore.objects.filter(session__in=sessions)
    known = {tuple(getattr(score, key) for key in keys): score for score in found}
    saving = Saving(TestScore, report.tallies["tests"])
    for record in records:
        values = dict(record.values)
        values["session_id"] = register.sessions[values.pop("session")].pk
        values["person_id"] = register.people[values.pop("person")].pk
        saving.take(known.get(tuple(values[key] for key in keys)), values)
    touched = {score.session_id for score in saving.save()}
    report.sessions.update(touched)
    report.recorded.update(("tests", session) for session in touched)


def _touch(slots: set[int], register: Register, report: Report, sheet: str) -> None:
    touched = {slot.session_id for slot in register.slots.values() if slot.pk in slots}
    report.sessions.update(touched)
    report.recorded.update((sheet, session) for session in touched)


def _note_edited(changed: dict[int, set[str]], actor: User | None) -> None:
    """What a workbook wrote anew of sessions that were there stands among what happened to them."""
    Change.objects.bulk_create(
        (
            Change(session_id=session, kind=Change.Kind.EDITED, fields=sorted(names), by=actor)
            for session, names in sorted(changed.items())
        ),
        batch_size=BATCH,
    )


class Saving:
    """Rows of one table to be inserted or updated together."""

    def __init__(self, model: type[models.Model], tally: Tally) -> None:
        self.model, self.tally = model, tally
        self.new: list[Any] = []
        self.changed: list[Any] = []
        self.fields: set[str] = set()
        self.different: dict[int, set[str]] = {}  # by primary key: what is written anew

    def take(self, known: Any, values: dict[str, Any], unknown: Iterable[str] = ()) -> Any:
        """The row of these values: a new one, or the known one where a value differs, `unknown` fields emptied."""
        if known is None:
            known = self.model(**values)
            self.new.append(known)
            self.tally.new += 1
            return known
        fields = (cast("models.Field[Any, Any]", self.model._meta.get_field(name)) for name in unknown)
        values = values | {field.attname: field.get_default() for field in fields}
        different = {field for field, value in values.items() if getattr(known, field) != value}
        for field in different:
            setattr(known, field, values[field])
        if different:
            self.changed.append(known)
            self.fields |= different
            self.different[known.pk] = different
            self.tally.changed += 1
        else:
            self.tally.same += 1
        return known

    def save(self) -> list[Any]:
        """Write; returns the rows written."""
        rows = self.model._default_manager
        rows.bulk_create(self.new, batch_size=BATCH)
        if self.changed:
            rows.bulk_update(self.changed, sorted(self.fields), batch_size=BATCH)
        return self.new + self.changed
