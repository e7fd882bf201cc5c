"""What stands beside the count: certificates, online hours, the refresher, cycles; comparisons and files."""

import datetime
import io
import uuid
from fractions import Fraction

import pytest
from django.utils import timezone, translation
from python_calamine import CalamineWorkbook

from accounts.models import User
from accounts.roles import Role
from certificates.actions import Training, issue_certificate, reissue_certificate, revoke_certificate
from courses.models import Attempt, Enrolment, LessonProgress
from impact.counting import Period, Selection, count_tenant, measure_cycles, parameters_for, supplementary
from impact.counting.supplementary import Certified, Retention, count_certified, measure_online
from impact.disclosure import FUNDER_K
from impact.presentation import indicator_rows
from impact.publishing import Published, make_report, open_period
from impact.publishing.reports import as_workbook
from people.models import Person
from sessions.models import Cycle, TrainingSession
from sessions.records.actions import import_rows
from tests.reference import oracles
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.periods import publish

YEAR = Period.year(2019)
EVERYTHING = Selection()


def online_hours(period, selection):
    return measure_online(parameters_for(period, selection)).hours


def measure_retention(period, selection):
    return measure_online(parameters_for(period, selection)).retention


# Certified


@pytest.fixture
def certified(oracle_a):
    """Of S1, held in 2019: P1 with a second edition, P3 revoked; of a course: P2."""
    session = TrainingSession.objects.get(ref="S1")
    day = datetime.date(2019, 5, 7)
    training = Training(kind="session", uuid=session.uuid, titles={"fr": "S1"}, starts_on=day, ends_on=day)
    online = Training(kind="course", uuid=uuid.uuid4(), titles={"fr": "C"}, starts_on=day, ends_on=day)
    people = {ref: Person.objects.get(ref=ref) for ref in ("P1", "P2", "P3")}
    actor = User.objects.create(username="issuer")
    first = issue_certificate(training=training, person=people["P1"], minutes=840)
    reissue_certificate(certificate=first, language="ar", actor=actor)
    revoke_certificate(
        certificate=issue_certificate(training=training, person=people["P3"], minutes=840), reason="x", actor=actor
    )
    issue_certificate(training=online, person=people["P2"], minutes=60)


@pytest.mark.parametrize(
    ("period", "selection", "expected"),
    [
        (YEAR, {}, Certified(2, 2)),
        (Period.year(2018), {}, Certified(0, 0)),
        (YEAR, {"kind": "training"}, Certified(1, 1)),  # a course is in no session
        (YEAR, {"kind": "awareness"}, Certified(0, 0)),
        (YEAR, {"person_region": "FR-IDF"}, Certified(0, 0)),
    ],
    ids=str,
)
def test_certified_is_what_holds_today(own_ngo, certified, period, selection, expected):
    assert count_certified(parameters_for(period, Selection(selection))) == expected


def test_four_numbers_and_never_one(sign_in, own_ngo, certified):
    client = sign_in(own_ngo, Role.COORDINATOR)
    steps = client.get("/en/figures/?year=2019").context["steps"]
    assert [(step.code, step.value) for step in steps] == [("REACH", "6"), ("ATT", "8"), ("CMP", "6"), ("CERT", "2")]
    page = client.get("/en/figures/evidence/CERT/?year=2019")
    assert {row.person.ref for row in page.context["list"].page} == {"P1", "P2"}


# Published


def publish_year():
    return publish(open_period(start=YEAR.start, end=YEAR.end))


def bear_certificates(people):
    """So many of S1 bear one, and two of a course."""
    for number, one in enumerate(Person.objects.order_by("pk")[: people + 2]):
        kind = "session" if number < people else "course"
        target = TrainingSession.objects.get(ref="S1").uuid if number < people else uuid.uuid4()
        ended = {"titles": {"fr": "S"}, "starts_on": YEAR.start, "ends_on": YEAR.start}
        issue_certificate(training=Training(kind=kind, uuid=target, **ended), person=one, minutes=60)


@pytest.fixture
def in_a_project(own_ngo):
    """Forty people in session S1 of project SAVE."""
    people = [f"P{number}" for number in range(40)]
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person(ref) for ref in people], sessions=[session("S1", project="SAVE")],
        slots=[slot("S1", 1, "2019-05-06")], attendance=[attendance("S1", 1, ref) for ref in people],
    ))  # fmt: skip


@pytest.mark.parametrize(
    "bearers", [30, 4, 3], ids=["the two of a course would be told", "few of the project", "just enough in all"]
)
def test_few_certificates_are_hidden_and_not_told_by_subtraction(own_ngo, in_a_project, bearers):
    bear_certificates(bearers)
    snapshot = publish_year()
    shown = [Published(snapshot, FUNDER_K, project).indicators["CERT"]["value"] for project in ("", "SAVE")]
    assert snapshot.data["beside"]["CERT"] == {"value": bearers + 2, "people": bearers + 2, "additive": True}
    assert shown == [bearers + 2, None]


