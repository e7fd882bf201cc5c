"""Counts what stands beside the figures, in none of them: certificates, online hours, what stays after half a year.

Certified is the fourth number after reached, attended and completed: a certificate counts in the period in which its
training ended, as it stands today (the last edition, not revoked). Online hours are the nominal duration of a course
times the share of it that was completed, never connection time (definitions.md, rule 10). What stays is told by the
final test of a course taken again: of the people whose completion is six months old inside the period, those who did
are matched with their first time, and how many they are stands with the means. Open modules completed by visitors
without an account are events, and in no number of people (definitions.md, section 8, 8).
"""

import datetime
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import connection as database
from django.db.models import Exists, OuterRef

from certificates.models import Certificate, Revocation
from core.rounding import hours, round_half_away
from courses.models import CoursePage, Enrolment, OpenCompletion
from courses.reminders import HALF_A_YEAR
from impact.counting.query import parameters_for, select
from impact.facts.parameters import CountParameters
from impact.facts.period import Period
from impact.facts.selection import Selection
from impact.facts.sources import CANON_THEN_OF
from tenants.connection import connection

# Of the sessions for which somebody bears a certificate, those that were chosen.
CHOSEN_SESSIONS = """
SELECT t.uuid FROM training_sessions_trainingsession t JOIN session s ON s.id = t.id
WHERE t.uuid = ANY(%(bearing)s::uuid[])"""
WHO_THEN = "SELECT id, canon FROM person"
# Each lesson once per person, merged records being one.
DONE = """
SELECT n.course_id AS course, l.lesson_id AS lesson, count(DISTINCT {canon}) AS people
FROM courses_lessonprogress l
JOIN courses_enrolment n ON n.id = l.enrolment_id
JOIN people_person p ON p.id = n.person_id
WHERE (l.done_at AT TIME ZONE %(zone)s)::date BETWEEN %(start)s AND %(end)s
  AND l.lesson_id IS NOT NULL AND n.course_id IS NOT NULL {chosen}
GROUP BY 1, 2
"""
LEARNERS = """
SELECT count(DISTINCT {canon}) AS people
FROM courses_lessonprogress l
JOIN courses_enrolment n ON n.id = l.enrolment_id
JOIN people_person p ON p.id = n.person_id
WHERE (l.done_at AT TIME ZONE %(zone)s)::date BETWEEN %(start)s AND %(end)s {chosen}
"""
REFRESHED = """
SELECT n.id, {canon} AS person, NULL::bigint AS session_id,
       (n.completed_at AT TIME ZONE %(zone)s)::date AS day, first.score AS first, first.maximum AS first_maximum,
       again.score AS again, again.maximum AS again_maximum
FROM courses_enrolment n
JOIN people_person p ON p.id = n.person_id
JOIN courses_coursepage c ON c.page_ptr_id = n.course_id AND c.final_exercise_id IS NOT NULL
LEFT JOIN LATERAL (
  SELECT score, maximum FROM courses_attempt a
  WHERE a.enrolment_id = n.id AND a.exercise_id = c.final_exercise_id AND a.passed AND a.maximum > 0
    AND a.finished_at <= n.completed_at + interval '1 minute'
  ORDER BY a.finished_at DESC LIMIT 1
) first ON true
LEFT JOIN LATERAL (
  SELECT score, maximum FROM courses_attempt a
  WHERE a.enrolment_id = n.id AND a.exercise_id = c.final_exercise_id AND a.maximum > 0
    AND a.finished_at >= n.completed_at + %(half_a_year)s
  ORDER BY a.finished_at LIMIT 1
) again ON true
WHERE ((n.completed_at + %(half_a_year)s) AT TIME ZONE %(zone)s)::date BETWEEN %(start)s AND %(end)s {chosen}
ORDER BY day, n.id
"""
CHOSEN_PEOPLE = "AND {canon} = ANY(%(people)s)"
CANON = "coalesce(p.merged_into_id, p.id)"
Figures = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Certified:
    """Certificates that hold, and the unique people who bear them."""

    certificates: int
    people: int


@dataclass(frozen=True)
class Retention:
    """`pairs` of `due` took the test again; mean percents to one place, None without pairs."""

    pairs: int
    due: int
    first_percent: float | None
    again_percent: float | None


@dataclass(frozen=True)
class Online:
    """What was done online in a period: person-hours and of how many people, and what stays of what was done six months
    before."""

    hours: float
    learners: int
    retention: Retention


def measure(period: Period, selection: Selection) -> Figures:
    """Of the active tenant, in the shape of what `count` prints: code -> parts. `people` are those whom a figure is
    made of, so that whoever publishes it can tell whether they are few."""
    return measure_asked(parameters_for(period, selection))


