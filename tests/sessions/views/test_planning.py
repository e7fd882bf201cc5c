"""Planning a session without a script."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Role, give_role
from sessions.actions import HalfDay
from sessions.models import Cycle, TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.planning_form import edited, errors, row, sent
from tests.support.sessions import a_person, a_session, a_slot, a_user, present, today


@pytest.fixture
def coordinator(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> TenantClient:
    return sign_in(own_ngo, Role.COORDINATOR)


def test_a_session_is_planned_with_its_half_days(coordinator: TenantClient) -> None:
    trainer = a_user("youssef")
    give_role(trainer, Role.TRAINER)
    data = sent(
        row(), row(part="afternoon", minutes=180), uuid=uuid.uuid4(), region="MA-09", city="Agadir", project="p-1",
        modality="in_person", language="ar", cycle_code="c-1", cycle_kind="sequential", pass_mark=60,
        shared_key="k", trainers=[trainer.pk],
    )  # fmt: skip
    response = coordinator.post(reverse("sessions:new"), data)
    session = TrainingSession.objects.get()
    assert response.url == reverse("sessions:detail", args=[session.uuid])
    names = ("title", "kind", "audience", "role", "state", "region", "city", "project", "modality", "language",
             "pass_mark", "shared_key")  # fmt: skip
    assert [getattr(session, name) for name in names] == [
        "First steps", "training", "professional", "organised", "planned", "MA-09", "Agadir", "p-1", "in_person",
        "ar", 60, "k",
    ]  # fmt: skip
    assert (session.cycle.code, session.cycle.kind, list(session.trainers.all())) == ("c-1", "sequential", [trainer])
    assert list(session.slots.values_list("date", "part", "minutes")) == [
        (today(), "morning", 210),
        (today(), "afternoon", 180),
    ]


def test_a_title_an_audience_and_one_half_day_are_enough(coordinator: TenantClient) -> None:
    data = {"title": "Short", "audience": "mixed", "kind": "event", "role": "organised"}
    coordinator.post(reverse("sessions:new"), sent(row()) | data)
    session = TrainingSession.objects.get()
    assert (session.title, session.region, session.cycle, session.pass_mark) == ("Short", "", None, None)


def test_sent_twice_is_planned_once(coordinator: TenantClient) -> None:
    data = sent(row(), uuid=uuid.uuid4())
    first, second = (coordinator.post(reverse("sessions:new"), data).url for _again in range(2))
    assert first == second
    assert TrainingSession.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (sent(row(), title=" "), {"title": ["Write a title."]}),
        (sent(row(), audience=""), {"audience": ["Choose the audience: it is needed for the figures."]}),
        (sent(row(), pass_mark=101), {"pass_mark": ["Write a percentage from 0 to 100, or leave it empty."]}),
        (sent(), {"1 date": ["A session needs at least one half-day: write its date."]}),
        (sent({"part": "morning"}), {"1 date": ["Write the date of this half-day, or empty the whole row."]}),
        (sent(row(), {"date": "31/31/2019", "part": "morning"}), {"2 date": ["Write the date as day/month/year."]}),
        (sent(row() | {"date": "0219-03-01"}), {"1 date": ["Look at the year: 219."]}),
        (sent(row(part="")), {"1 part": ["Choose morning, afternoon or evening."]}),
        (sent(row(minutes=0)), {"1 minutes": ["Write between 1 and 720 minutes: 3 h 30 is 210."]}),
        (sent(row(minutes=721)), {"1 minutes": ["Write between 1 and 720 minutes: 3 h 30 is 210."]}),
        (sent(row(), row()), {"2 part": ["This half-day is given twice. Change one of the two, or empty the row."]}),
        (sent(row(number=7)), {"1 date": ["This half-day was removed meanwhile. Load the page again."]}),
    ],
    ids=["title", "audience", "pass mark", "no row", "no date", "bad date", "year", "part", "0 minutes",
         "721 minutes", "twins", "stranger"],
)  # fmt: skip
def test_errors_are_named_at_their_field(
    coordinator: TenantClient, data: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    response = coordinator.post(reverse("sessions:new"), data)
    assert errors(response) == expected
    assert "One thing to correct" in response.content.decode()
    assert TrainingSession.objects.count() == 0


def test_720_minutes_are_a_half_day(coordinator: TenantClient) -> None:
    coordinator.post(reverse("sessions:new"), sent(row(minutes=720)))
    assert TrainingSession.objects.get().slots.get().minutes == 720


def test_more_rows_lose_nothing_and_judge_nothing(coordinator: TenantClient) -> None:
    data = sent({"date": "2026-02-31", "part": "evening", "minutes": "many"}, title="", city="Agadir")
    response = coordinator.post(reverse("sessions:new_more"), data)
    form = response.context["form"]
    assert (form["city"].value(), form.is_bound, len(form.half_days.forms)) == ("Agadir", False, 8)
    first = form.half_days.forms[0]
    assert [first[name].value() for name in ("date", "part", "minutes")] == ["2026-02-31", "evening", "many"]
    assert "to correct" not in response.content.decode()
    assert TrainingSession.objects.count() == 0


def test_the_form_of_a_session_shows_what_is_stored(coordinator: TenantClient) -> None:
    session = a_session(HalfDay(today(), "evening", 90), region="BE-BRU", cycle_code="c")
    form = coordinator.get(reverse("sessions:edit", args=[session.uuid])).context["form"]
    assert [form[name].value() for name in ("title", "region", "cycle_code")] == ["First steps", "BE-BRU", "c"]
    first = form.half_days.forms[0]
    assert [first[name].value() for name in ("number", "date", "part", "minutes")] == [1, today(), "evening", 90]
    assert len(form.half_days.forms) == 4


def test_a_session_is_changed(coordinator: TenantClient) -> None:
    session = a_session(HalfDay(today(), "morning", 210), HalfDay(today(), "afternoon", 210))
    data = sent(row(number=1, minutes=120), row(part="afternoon", number=2, remove="on"), row(1), title="Second")
    response = edited(coordinator, session, data)
    assert response.url == reverse("sessions:detail", args=[session.uuid])
    session.refresh_from_db()
    assert session.title == "Second"
    assert list(session.slots.values_list("number", "date", "minutes")) == [(1, today(), 120), (2, today(1), 210)]


def test_a_half_day_with_attendance_is_not_removed(coordinator: TenantClient) -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    data = sent(row(number=1, remove="on"), row(1))
    response = edited(coordinator, slot.session, data)
    assert errors(response) == {"1 remove": ["It has attendance, so it stays. Untick the box."]}
    assert slot.session.slots.count() == 1


def test_more_rows_for_a_session_that_exists(coordinator: TenantClient) -> None:
    session = a_session()
    address = reverse("sessions:edit_more", args=[session.uuid])
    form = coordinator.post(address, sent(row(number=1), title="Typed")).context["form"]
    assert (form["title"].value(), form.half_days.forms[0]["number"].value()) == ("Typed", "1")
    session.refresh_from_db()
    assert session.title == "First steps"


def test_an_existing_cycle_is_taken(coordinator: TenantClient) -> None:
    cycle = Cycle.objects.create(code="c-1", kind="sequential")
    coordinator.post(reverse("sessions:new"), sent(row(), cycle_code=" c-1 ", cycle_kind="repeated"))
    assert TrainingSession.objects.get().cycle == cycle
    assert Cycle.objects.get().kind == "sequential"


def test_a_participant_is_no_trainer_of_the_session(coordinator: TenantClient) -> None:
    nadia = a_user("nadia")
    give_role(nadia, Role.TRAINER)
    session = a_session(people=[a_person("Nadia", user=nadia)])
    data = sent(row(number=1), trainers=[nadia.pk])
    response = edited(coordinator, session, data)
    assert errors(response) == {"trainers": ["Nadia: on the list of participants. Take this name off the list first."]}


def test_participants_are_not_offered_as_trainers(coordinator: TenantClient) -> None:
    a_user("participant")
    form = coordinator.get(reverse("sessions:new")).context["form"]
    assert [user.username for user in form.fields["trainers"].queryset] == ["coordinator"]


def test_a_session_saved_as_it_was_stays_as_it_was(coordinator: TenantClient) -> None:
    session = a_session()
    assert edited(coordinator, session, sent(row(number=1))).status_code == 302
    assert list(session.slots.values_list("number", "date", "part", "minutes")) == [(1, today(), "morning", 210)]


@pytest.mark.parametrize("page", ["new", "edit"])
@pytest.mark.parametrize(
    "data",
    [
        {}, {"title": "First steps", "kind": "training", "audience": "professional", "role": "organised"},
        {"half_days-TOTAL_FORMS": "0", "half_days-INITIAL_FORMS": "0"}, {"half_days-TOTAL_FORMS": "9" * 5000},
    ],
    ids=["nothing", "no number of rows", "no rows", "no number"],
)  # fmt: skip
def test_without_rows_it_says_that_a_half_day_is_needed(
    coordinator: TenantClient, page: str, data: dict[str, Any]
) -> None:
    session = a_session()
    response = coordinator.post(reverse(f"sessions:{page}", args=[session.uuid] if page == "edit" else []), data)
    form = response.context["form"]
    assert list(form.no_rows) == ["A session needs at least one half-day: write its date."]
    assert form.error_count == len(form.errors) + 1
    assert "A session needs at least one half-day: write its date." in response.content.decode()
    assert (TrainingSession.objects.count(), session.slots.count()) == (1, 1)
