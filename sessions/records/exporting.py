"""The active tenant's records as the workbook of interfaces.md: importing it elsewhere gives the same figures."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.spreadsheets.writing import NO_FORMULAS, set_up
from people.models import Person
from sessions.models import HeadCount, Slot, TestScore, TrainingSession
from sessions.querysets import positive_evidence
from sessions.records.columns import SHEETS
from sessions.rules import presence_minutes, scores_of_people

Row = dict[str, Any]


def write_records(path: Path) -> None:
    """Six sheets; people merged into another are that one."""
    sheets: dict[str, Iterable[Row]] = {
        "people": _people(), "sessions": _sessions(), "slots": _slots(), "attendance": _attendance(),
        "headcounts": _headcounts(), "tests": _tests(),
    }  # fmt: skip
    import xlsxwriter  # here: the web server need not hold it for a page that is rare

    with xlsxwriter.Workbook(path, NO_FORMULAS) as book:
        for name, found in sheets.items():
            columns = _columns(name)
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(found, start=1):
                for at, column in enumerate(columns):
                    _write(sheet, number, at, row.get(column))
            set_up(sheet, widths=[18] * len(columns))


def _columns(name: str) -> list[str]:
    return [column.name for column in SHEETS[name]]


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _ref(person: Person) -> str:
    return person.ref or str(person.uuid)


def _session_ref(session: TrainingSession) -> str:
    return session.ref or str(session.uuid)


def _people() -> Iterable[Row]:
    for person in Person.objects.canonical().order_by("pk"):
        names = ("full_name", "name_other_script", "email", "phone", "sex", "age_band", "category", "institution")
        yield {name: getattr(person, name) for name in (*names, "institution_type")} | {
            "ref": _ref(person), "region": person.person_region, "language": person.person_language,
        }  # fmt: skip


def _sessions() -> Iterable[Row]:
    names = (
        "title", "kind", "state", "audience", "role", "shared_key", "modality", "language", "region", "city", "project",
        "pass_mark",
    )  # fmt: skip
    for session in (
        TrainingSession.objects.filter(slots__isnull=False).distinct().select_related("cycle").order_by("pk")
    ):
        yield {name: getattr(session, name) for name in names} | {
            "ref": _session_ref(session), "cycle": session.cycle.code if session.cycle else "",
        }  # fmt: skip


def _slots() -> Iterable[Row]:
    for slot in Slot.objects.select_related("session").order_by("session_id", "number"):
        yield {
            "session": _session_ref(slot.session), "slot": slot.number, "date": slot.date.isoformat(),
            "part": slot.part, "minutes": slot.minutes,
        }  # fmt: skip


def _attendance() -> Iterable[Row]:
    """One row for each person and half-day."""
    rows = sorted(presence_minutes(positive_evidence().select_related("slot__session")), key=lambda row: row.pk)
    people = Person.objects.in_bulk({row.who for row in rows})
    for row in rows:
        yield {
            "session": _session_ref(row.slot.session), "slot": row.slot.number, "person": _ref(people[row.who]),
            "minutes": row.counted, "source": row.source,
        }  # fmt: skip


def _headcounts() -> Iterable[Row]:
    for row in HeadCount.objects.valid().select_related("slot__session").order_by("pk"):
        yield {
            "session": _session_ref(row.slot.session), "slot": row.slot.number, "count": row.count, "sex": row.sex,
            "category": row.category,
        }  # fmt: skip


def _tests() -> Iterable[Row]:
    """One of a kind for each person and session."""
    rows = sorted(scores_of_people(TestScore.objects.select_related("session")), key=lambda row: row.pk)
    people = Person.objects.in_bulk({row.who for row in rows})
    for row in rows:
        yield {
            "session": _session_ref(row.session), "person": _ref(people[row.who]), "kind": row.kind,
            "score": float(row.score), "max": float(row.maximum),
        }  # fmt: skip