def measure_asked(parameters: CountParameters) -> Figures:
    """The same of what `parameters_for` gave, whose people are looked up once at most."""
    period, selection = parameters.period, parameters.selection
    certified, online = count_certified(parameters), measure_online(parameters)
    retention = online.retention
    return {
        "CERT": {"value": certified.certificates, "people": certified.people, "additive": True},
        "ONLINE": {"value": online.hours, "people": online.learners, "additive": True},
        "RETENTION": {
            "pairs": retention.pairs, "of": retention.due, "first_percent": retention.first_percent,
            "again_percent": retention.again_percent, "additive": False,
        },
        "OPEN": {"value": count_open(period, selection), "additive": True},
    }  # fmt: skip


def count_open(period: Period, selection: Selection) -> int:
    """OPEN: modules that visitors completed, by the day there. Who they were, and of what project, nobody knows:
    whatever chooses sessions or people chooses none."""
    if selection:
        return 0
    last = period.end
    if period.evidence_until is not None:
        last = min(last, period.evidence_until.astimezone(connection.tenant.time_zone).date())
    return OpenCompletion.objects.filter(day__range=(period.start, last)).count()


def certificates_of(parameters: CountParameters) -> Any:
    """The certificates of the active tenant in a period, of the chosen sessions and people alone; with `who`."""
    period, selection = parameters.period, parameters.selection
    standing = Revocation.objects.filter(certificate=OuterRef("pk"), lifted_at__isnull=True)
    found: Any = Certificate.objects.current().filter(ends_on__range=(period.start, period.end))
    found = found.filter(~Exists(standing)).by_human()
    if selection.of_sessions:  # an online course is in no session
        found = found.filter(target_kind=Certificate.Target.SESSION)
        bearing = list(found.values_list("target_uuid", flat=True).distinct())
        chosen = select(CHOSEN_SESSIONS, parameters, bearing=bearing) if bearing else []
        found = found.filter(target_uuid__in=[row["uuid"] for row in chosen])
    if parameters.people is not None:
        bearers = list(found.values_list("who", flat=True).distinct())
        found = found.filter(who__in={*bearers}.intersection(parameters.people if bearers else ()))
    return found.order_by("ends_on", "pk")


def count_certified(parameters: CountParameters) -> Certified:
    """How many, in one query where nothing is chosen; who is whom as it was at the period's `merges_until`."""
    bearers = list(certificates_of(parameters).values_list("person", "who"))
    if parameters.period.merges_until:
        then = {row["id"]: row["canon"] for row in select(WHO_THEN, parameters)}
        bearers = [(person, then[person]) for person, _who in bearers]
    return Certified(len(bearers), len({who for _person, who in bearers}))


def measure_online(parameters: CountParameters) -> Online:
    """Of the active tenant; nothing where sessions are chosen, since a course is in none."""
    done, learners, refreshed = read_online(parameters)
    return Online(_hours(done), sum(row["people"] for row in learners), _retention(refreshed))


def read_online(parameters: CountParameters) -> list[list[dict[str, Any]]]:
    """Rows of DONE, of LEARNERS (one) and of REFRESHED, in one query; nobody is looked up where nobody is enrolled."""
    people = parameters.people
    if parameters.selection.of_sessions or (people is not None and not Enrolment.objects.exists()):
        return [[], [], []]
    canon = CANON if parameters.period.merges_until is None else CANON_THEN_OF.format(person="p")
    chosen = "" if people is None else CHOSEN_PEOPLE.format(canon=canon)
    tables = (table.format(chosen=chosen, canon=canon) for table in (DONE, LEARNERS, REFRESHED))
    columns = ", ".join(f"(SELECT json_agg(t) FROM ({table}) t)" for table in tables)  # noqa: S608  our own text
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", parameters.as_query() | {"half_a_year": HALF_A_YEAR})
        done, learners, refreshed = (rows or [] for rows in cursor.fetchone())
    for row in refreshed:
        row["day"] = datetime.date.fromisoformat(row["day"])
    return [done, learners, refreshed]


def _hours(done: list[dict[str, Any]]) -> float:
    minutes = Fraction(0)
    for course in CoursePage.objects.filter(pk__in={row["course"] for row in done}) if done else ():
        lengths = dict(course.live_lessons().values_list("pk", "minutes"))
        share = sum(row["people"] * lengths.get(row["lesson"], 0) for row in done if row["course"] == course.pk)
        if share:
            minutes += Fraction(course.duration_minutes * share, sum(lengths.values()))
    return hours(minutes)


def _retention(rows: list[dict[str, Any]]) -> Retention:
    pairs = [row for row in rows if row["first"] is not None and row["again"] is not None]
    if not pairs:
        return Retention(0, len(rows), None, None)
    first, again = (
        round_half_away(
            sum((Fraction(100 * row[when], row[f"{when}_maximum"]) for row in pairs), Fraction(0)) / len(pairs), 1
        )
        for when in ("first", "again")
    )
    return Retention(len(pairs), len(rows), first, again)
