"""What a figure is made of: the people or sessions behind it, page by page, over the same facts as the count."""

import re
from dataclasses import dataclass
from typing import Any

from impact.counting.facts import select
from impact.counting.tenant import parameters
from people.models import Person
from sessions.models import TrainingSession

PER_PAGE = 50
# Of each figure: person, session, day, amount (minutes or people), and where they come from.
BEHIND = {
    "S_PLAN": ("NULL", "o.session_id", "o.day", "NULL",
               "opening o JOIN session s ON s.id = o.session_id WHERE {o.day}"),
    "S_HELD": ("NULL", "id", "day", "NULL", "held WHERE {day}"),
    "H_DEL": ("NULL", "sl.session_id", "sl.date", "sl.minutes",
              "slot sl JOIN held ON held.id = sl.session_id WHERE {sl.date}"),
    "ATT": ("person", "session_id", "day", "NULL", "attendance WHERE {day}"),
    "HDP": ("person", "session_id", "day", "minutes", "presence WHERE {day}"),
    "CMP": ("person", "session_id", "day", "NULL", "completion WHERE {day}"),
    "HC": ("NULL", "sl.session_id", "sl.date", "h.people",
           "head h JOIN slot sl ON sl.id = h.slot_id JOIN held ON held.id = sl.session_id WHERE {held.day}"),
    "REACH": ("person", "session_id", "day", "NULL", "reached"),
    "TRAINED": ("person", "NULL", "min(day)", "NULL", "trained WHERE {day} GROUP BY person"),
    "NEW": ("person", "NULL", "min(day)", "NULL", "trained GROUP BY person HAVING {min(day)}"),
    "RET": ("person", "NULL", "min(day) FILTER (WHERE {day})", "NULL",
            "trained GROUP BY person HAVING min(day) < %(start)s AND bool_or({day})"),
    "CUM": ("person", "NULL", "min(day)", "NULL", "trained WHERE day <= %(end)s GROUP BY person"),
}  # fmt: skip
PAGE = """
, behind AS (
  SELECT ({person})::bigint AS person, ({session})::bigint AS session_id, {day} AS day, ({amount})::bigint AS minutes
  FROM {source}
)
SELECT *, count(*) OVER () AS total FROM behind
ORDER BY day, session_id, person LIMIT %(limit)s OFFSET %(offset)s
"""
SAME = {"PH": "HDP", "PRO": "REACH", "PRO_S": "S_HELD", "RANGE": "REACH"}  # figures made of the same rows


@dataclass(frozen=True)
class Row:
    """One person, session or presence behind a figure."""

    person: Person | None
    session: TrainingSession | None
    day: Any
    amount: int | None


@dataclass(frozen=True)
class Behind:
    """One page of rows, and how many there are: the figure itself, where it counts rows."""

    rows: list[Row]
    total: int


def rows_behind(code: str, period: Any, selection: Any, page: int) -> Behind:
    """The rows of a figure in the active tenant, by day. Raises KeyError for a code without rows."""
    person, session, day, amount, source = BEHIND[SAME.get(code, code)]
    given = parameters(period, selection) | {"limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}
    query = PAGE.format(person=person, session=session, day=day, amount=amount, source=source)
    found = select(re.sub(r"{([^}]+)}", r"(\1) BETWEEN %(start)s AND %(end)s", query), given)
    people = Person.objects.in_bulk([row["person"] for row in found if row["person"]])
    sessions = TrainingSession.objects.in_bulk([row["session_id"] for row in found if row["session_id"]])
    rows = [
        Row(people.get(row["person"]), sessions.get(row["session_id"]), row["day"], row["minutes"]) for row in found
    ]
    return Behind(rows, found[0]["total"] if found else 0)
