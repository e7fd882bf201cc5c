"""Lists the people or sessions that a figure counts, page by page, over the same facts as the count."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from core.dates import number
from core.languages import shown
from core.rounding import round_half_away
from courses.models import LessonPage
from impact.counting import Period, Selection, parameters_for, select
from impact.counting.supplementary import certificates_of, read_online
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
# Figures made of tests and lessons: each row says in words what it brings.
TESTED = """
, counted AS (
  SELECT t.*, held.day
  FROM score t JOIN held ON held.id = t.session_id AND held.day BETWEEN %(start)s AND %(end)s
  WHERE NOT EXISTS (SELECT 1 FROM runner r WHERE r.session_id = t.session_id AND r.person = t.person)
)
SELECT person, session_id, coalesce(pre.day, post.day) AS day, pre.score AS first, pre.maximum AS first_maximum,
       post.score AS again, post.maximum AS again_maximum, count(*) OVER () AS total
FROM (SELECT * FROM counted WHERE kind = 'pre') pre
FULL JOIN (SELECT * FROM counted WHERE kind = 'post') post USING (session_id, person)
ORDER BY day, session_id, person LIMIT %(limit)s OFFSET %(offset)s
"""
FINISHED = """
SELECT p.canon AS person, NULL::bigint AS session_id, (l.done_at AT TIME ZONE %(zone)s)::date AS day, l.lesson_id,
       count(*) OVER () AS total
FROM courses_lessonprogress l
JOIN courses_enrolment n ON n.id = l.enrolment_id
JOIN person p ON p.id = n.person_id
WHERE (l.done_at AT TIME ZONE %(zone)s)::date BETWEEN %(start)s AND %(end)s AND l.lesson_id IS NOT NULL
ORDER BY l.done_at, l.id LIMIT %(limit)s OFFSET %(offset)s
"""
IN_WORDS = {"GAIN": TESTED, "ONLINE": FINISHED}
SAME = {"PH": "HDP", "PRO": "REACH", "PRO_S": "S_HELD", "RANGE": "REACH"}  # figures made of the same rows
OPENED = frozenset({*BEHIND, *SAME, *IN_WORDS, "CERT", "RETENTION"})


@dataclass(frozen=True)
class Row:
    """One person, session or presence behind a figure; `note` says in words what it brings."""

    person: Person | None
    session: TrainingSession | None
    day: Any
    amount: int | None
    note: str = ""


@dataclass(frozen=True)
class Behind:
    """One page of rows, and how many there are: the figure itself, where it counts rows."""

    rows: list[Row]
    total: int


def rows_behind(code: str, period: Period, selection: Selection, page: int) -> Behind:
    """The rows of a figure in the active tenant, by day. Raises KeyError for a code without rows."""
    code = SAME.get(code, code)
    offset = (page - 1) * PER_PAGE
    parameters = replace(parameters_for(period, selection), with_scores=code == "GAIN")
    if code == "CERT":
        return _certificates(certificates_of(parameters), offset)
    if code == "ONLINE" and selection.of_sessions:  # a course is in no session
        return Behind([], 0)
    if code == "RETENTION":
        _done, _learners, found = read_online(parameters)
        return Behind(_rows(found[offset:][:PER_PAGE]), len(found))
    query = IN_WORDS[code] if code in IN_WORDS else _query(code)
    found = select(query, parameters, limit=PER_PAGE, offset=offset)
    return Behind(_rows(found), found[0]["total"] if found else 0)


def _rows(found: list[dict[str, Any]]) -> list[Row]:
    people = Person.objects.in_bulk([row["person"] for row in found if row["person"]])
    sessions = TrainingSession.objects.in_bulk([row["session_id"] for row in found if row["session_id"]])
    lessons = LessonPage.objects.in_bulk([row["lesson_id"] for row in found if row.get("lesson_id")])
    return [
        Row(people.get(row["person"]), sessions.get(row["session_id"]), row["day"], row.get("minutes"),
            _note(row, lessons))
        for row in found
    ]  # fmt: skip


def _query(code: str) -> str:
    person, session, day, amount, source = BEHIND[code]
    query = PAGE.format(person=person, session=session, day=day, amount=amount, source=source)
    return re.sub(r"{([^}]+)}", r"(\1) BETWEEN %(start)s AND %(end)s", query)


def _certificates(found: Any, offset: int) -> Behind:
    """Certificates with their holders; the training in the words that were printed."""
    page = list(found[offset : offset + PER_PAGE])
    people = Person.objects.in_bulk([one.who for one in page])
    sessions = {one.uuid: one for one in TrainingSession.objects.filter(uuid__in=[one.target_uuid for one in page])}
    rows = [Row(people[one.who], sessions.get(one.target_uuid), one.ends_on, None, one.printed_code) for one in page]
    return Behind(rows, found.count())


def _note(row: dict[str, Any], lessons: dict[int, LessonPage]) -> str:
    if "lesson_id" in row:
        lesson = lessons.get(row["lesson_id"])
        return str(shown(lesson, "heading")) if lesson else ""
    if "first" not in row:
        return ""
    return _("%(before)s, then %(after)s") % {"before": _share(row, "first"), "after": _share(row, "again")}


def _share(row: dict[str, Any], when: str) -> str:
    if row[when] is None:
        return "–"
    reached = round_half_away(100 * Fraction(row[when]) / Fraction(row[f"{when}_maximum"]), 1)
    return _("%(percent)s %%") % {"percent": number(reached)}
