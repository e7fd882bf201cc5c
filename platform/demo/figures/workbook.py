"""The records workbook of one NGO and year: as rows, and as the spreadsheet that ``import_records`` reads."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from demo.figures.evidence import Row, attendance_rows, headcount_rows, score_rows
from demo.figures.history import Gathering, gatherings
from demo.figures.ngos import CITY_REGIONS, HOMES
from demo.figures.people import Person

SHEETS: dict[str, tuple[str, ...]] = {
    "people": tuple(field.name for field in fields(Person)),
    "sessions": (
        "ref", "title", "kind", "state", "audience", "role", "shared_key", "modality", "language", "region",
        "city", "project", "cycle", "pass_mark",
    ),
    "slots": ("session", "slot", "date", "part", "minutes"),
    "attendance": ("session", "slot", "person", "minutes", "source", "device_time"),
    "headcounts": ("session", "slot", "count", "sex", "category"),
    "tests": ("session", "person", "kind", "score", "max"),
}  # fmt: skip

# NGOs write dates both ways and the import must read both: real Excel dates here, ISO text elsewhere.
EXCEL_DATES = {2018: ("attendance",), 2019: ("slots",)}

# A fixed date of creation, so that the same rows give the same file.
CREATED = datetime(2020, 1, 15)


def workbook_rows(schema: str, year: int) -> dict[str, list[Row]]:
    """Sheet name -> rows (column -> value, None when unknown), dates as ``date`` and ``datetime``.

    ValueError for a year without a plan, KeyError for an unknown schema.
    """
    happened = gatherings(schema, year)
    return {
        "people": _people_rows(happened),
        "sessions": [_session_row(gathering, HOMES[schema].city) for gathering in happened],
        "slots": [row for gathering in happened for row in _slot_rows(gathering)],
        "attendance": [row for gathering in happened for row in attendance_rows(gathering)],
        "headcounts": [row for gathering in happened for row in headcount_rows(gathering)],
        "tests": [row for gathering in happened for row in score_rows(gathering)],
    }


def _people_rows(happened: Iterable[Gathering]) -> list[Row]:
    """Everybody who came this year, each once, in the order of the register."""
    met = {person.ref: person for gathering in happened for person in gathering.attendees}
    return [asdict(met[ref]) for ref in sorted(met)]


def _session_row(gathering: Gathering, home_city: str) -> Row:
    plan = gathering.plan
    city = plan.city or home_city
    row: Row = {column: getattr(plan, column, None) for column in SHEETS["sessions"]}
    return row | {"ref": gathering.ref, "city": city, "region": CITY_REGIONS[city]}


def _slot_rows(gathering: Gathering) -> list[Row]:
    return [
        {
            "session": gathering.ref,
            "slot": slot.number,
            "date": slot.date,
            "part": slot.part,
            "minutes": slot.minutes,
        }
        for slot in gathering.plan.slots()
    ]


def write_workbook(schema: str, year: int, path: Path) -> None:
    """Write ``workbook_rows`` as an .xlsx file with all six sheets, each with its header row."""
    rows = workbook_rows(schema, year)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for sheet, columns in SHEETS.items():
            worksheet = workbook.add_worksheet(sheet)
            worksheet.write_row(0, 0, columns)
            real_dates = sheet in EXCEL_DATES[year]
            for line, row in enumerate(rows[sheet], start=1):
                for position, column in enumerate(columns):
                    _write_cell(worksheet, line, position, row[column], (day, moment) if real_dates else None)


def _write_cell(
    worksheet: Worksheet, line: int, position: int, value: object, date_formats: tuple[Format, Format] | None
) -> None:
    """Text stays text (a phone is no number), an unknown stays an empty cell."""
    if value is None:
        return
    if isinstance(value, date) and date_formats:
        day, moment = date_formats
        worksheet.write_datetime(line, position, value, moment if isinstance(value, datetime) else day)
    elif isinstance(value, date):
        worksheet.write_string(line, position, value.isoformat())
    elif isinstance(value, str):
        worksheet.write_string(line, position, value)
    else:
        worksheet.write_number(line, position, value)
