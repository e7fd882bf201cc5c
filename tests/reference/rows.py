"""Rows of the records workbook as plain dictionaries: every column present, None where a cell is empty.

Columns and their order: `interfaces.md`, "The records workbook".
"""

COLUMNS = {
    "people": ("ref", "full_name", "name_other_script", "email", "phone", "sex", "age_band", "category",
               "institution", "institution_type", "region", "language"),
    "sessions": ("ref", "title", "kind", "state", "audience", "role", "shared_key", "modality", "language",
                 "region", "city", "project", "cycle", "pass_mark"),
    "slots": ("session", "slot", "date", "part", "minutes"),
    "attendance": ("session", "slot", "person", "minutes", "source", "device_time"),
    "headcounts": ("session", "slot", "count", "sex", "category"),
    "tests": ("session", "person", "kind", "score", "max"),
}  # fmt: skip


def row(sheet, cells):
    """One row of `sheet`; a column the sheet does not have is a mistake of the caller."""
    strangers = set(cells) - set(COLUMNS[sheet])
    if strangers:
        raise ValueError(f"{sheet} has no column {sorted(strangers)}")
    return {column: cells.get(column) for column in COLUMNS[sheet]}


def person(ref, **cells):
    """A participant, named after the reference."""
    return row("people", {"ref": ref, "full_name": f"Person {ref}", **cells})


def session(ref, **cells):
    """A session: a held training for professionals unless `cells` say otherwise."""
    usual = {"title": f"Session {ref}", "kind": "training", "state": "held", "audience": "professional"}
    return row("sessions", {"ref": ref, **usual, **cells})


def slot(session, number, date, part="morning", minutes=180):
    """A half-day of a session; `minutes` 1 to 720."""
    return row("slots", {"session": session, "slot": number, "date": date, "part": part, "minutes": minutes})


def attendance(session, number, person, minutes=None, source="signature"):
    """A line of a sign-in sheet; no `minutes` = the whole slot, 0 = absent."""
    return row(
        "attendance", {"session": session, "slot": number, "person": person, "minutes": minutes, "source": source}
    )


def headcount(session, number, count, **cells):
    """Unidentified people in the room; several rows of one slot are added."""
    return row("headcounts", {"session": session, "slot": number, "count": count, **cells})


def result(session, person, kind, score, out_of):
    """A pre- or post-test (`kind`)."""
    return row("tests", {"session": session, "person": person, "kind": kind, "score": score, "max": out_of})


def workbook(**sheets):
    """The six sheets; those not given are empty."""
    return {sheet: list(sheets.pop(sheet, ())) for sheet in COLUMNS} | sheets
