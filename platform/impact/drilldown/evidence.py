"""Lists the people or sessions that a figure counts, page by page, over the same facts as the count."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from core.dates import number
from core.folding import folded, folded_sql
from core.languages import shown
from core.rounding import round_half_away
from core.sorting import sorted_by
from core.text import fold
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
"""
# Figures made of tests and lessons: each row says in words what it brings.
TESTED = """
, counted AS (
  SELECT t.*, held.day
  FROM score t JOIN held ON held.id = t.session_id AND held.day BETWEEN %(start)s AND %(end)s
  WHERE NOT EXISTS (SELECT 1 FROM runner r WHERE r.session_id = t.session_id AND r.person = t.person)
), behind AS (
  SELECT person, session_id, coalesce(pre.day, post.day) AS day, pre.score AS first, pre.maximum AS first_maximum,
         post.score AS again, post.maximum AS again_maximum
  FROM (SELECT * FROM counted WHERE kind = 'pre') pre
  FULL JOIN (SELECT * FROM counted WHERE kind = 'post') post USING (session_id, person)
)
"""
FINISHED = """
, behind AS (
  SELECT p.canon AS person, NULL::bigint AS session_id, (l.done_at AT TIME ZONE %(zone)s)::date AS day, l.lesson_id,
         l.done_at AS since
  FROM courses_lessonprogress l
  JOIN courses_enrolment n ON n.id = l.enrolment_id
  JOIN person p ON p.id = n.person_id
  WHERE (l.done_at AT TIME ZONE %(zone)s)::date BETWEEN %(start)s AND %(end)s AND l.lesson_id IS NOT NULL
)
"""
# One page of them in an order; those without what they are ordered by come last, either way.
ORDERED = """
SELECT behind.*, count(*) OVER () AS total FROM behind
LEFT JOIN people_person who ON who.id = behind.person
LEFT JOIN training_sessions_trainingsession what ON what.id = behind.session_id
ORDER BY {order} behind.day, behind.session_id, behind.person, behind LIMIT %(limit)s OFFSET %(offset)s
"""
ORDERS = {
    "name": f"CASE WHEN who.erased_at IS NULL THEN {folded_sql('who.full_name')} END",
    "session": folded_sql("what.title"),
    "date": "behind.day",
    "amount": "behind.minutes",
}
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

    @property
    def name(self) -> str:
        """Empty: nobody, or somebody erased."""
        return self.person.full_name if self.person and not self.person.erased_at else ""


Read = Callable[[int, int | None], tuple[list[Row], int]]  # from which row, how many (None: all): they, and the total


class Behind:
    """The rows behind a figure, read a page at a time: as many as the figure itself, where it counts rows."""

    def __init__(self, read: Read) -> None:
        self._read = read

    @cached_property
    def _beginning(self) -> tuple[list[Row], int]:
        return self._read(0, PER_PAGE)

    def __len__(self) -> int:
        return self._beginning[1]

    def __getitem__(self, wanted: slice) -> list[Row]:
        first, last = wanted.start or 0, wanted.stop
        if len(self) <= PER_PAGE or (last is not None and last <= PER_PAGE):
            return self._beginning[0][first:last]
        return self._read(first, None if last is None else last - first)[0]

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])


def columns_behind(code: str) -> frozenset[str]:
    """Which of `person`, `session`, `note`, `amount` the rows of a figure have; each has a day."""
    code = SAME.get(code, code)
    if code not in BEHIND:
        return frozenset({"person", "note", *({"session"} if code in ("GAIN", "CERT") else ())})
    person, session, _day, amount, _source = BEHIND[code]
    named = (("person", person), ("session", session), ("amount", amount))
    return frozenset(name for name, text in named if text != "NULL")


def rows_behind(code: str, period: Period, selection: Selection, order: str = "") -> Behind:
    """The rows of a figure in the active tenant, by day, or as `order` says: one of ORDERS, after a sign for down.
    Raises KeyError for a code without rows."""
    code = SAME.get(code, code)
    if code not in OPENED:
        raise KeyError(code)
    if code == "ONLINE" and selection.of_sessions:  # a course is in no session
        return Behind(lambda _first, _count: ([], 0))
    parameters = replace(parameters_for(period, selection), with_scores=code == "GAIN")
    if code == "RETENTION":
        return _kept_in_memory(read_online(parameters)[2], order)
    if code == "CERT":
        return _certificates(certificates_of(parameters), order)
    query = (IN_WORDS[code] if code in IN_WORDS else _query(code)) + _ordered(code, order)

    def read(first: int, count: int | None) -> tuple[list[Row], int]:
        found = select(query, parameters, limit=count, offset=first)
        return _rows(found), found[0]["total"] if found else 0

    return Behind(read)


def _ordered(code: str, order: str) -> str:
    by = order.removeprefix("-")
    if by not in ORDERS or (by == "amount" and "amount" not in columns_behind(code)):
        return ORDERED.format(order="behind.since," if code == "ONLINE" else "")
    return ORDERED.format(order=f"{ORDERS[by]} {'DESC' if order.startswith('-') else 'ASC'} NULLS LAST,")


def _kept_in_memory(found: list[dict[str, Any]], order: str) -> Behind:
    """What is read whole anyhow, in its order."""
    rows = _rows(found)
    keys: dict[str, Callable[[Row], Any]] = {"name": lambda one: fold(one.name) or None, "date": lambda one: one.day}
    if key := keys.get(order.removeprefix("-")):
        rows = sorted_by(rows, key, down=order.startswith("-"))
    return Behind(lambda first, count: (rows[first:][:count], len(rows)))


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


def _certificates(found: Any, order: str) -> Behind:
    """Certificates with their holders."""
    titles = TrainingSession.objects.filter(uuid=OuterRef("target_uuid")).values("title")
    names = Person.objects.filter(pk=OuterRef("who"), erased_at__isnull=True).values("full_name")
    orders: dict[str, Any] = {
        "name": folded(Subquery(names)),
        "session": folded(Subquery(titles)),
        "date": F("ends_on"),
    }
    if by := orders.get(order.removeprefix("-")):
        turned = by.desc(nulls_last=True) if order.startswith("-") else by.asc(nulls_last=True)
        found = found.order_by(turned, *found.query.order_by)

    def read(first: int, count: int | None) -> tuple[list[Row], int]:
        page = list(found[first:] if count is None else found[first : first + count])
        people = Person.objects.in_bulk([one.who for one in page])
        sessions = {one.uuid: one for one in TrainingSession.objects.filter(uuid__in=[one.target_uuid for one in page])}
        rows = [
            Row(people[one.who], sessions.get(one.target_uuid), one.ends_on, None, one.printed_code) for one in page
        ]
        return rows, found.count()

    return Behind(read)


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