def test_of_a_few_learners_nothing_is_published(own_ngo, completed, lessons):
    attempt(completed, 11, half_a_year_later(completed), passed=False)
    LessonProgress.objects.create(enrolment=completed, lesson=lessons[0])
    LessonProgress.objects.update(done_at=completed.completed_at)
    snapshot = publish_year()
    assert snapshot.data["beside"]["ONLINE"]["people"] == 1
    assert snapshot.data["beside"]["RETENTION"]["pairs"] == 1
    shown = Published(snapshot, FUNDER_K).indicators
    assert shown["ONLINE"] == {"value": None, "people": None, "additive": True}
    assert set(shown["RETENTION"].values()) == {None, False}
    with translation.override("en"):
        rows = {row.code: (row.text, row.basis) for row in indicator_rows(shown)}
    assert (rows["ONLINE"], rows["RETENTION"]) == (("not shown", ""), ("not shown", ""))


@pytest.mark.parametrize(
    ("reached", "complete", "shown"),
    [(4, 0, (None, None)), (20, 20, (20, 20)), (20, 3, (20, None)), (20, 17, (20, None)), (58, 0, (None, None))],
    ids=["few in all", "all of many", "few to the end", "few left", "few elsewhere"],
)
def test_what_a_cycle_reached_is_published_of_many(own_ngo, reached, complete, shown):
    """Sixty people in all, `reached` of them in the first part of a cycle, `complete` in both."""
    people = [f"P{number}" for number in range(60)]
    came = {"A": people[:reached], "B": people[:complete], "C": people}
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person(ref) for ref in people],
        sessions=[session("A", cycle="c"), session("B", cycle="c"), session("C")],
        slots=[slot(ref, 1, f"2019-05-0{day}") for day, ref in enumerate(came, start=1)],
        attendance=[attendance(ref, 1, who) for ref, those in came.items() for who in those],
    ))  # fmt: skip
    Cycle.objects.update(kind=Cycle.Kind.SEQUENTIAL)
    snapshot = publish_year()
    (cycle,) = Published(snapshot, FUNDER_K).cycles()
    assert (cycle["reached"], cycle["complete"]) == shown
    with translation.override("en"):
        table = make_report(snapshot, FUNDER_K, "Argan").tables[-1]
        book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(make_report(snapshot, FUNDER_K, "Argan"))))
    assert table.rows == [("c", (cycle["held"], 2, *shown))]
    head, row = book.get_sheet_by_name(table.title).to_python()
    assert head[3:] == ["People reached (does not add up)", "Completed every part (does not add up)"]
    assert row[3:] == ["not shown" if number is None else number for number in shown]


def bring_cycle(tenant, reached, complete):
    """Ninety people in all, `reached` of them in the first part of a cycle, `complete` in both."""
    people = [f"P{number}" for number in range(90)]
    came = {"A": people[:reached], "B": people[:complete], "C": people}
    import_rows(tenant=tenant, rows=workbook(
        people=[person(ref) for ref in people],
        sessions=[session("A", cycle="c"), session("B", cycle="c"), session("C")],
        slots=[slot(ref, 1, f"2019-05-0{day}") for day, ref in enumerate(came, start=1)],
        attendance=[attendance(ref, 1, who) for ref, those in came.items() for who in those],
    ))  # fmt: skip
    Cycle.objects.update(kind=Cycle.Kind.SEQUENTIAL)


@pytest.mark.parametrize(
    ("now", "shown"),
    [((32, 20), (30, 20)), ((38, 20), (38, 20)), ((38, 26), (30, 20)), ((38, 28), (38, 28)), ((88, 20), (30, 20))],
    ids=["few came later", "many did", "few of them left", "none of them left", "few are left elsewhere"],
)
def test_a_restatement_of_a_cycle_tells_of_no_few(own_ngo, now, shown):
    bring_cycle(own_ngo, 30, 20)
    period = publish_year().period
    bring_cycle(own_ngo, *now)
    (cycle,) = Published(publish(period), FUNDER_K).cycles()
    assert (cycle["reached"], cycle["complete"]) == shown


# Online hours and the refresher


def half_a_year_later(entry, days=182):
    return entry.completed_at + datetime.timedelta(days=days)


def attempt(entry, score, at, *, passed=True):
    taken = entry.course.final_exercise
    made = Attempt.objects.create(enrolment=entry, exercise=taken, score=score, maximum=20, passed=passed)
    Attempt.objects.filter(pk=made.pk).update(finished_at=at)


