"""ATT, REACH and TRAINED split by one axis (counting.md, section 3, rule 2).

Person axes partition people: the value is the person's at the latest attendance, and the three add up over the cells.
Session axes do not: REACH and TRAINED are recomputed per cell.
"""

from typing import Any

from core.codes import UNKNOWN
from impact.counting.definitions import PERSON_AXES
from impact.counting.facts import select
from impact.counting.period import Period

CELLS = """
, event AS (
  SELECT 'ATT' AS code, a.person, {attendance} AS cell
  FROM attendance a JOIN session s ON s.id = a.session_id {join_a} WHERE a.day BETWEEN %(start)s AND %(end)s
  UNION ALL
  SELECT 'REACH', a.person, {attendance}
  FROM presence a JOIN session s ON s.id = a.session_id {join_a} WHERE a.day BETWEEN %(start)s AND %(end)s
  UNION ALL
  SELECT 'REACH', a.person, {online} FROM lesson a {join_a} WHERE a.day BETWEEN %(start)s AND %(end)s
  UNION ALL
  SELECT 'TRAINED', a.person, {attendance}
  FROM trained a LEFT JOIN session s ON s.id = a.session_id {join_a} WHERE a.day BETWEEN %(start)s AND %(end)s
)
SELECT coalesce(nullif(cell, ''), %(unknown)s) AS cell,
       count(*) FILTER (WHERE code = 'ATT') AS "ATT",
       count(DISTINCT person) FILTER (WHERE code = 'REACH') AS "REACH",
       count(DISTINCT person) FILTER (WHERE code = 'TRAINED') AS "TRAINED"
FROM event GROUP BY 1 ORDER BY 1
"""

MONTH = "to_char(a.day, 'YYYY-MM')"
# An online course has no session, so no region, project or cycle of one.
SESSION_COLUMNS = {
    "region": ("s.region", "NULL"),
    "session_language": ("s.language", "NULL"),
    "modality": ("s.modality", "NULL"),
    "project": ("s.project", "NULL"),
    "cycle": ("s.cycle", "NULL"),
    "month": (MONTH, MONTH),
}
EMPTY = {"ATT": 0, "REACH": 0, "TRAINED": 0}


def count_by(axis: str, period: Period, parameters: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Cell -> {ATT, REACH, TRAINED}; `unknown` is always there, and for `month` every month of the period."""
    if axis in PERSON_AXES:
        column = f"q.{PERSON_AXES[axis]}"
        query = CELLS.format(attendance=column, online=column, join_a="LEFT JOIN reached q ON q.person = a.person")
    else:
        in_session, online = SESSION_COLUMNS[axis]
        query = CELLS.format(attendance=in_session, online=online, join_a="")
    rows = select(query, parameters | {"unknown": UNKNOWN})
    counted = {row.pop("cell"): row for row in rows}
    listed = {month: dict(EMPTY) for month in period.months()} if axis == "month" else {}
    unknown = counted.pop(UNKNOWN, dict(EMPTY))
    return listed | counted | {UNKNOWN: unknown}
