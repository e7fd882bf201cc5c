"""Free periods, counted from the chained days: equal to a recount of the evidence, whoever moved within them."""

import datetime
from dataclasses import replace
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import NEVER
from courses.models import Enrolment, LessonProgress
from impact.aggregates import rebuild, refresh
from impact.counting import (
    Period,
    Selection,
    chained,
    count_all,
    count_asked,
    count_before,
    count_raw,
    parameters_for,
    select,
    supplementary,
)
from impact.counting.calendar import ALL, count_calendar
from impact.models import PresenceDay
from people.correcting import correct_person
from people.models import Person
from sessions.models import Registration, TrainingSession
from sessions.records.actions import import_rows
from tests.reference import oracles
from tests.reference.rows import attendance, person, session, slot, workbook

DAY = datetime.date
AXES = ("sex", "category", "age_band", "category_group", "sex,category_group", "region", "month")
FREE = (
    Period(DAY(2019, 1, 2), DAY(2019, 12, 30)), Period(DAY(2019, 3, 1), DAY(2019, 6, 17)),
    Period(DAY(2018, 12, 1), DAY(2020, 1, 31)), Period(DAY(2019, 1, 8), DAY(2019, 1, 8)),
)  # fmt: skip


@pytest.fixture
def oracle_a(own_ngo):
    import_rows(rows=oracles.oracle_a()[0], tenant=own_ngo)
    refresh()


def told(raw):
    """What was counted; groups of scores come in any order."""
    return raw.row, sorted(map(str, raw.tests)), raw.cells


def stays():
    """Everybody is at every session what they are."""


def moves():
    """Those who come again are judges the last time."""
    for row in PresenceDay.objects.filter(next_day=NEVER):
        Registration.objects.filter(person=row.person, session=row.session_id).update(category="judge")
    rebuild()
    assert PresenceDay.objects.exclude(changes_on=NEVER).exists()


def learns():
    """Somebody who comes to sessions, and somebody who does not, finish a course."""
    for ref in ("P1", "P6"):
        who = Person.objects.get(ref=ref)
        enrolment = Enrolment.objects.create(person=who, **who.axes())
        LessonProgress.objects.create(enrolment=enrolment)
    LessonProgress.objects.update(done_at="2019-04-06T10:00Z")
    Enrolment.objects.update(completed_at="2019-04-06T10:00Z")


def corrects():
    correct_person(person=Person.objects.get(ref="P1"), fields={"category": "judge"}, also_past=True)


@pytest.mark.parametrize("happens", [stays, moves, learns, corrects], ids=lambda one: one.__name__)
@pytest.mark.parametrize("period", FREE, ids=lambda one: f"{one.start} {one.end}")
def test_the_chained_days_tell_what_the_evidence_tells(oracle_a, happens, period):
    happens()
    parameters = parameters_for(period)
    assert chained.may_chain(parameters, AXES)
    found = chained.count_chained(parameters, AXES, scope="", tests=True)
    slow = count_all(replace(parameters, from_evidence=True), AXES)
    assert told(found) == told(slow)


@pytest.mark.parametrize("happens", [stays, moves, learns], ids=lambda one: one.__name__)
@pytest.mark.parametrize("value", ["police", "social_worker", "judge", "unknown"])
def test_whom_an_axis_chooses_is_who_it_was_at_the_end_of_the_period(oracle_a, happens, value):
    happens()
    for period in FREE:
        cells = count_all(replace(parameters_for(period), from_evidence=True), ["category"]).cells["category"]
        chosen = count_raw(parameters_for(period, Selection({"category": value})))
        assert chosen.row["reached"] == cells.get(value, {"REACH": 0})["REACH"]


CHOSEN = (
    {"category": "police"}, {"category": "judge"}, {"category": "unknown"}, {"sex": "f"}, {"category_group": "justice"},
    {"category_group": "unknown"}, {"age_group": "under_35"}, {"person_country": "MA"},
    {"category_group": "security", "sex": "f"}, {"modality": "online"}, {"kind": "training"}, {"project": "unknown"},
    {"category": "police", "kind": "training"}, {"sex": "f", "region": "unknown", "modality": "unknown"},
)  # fmt: skip


@pytest.mark.parametrize("happens", [stays, moves, learns], ids=lambda one: one.__name__)
@pytest.mark.parametrize("selection", CHOSEN, ids=str)
def test_the_days_of_whom_an_axis_chooses_tell_what_their_evidence_tells(oracle_a, happens, selection):
    happens()
    for period in FREE:
        parameters, then = parameters_for(period, Selection(selection)), of_evidence(period, selection)
        found, slow = chained.count_chained(parameters, AXES, scope=None, tests=True), count_all(then, AXES)
        assert told(found) == told(slow)
        assert (parameters.people is None) == (then.people is None)
        assert sorted(parameters.people or ()) == sorted(then.people or ())
        row, months = count_before(parameters)
        assert (row | {name: slow.row[name] for name in ("new", "cumulative")}, months) == (
            slow.row, by_month(period, slow),
        )  # fmt: skip


def of_evidence(period, selection):
    """What is asked of the evidence alone, of the people whom it says to be chosen."""
    chosen = Selection(selection)
    asked = replace(parameters_for(period), from_evidence=True, selection=chosen)
    if not chosen.of_people:
        return asked
    query = f"SELECT person FROM reached WHERE {chosen.person_condition()}"  # noqa: S608  our names
    return replace(asked, people=tuple(row["person"] for row in select(query, asked)))


def by_month(period, raw):
    return {month: raw.cells["month"].get(month, {"ATT": 0})["ATT"] for month in period.months()}