def test_online_hours_are_the_nominal_time_of_what_was_completed(own_ngo, course, enrolment, lessons):
    today = timezone.localdate()
    period = Period(today, today)
    assert online_hours(period, EVERYTHING) == 0.0
    LessonProgress.objects.create(enrolment=enrolment, lesson=lessons[0])
    whole = sum(lesson.minutes for lesson in lessons)
    expected = Fraction(course.duration_minutes * lessons[0].minutes, whole) / 60
    assert online_hours(period, EVERYTHING) == pytest.approx(float(expected), abs=0.005)
    assert online_hours(period, Selection({"kind": "training"})) == 0.0
    yesterday = today - datetime.timedelta(days=1)
    assert online_hours(Period(yesterday, yesterday), EVERYTHING) == 0.0
    assert count_tenant(period)["indicators"]["PH"]["value"] == 0.0


def test_a_lesson_done_in_two_records_of_one_person_counts_once(own_ngo, course, enrolment, lessons):
    today = timezone.localdate()
    twin = Person.objects.create(full_name="Twin", merged_into=enrolment.person)
    for one in (enrolment, Enrolment.objects.create(person=twin, course=course)):
        LessonProgress.objects.create(enrolment=one, lesson=lessons[0])
    once = online_hours(Period(today, today), EVERYTHING)
    LessonProgress.objects.filter(enrolment__person=twin).delete()
    assert once == online_hours(Period(today, today), EVERYTHING) > 0


@pytest.fixture
def completed(course, enrolment, exercise):
    """Completed on 1 March 2019 with 16 of 20; a second person too, who never came back."""
    course.final_exercise = exercise
    course.save()
    at = datetime.datetime(2019, 3, 1, 12, tzinfo=datetime.UTC)
    other = Enrolment.objects.create(person=Person.objects.create(full_name="Other"), course=course)
    for one in (enrolment, other):
        Enrolment.objects.filter(pk=one.pk).update(completed_at=at)
        one.refresh_from_db()
        attempt(one, 16, at)
    return enrolment


def test_what_stays_is_told_of_the_same_people(own_ngo, completed):
    assert measure_retention(YEAR, EVERYTHING) == Retention(0, 2, None, None)
    attempt(completed, 20, half_a_year_later(completed, 100))  # too early to be the refresher
    attempt(completed, 11, half_a_year_later(completed), passed=False)
    attempt(completed, 19, half_a_year_later(completed, 200))  # a third time, with the answers fresh
    kept = measure_retention(YEAR, EVERYTHING)
    assert kept == Retention(1, 2, 80.0, 55.0)
    with translation.override("en"):
        (row,) = indicator_rows(supplementary.measure(YEAR, EVERYTHING), ("RETENTION",))
        assert (row.text, row.basis) == (
            "55 %", "80 % the first time, the same people; 1 of 2 took the final test again",
        )  # fmt: skip
    assert measure_retention(Period.year(2018), EVERYTHING) == Retention(0, 0, None, None)
    assert measure_retention(Period(YEAR.start, datetime.date(2019, 8, 29)), EVERYTHING).due == 0  # one day short


def test_the_refresher_opens_to_its_people(sign_in, own_ngo, completed):
    attempt(completed, 11, half_a_year_later(completed), passed=False)
    page = sign_in(own_ngo, Role.COORDINATOR).get("/en/figures/evidence/RETENTION/?year=2019")
    assert sorted(row.note for row in page.context["list"].page) == ["80 %, then 55 %", "80 %, then –"]


# Cycles


def test_oracle_e_as_a_cycle(sign_in, own_ngo):
    rows, _checks = oracles.oracle_e()
    import_rows(rows=rows, tenant=own_ngo)
    (reach,) = measure_cycles(YEAR)
    assert (reach.held, reach.parts, reach.attendances, reach.reached, reach.complete) == (3, 3, 63, 61, None)
    page = sign_in(own_ngo, Role.COORDINATOR).get("/en/figures/cycles/?year=2019").content.decode()
    assert ">63<" in page
    assert ">61<" in page


def test_a_sequential_cycle_is_complete_with_every_part(own_ngo, other_ngo):
    days = {"A": datetime.date(2019, 5, 6), "B": datetime.date(2019, 6, 3), "C": datetime.date(2019, 7, 1)}
    came = {"A": ["P1", "P2"], "B": ["P1", "P2"], "C": ["P1"]}
    import_rows(tenant=own_ngo, rows=workbook(
        people=[person(ref) for ref in ("P1", "P2")],
        sessions=[*(session(ref, cycle="parts") for ref in days), session("X", cycle="parts", state="cancelled")],
        slots=[*(slot(ref, 1, day) for ref, day in days.items()), slot("X", 1, days["A"])],
        attendance=[attendance(ref, 1, who) for ref, people in came.items() for who in people],
    ))  # fmt: skip
    Cycle.objects.update(kind=Cycle.Kind.SEQUENTIAL)
    (reach,) = measure_cycles(YEAR)
    assert (reach.held, reach.parts, reach.attendances, reach.reached, reach.complete) == (3, 3, 5, 2, 1)
    before = Period(YEAR.start, datetime.date(2019, 6, 30))
    assert [(one.held, one.complete) for one in measure_cycles(before)] == [(2, 0)]
    with other_ngo:
        assert measure_cycles(YEAR) == []
