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
from impact.counting import Period, Selection, chained, count_all, count_raw, parameters_for
from impact.counting.calendar import ALL, count_calendar
from impact.models import PresenceDay
from people.correcting import correct_person
from people.models import Person
from sessions.models import Registration, TrainingSession
from sessions.records.actions import import_rows
from tests.reference import oracles

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
    assert chained.may_chain("", AXES)
    found = chained.count_chained(parameters, AXES, tests=True)
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


def test_the_days_of_a_person_follow_one_another(oracle_a):
    for person in PresenceDay.objects.values_list("person", flat=True).distinct():
        rows = list(PresenceDay.objects.filter(person=person).order_by("day", "part_order", "session_id"))
        assert [row.next_day for row in rows] == [*(later.day for _row, later in pairwise(rows)), NEVER]


@pytest.mark.parametrize(
    ("axes", "scope", "may"),
    [
        ((), "", True), (("region", "month"), "", True), (("sex,region",), "", False), (("project",), "", False),
        ((), "project=SAVE", False), ((), None, False),
        (("sex", "age_band", "category", "person_region"), "", True),
        (("sex", "age_band", "category", "person_region", "language"), "", False),
    ],
)  # fmt: skip
def test_what_the_chained_days_cannot_tell_goes_the_way_it_went(axes, scope, may):
    assert chained.may_chain(scope, axes) is may


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