def test_whoever_asks_several_things_has_people_looked_up_once_and_only_where_they_matter(oracle_a):
    parameters = parameters_for(FREE[0], Selection({"category": "police"}))
    with CaptureQueriesContext(connection) as asked:
        count_asked(parameters, AXES)
        supplementary.measure_asked(parameters)
    assert not any("SELECT person FROM chosen" in one["sql"].rpartition(")")[2] for one in asked)
    with CaptureQueriesContext(connection) as asked:
        assert list(parameters.people) == list(replace(parameters, with_scores=True).people)
    assert sum(one["sql"].endswith("SELECT person FROM chosen") for one in asked) == 1


def test_somebody_who_came_to_a_session_on_a_day_outside_of_the_period_makes_it_held(own_ngo):
    """S begins inside, where another was there alone; the officer came to it the week after, and inside to T."""
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person("P", category="police"), person("Q", category="judge")], sessions=[session("S"), session("T")],
        slots=[slot("S", 1, "2019-03-28"), slot("S", 2, "2019-04-04"), slot("T", 1, "2019-03-05")],
        attendance=[attendance("S", 1, "Q"), attendance("S", 2, "P"), attendance("T", 1, "P")],
    ))  # fmt: skip
    chosen = parameters_for(Period(DAY(2019, 3, 2), DAY(2019, 3, 30)), Selection({"category": "police"}))
    found = chained.count_chained(chosen, AXES, scope=None, tests=True)
    assert (found.row["held"], found.row["attendances"]) == (2, 1)
    assert told(found) == told(count_all(replace(chosen, from_evidence=True), AXES))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2019, 1, 2), (2019, 12, 30), ((2019, 2, 1), (2019, 11, 30), (2019, 1, 31), (2019, 12, 1))),
        ((2019, 1, 1), (2019, 12, 31), ((2019, 1, 1), (2019, 12, 31), (2018, 12, 31), (2020, 1, 1))),
        ((2019, 12, 2), (2020, 1, 31), ((2020, 1, 1), (2020, 1, 31), (2019, 12, 31), (2020, 2, 1))),
        ((2019, 3, 5), (2019, 3, 9), ((2019, 4, 1), (2019, 2, 28), (2019, 3, 9), (2019, 3, 10))),
        ((2019, 3, 5), (2019, 4, 9), ((2019, 4, 1), (2019, 3, 31), (2019, 4, 9), (2019, 4, 10))),
    ],
)  # fmt: skip
def test_which_months_a_period_holds_whole(first, last, expected):
    found = Period(DAY(*first), DAY(*last)).whole_months
    assert (found.start, found.end, found.day_before, found.day_after) == tuple(DAY(*one) for one in expected)


def test_since_when_somebody_is_trained_is_kept_with_each_day_online_too(oracle_a):
    learns()
    refresh()
    for row in PresenceDay.objects.all():
        days = list(PresenceDay.objects.filter(person=row.person, trains=True).values_list("day", flat=True))
        days += [DAY(2019, 4, 6) for _course in Enrolment.objects.filter(person=row.person)]
        assert row.first_trained == min(days, default=NEVER)


def test_the_days_of_a_person_follow_one_another(oracle_a):
    for who in PresenceDay.objects.values_list("person", flat=True).distinct():
        rows = list(PresenceDay.objects.filter(person=who).order_by("day", "part_order", "session_id"))
        assert [row.next_day for row in rows] == [*(later.day for _row, later in pairwise(rows)), NEVER]


@pytest.mark.parametrize(
    ("axes", "selection", "may"),
    [
        ((), {}, True), (("region", "month"), {}, True), (("sex,region",), {}, False), (("project",), {}, False),
        ((), {"project": "SAVE"}, True), ((), {"category": "police", "region": "MA-09"}, True),
        (("sex,region",), {"category": "police"}, False),
        (("sex", "age_band", "category", "person_region"), {}, True),
        (("sex", "age_band", "category", "person_region", "language"), {}, False),
    ],
)  # fmt: skip
def test_what_the_chained_days_cannot_tell_goes_the_way_it_went(own_ngo, axes, selection, may):
    parameters = parameters_for(FREE[0], Selection(selection))
    assert chained.may_chain(parameters, axes) is may
    assert not chained.may_chain(replace(parameters, from_evidence=True), axes)


def test_all_there_is_is_read_from_its_tallies(oracle_a):
    parameters = parameters_for(Period(DAY(2001, 1, 1), DAY(2030, 12, 31)))
    found = count_calendar(parameters, AXES[:3], span=ALL, scope="", tests=True)
    slow = count_all(replace(parameters, from_evidence=True), AXES[:3])
    assert told(found) == told(slow)


@pytest.mark.parametrize("period", [FREE[0], FREE[1]], ids=["first", "second"])
def test_what_is_not_all_is_told_so(oracle_a, period):
    last = PresenceDay.objects.latest("day").day
    cut = Period(period.start, last - datetime.timedelta(days=1))
    assert count_calendar(parameters_for(cut), (), span=ALL, scope="", tests=True) is None


def test_a_region_has_tallies_of_its_own(oracle_a):
    region = TrainingSession.objects.exclude(region="").first().region
    parameters = parameters_for(Period.year(2019), Selection({"region": region}))
    with CaptureQueriesContext(connection) as asked:
        found = count_raw(parameters, AXES[:3])
    assert "impact_periodtally" in asked[-1]["sql"]
    slow = count_all(replace(parameters, from_evidence=True), AXES[:3])
    assert (found.row, found.cells) == (slow.row, slow.cells)


def test_the_stranger_is_not_in_it(oracle_a, own_ngo, other_ngo):
    with other_ngo:
        assert count_raw(parameters_for(FREE[0]), AXES[:3]).row["reached"] == 0
