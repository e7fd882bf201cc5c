"""Lists everything recorded of a person or a session, half-day by half-day: source, recorder, moment, sheet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from courses.models import LessonProgress
from impact.counting import Period
from people.models import Person
from sessions.models import Evidence, HeadCount, Scan, Slot, TrainingSession


@dataclass(frozen=True)
class HalfDay:
    """One half-day of a session: rows of evidence, voided ones too, head-counts and pictures of its sheets."""

    slot: Slot
    rows: list[Evidence] = field(default_factory=list)
    heads: list[HeadCount] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)


def trail_of_session(session: TrainingSession) -> list[HalfDay]:
    """All half-days in order: four queries, whatever their number."""
    slots = list(session.slots.order_by("date", "part_order", "number"))
    rows, heads, scans = (_by_slot(found, slots) for found in (_evidence(), _heads(), _scans()))
    return [HalfDay(slot, rows[slot.pk], heads[slot.pk], scans[slot.pk]) for slot in slots]


def trail_of_person(person: Person, period: Period) -> list[tuple[Evidence, list[Scan]]]:
    """Every row about one person in the period, merged records being one, with the pictures of its half-day; where a
    presence was read from a picture, that one alone."""
    records = [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]
    found = _evidence().filter(person__in=records, slot__date__range=(period.start, period.end))
    rows = list(found.select_related("slot__session", "scan_mark").order_by("slot__date", "slot__part_order", "pk"))
    scans = _by_slot(_scans(), [row.slot for row in rows])
    return [(row, _read_from(row, scans[row.slot_id])) for row in rows]


def lessons_of_person(person: Person, period: Period, zone: Any) -> Any:
    """The lessons one person finished in the period."""
    records = [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]
    found = LessonProgress.objects.filter(enrolment__person__in=records, lesson__isnull=False)
    return [
        one
        for one in found.select_related("lesson", "enrolment").order_by("done_at")
        if period.start <= one.done_at.astimezone(zone).date() <= period.end
    ]


def sheets_of(sessions: Iterable[int]) -> dict[int, list[Scan]]:
    """Pictures of the sheets of sessions, by session, in the order of their half-days."""
    found = defaultdict(list)
    scans = _scans().filter(slot__session__in=sessions).select_related("slot__session")
    for scan in scans.order_by("slot__date", "slot__part_order", "pk"):
        found[scan.slot.session_id].append(scan)
    return found


def _evidence() -> Any:
    found = Evidence.objects.filter(voids__isnull=True).order_by("person__full_name", "pk")
    return found.select_related("person", "recorded_by", "voided_by__recorded_by", "scan_mark")


def _heads() -> Any:
    found = HeadCount.objects.filter(voids__isnull=True).order_by("pk")
    return found.select_related("recorded_by", "voided_by")


def _scans() -> Any:
    return Scan.objects.filter(set_aside__isnull=True).select_related("added_by").order_by("pk")


def _by_slot(found: Any, slots: list[Slot]) -> defaultdict[int, list[Any]]:
    rows = defaultdict(list)
    for row in found.filter(slot__in={slot.pk for slot in slots}):
        rows[row.slot_id].append(row)
    return rows


def _read_from(row: Evidence, scans: list[Scan]) -> list[Scan]:
    mark = getattr(row, "scan_mark", None)
    return [scan for scan in scans if mark is None or scan.pk == mark.scan_id] or scans
