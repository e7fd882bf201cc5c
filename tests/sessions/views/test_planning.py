"""Planning a session and changing its state, without a script."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Role, give_role
from sessions import actions
from sessions.actions import HalfDay
from sessions.models import Cycle, TrainingSession
from sessions.querysets import presences
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_slot, a_user, present, today


@pytest.fixture
def coordinator(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> TenantClient:
    return sign_in(own_ngo, Role.COORDINATOR)


def sent(*rows: dict[str, Any], total: int = 4, **fields: Any) -> dict[str, Any]:
    """What the browser sends: the fields, and all rows with their untouched minutes."""
    data = {"title": "First steps", "kind": "training", "audience": "professional", "role": "organised"}
    data |= {"half_days-TOTAL_FORMS": total, "half_days-INITIAL_FORMS": 0} | fields
    for index in range(total):
        row = {"date": "", "part": "", "minutes": 210} | (rows[index] if index < len(rows) else {})
        data |= {f"half_days-{index}-{name}": value for name, value in row.items()}
    return data


def row(days: int = 0, part: str = "morning", minutes: int = 210, **more: Any) -> dict[str, Any]:
    return {"date": today(days).isoformat(), "part": part, "minutes": minutes} | more


def edited(client: TenantClient, session: TrainingSession, data: dict[str, Any]) -> Any:
    """The form of a session as it is opened now, sent with these values."""
    url = reverse("sessions:edit", args=[session.uuid])
    return client.post(url, data | {"seen": client.get(url).context["form"]["seen"].value()})


def errors(response: Any) -> dict[str, list[str]]:
    """Messages by field, those of rows by row and field."""
    form = response.context["form"]
    found = {name: list(messages) for name, messages in form.errors.items()}
    for number, wrong in form.wrong_rows:
        found |= {f"{number} {name}": list(messages) for name, messages in wrong.errors.items()}
    return found


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


def test_holding_is_asked_once_then_done(coordinator: TenantClient) -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    address = reverse("sessions:hold", args=[slot.session.uuid])
    assert coordinator.get(address).status_code == 200
    assert TrainingSession.objects.get().state == "planned"
    assert coordinator.post(address).url == reverse("sessions:detail", args=[slot.session.uuid])
    assert TrainingSession.objects.get().state == "held"


def test_holding_says_why_it_cannot_be(coordinator: TenantClient) -> None:
    address = reverse("sessions:hold", args=[a_session().uuid])
    for response in (coordinator.get(address), coordinator.post(address)):
        page = response.content.decode()
        assert "Nobody is marked present yet. Mark attendance or enter a head-count first." in page
    assert TrainingSession.objects.get().state == "planned"


def test_cancelling_asks_why(coordinator: TenantClient) -> None:
    address = reverse("sessions:cancel", args=[a_session().uuid])
    response = coordinator.post(address, {"reason": " "})
    assert response.context["form"].errors == {"reason": ["Write why the session is cancelled."]}
    coordinator.post(address, {"reason": "No room"})
    assert TrainingSession.objects.values_list("state", "cancel_reason").get() == ("cancelled", "No room")


def test_a_cancelled_session_is_planned_again(coordinator: TenantClient) -> None:
    session = a_session()
    TrainingSession.objects.update(state="cancelled", cancel_reason="No room")
    coordinator.post(reverse("sessions:plan_again", args=[session.uuid]))
    assert TrainingSession.objects.values_list("state", "cancel_reason").get() == ("planned", "")


def test_a_second_try_says_that_the_state_changed(coordinator: TenantClient) -> None:
    session = a_session()
    TrainingSession.objects.update(state="cancelled")
    response = coordinator.post(reverse("sessions:cancel", args=[session.uuid]), {"reason": "No room"})
    assert response.context["form"].non_field_errors() == [
        "This session is now “Cancelled”, somebody changed it. Go back and look again."
    ]


def test_the_address_of_a_button_leads_back_to_its_page(coordinator: TenantClient) -> None:
    session = a_session()
    detail = reverse("sessions:detail", args=[session.uuid])
    asked = {
        reverse("sessions:new_more"): reverse("sessions:new"),
        reverse("sessions:edit_more", args=[session.uuid]): reverse("sessions:edit", args=[session.uuid]),
        reverse("sessions:open_code", args=[session.uuid]): f"{detail}#code",
        reverse("sessions:close_code", args=[session.uuid]): detail,
    }
    assert {address: coordinator.get(address).url for address in asked} == asked


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


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-30", "0206-01-01"])
def test_a_session_is_not_moved_to_a_mistyped_year(coordinator: TenantClient, day: str) -> None:
    session = a_session(HalfDay(today(3), "morning", 210), HalfDay(today(4), "morning", 210))
    url = reverse("sessions:postpone", args=[session.uuid])
    response = coordinator.post(url, {"first_day": day, "reason": "No room"})
    assert response.context["form"].errors == {"first_day": [f"Look at the year: {int(day[:4])}."]}
    assert list(session.slots.values_list("date", flat=True)) == [today(3), today(4)]


@pytest.fixture
def closed(own_ngo: Tenant) -> TrainingSession:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    actions.close_session(session=slot.session, actor=a_user())
    return slot.session


@pytest.mark.parametrize(
    "rows",
    [
        [row(number=1, minutes=720)], [row(-900, number=1)], [row(number=1, part="evening")],
        [row(number=1, starts_at="09:00")], [row(number=1), row(part="evening")],
    ],
    ids=["minutes", "date", "part", "hour", "one more"],
)  # fmt: skip
def test_half_days_of_a_closed_session_stay_as_they_are(
    coordinator: TenantClient, closed: TrainingSession, rows: list[dict[str, Any]]
) -> None:
    response = edited(coordinator, closed, sent(*rows, title="Second"))
    assert errors(response) == {
        "__all__": ["This session is closed. Open it again, with a reason, before you change attendance."]
    }
    slot = closed.slots.get()
    assert (slot.date, slot.part, slot.minutes, slot.starts_at) == (today(), "morning", 210, None)
    assert list(presences(slot).values()) == [210]
    assert TrainingSession.objects.get().title == "First steps"
    assert list(closed.changes.values_list("kind", flat=True)) == ["held", "closed"]


def test_the_title_of_a_closed_session_is_corrected(coordinator: TenantClient, closed: TrainingSession) -> None:
    response = edited(coordinator, closed, sent(row(number=1), title="Second"))
    assert response.status_code == 302
    assert TrainingSession.objects.get().title == "Second"
    assert [(change.kind, change.fields) for change in closed.changes.all()] == [
        ("held", []), ("closed", []), ("edited", ["title"]),
    ]  # fmt: skip


MOVED = {
    "fr": ("Une demi-journée avec des présences a été modifiée",
           "3 février 2020, matin (210 min), désormais 1er mars 2020, soir (09:00–\u206012:00) (180 min)"),
    "ar": ("عُدّل نصف يوم سُجّل فيه الحضور",
           "3 فبراير 2020، الصباح (210 د)، وأصبح 1 مارس 2020، المساء (09:00–\u206012:00) (180 د)"),
    "en": ("A half-day with attendance was changed",
           "3 February 2020, morning (210 min), now 1 March 2020, evening (09:00–\u206012:00) (180 min)"),
}  # fmt: skip


def test_a_half_day_with_attendance_that_is_changed_stays_on_record(
    coordinator: TenantClient, other_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    amina, day = a_person(), datetime.date(2020, 2, 3)
    session = a_session(HalfDay(day, "morning", 210), HalfDay(day, "afternoon", 210), people=[amina])
    present(session.slots.get(number=1), amina)
    actions.hold_session(session=session, actor=a_user())
    rows = [
        row(number=1, part="evening", minutes=180, starts_at="09:00") | {"date": "2020-03-01"},
        row(number=2, part="afternoon", minutes=60) | {"date": "2020-02-03"},  # nobody was marked there
    ]
    url = reverse("sessions:edit", args=[session.uuid])
    assert sign_in(other_ngo, Role.COORDINATOR).post(url, sent(*rows)).status_code == 404
    assert edited(coordinator, session, sent(*rows)).status_code == 302
    change = session.changes.get(kind="marked_moved")
    assert (change.kind, str(change.by), len(change.half_days)) == ("marked_moved", "coordinator", 1)
    for language, (what, said) in MOVED.items():
        html = coordinator.get(f"/{language}/sessions/{session.uuid}/").content.decode()
        assert (what in html, said in html) == (True, True)
    assert list(session.changes.values_list("kind", flat=True)) == ["held", "marked_moved", "edited"]
    edited(coordinator, session, sent(*rows))
    assert session.changes.count() == 3  # nothing was other than before


def test_what_is_still_to_come_is_told_and_kept_on_record(coordinator: TenantClient) -> None:
    amina = a_person()
    session = a_session(HalfDay(today(), "morning", 210), HalfDay(today(2), "morning", 210), people=[amina])
    present(session.slots.get(number=1), amina)
    rows = [row(number=1, minutes=200), row(2, number=2)]
    edited(coordinator, session, sent(*rows))
    assert list(session.changes.values_list("kind", flat=True)) == ["rescheduled", "marked_moved", "edited"]


COUNTED_OTHERWISE = {
    "fr": ("Comptée autrement", "Projet\u00a0: –, désormais SAVE"),
    "en": ("Counted otherwise", "Project: –, now SAVE"),
    "ar": ("تغيّر احتسابها", "–"),
}


@pytest.mark.parametrize("is_held", [True, False])
def test_facts_that_figures_depend_on_stay_on_record(coordinator: TenantClient, is_held: bool) -> None:
    amina = a_person()
    session = a_session(HalfDay(today(), "morning", 210), people=[amina])
    if is_held:
        present(session.slots.get(), amina)
        actions.hold_session(session=session, actor=a_user())
    facts = {"project": "SAVE", "region": "MA-09", "kind": "awareness", "cycle_code": "tour"}
    for _turn in range(2):
        assert edited(coordinator, session, sent(row(number=1), **facts)).status_code == 302
    changes = session.changes.filter(kind="facts")
    if not is_held:  # nothing was counted yet
        assert not changes.exists()
        return
    found = {name: (before, after) for name, before, after in changes.get().facts}
    assert found == {
        "kind": ("training", "awareness"), "project": ("", "SAVE"), "region": ("", "MA-09"), "cycle": ("", "tour"),
    }  # fmt: skip
    for language, told in COUNTED_OTHERWISE.items():
        html = coordinator.get(f"/{language}/sessions/{session.uuid}/").content.decode()
        assert [words in html for words in told] == [True, True]


def test_a_closed_session_offers_nothing_that_it_refuses(coordinator: TenantClient, closed: TrainingSession) -> None:
    html = coordinator.get(f"/en/sessions/{closed.uuid}/").content.decode()
    assert [f"/en/sessions/{closed.uuid}/{part}" in html for part in ("people/add/", "code/open/", "reopen/")] == [
        False, False, True,
    ]  # fmt: skip
    assert "Take off the list" not in html


def test_a_session_is_not_moved_to_a_day_that_has_passed(coordinator: TenantClient) -> None:
    session = a_session(HalfDay(today(3), "morning", 210), people=[a_person()])
    url = reverse("sessions:postpone", args=[session.uuid])
    response = coordinator.post(url, {"first_day": today(-1).isoformat(), "reason": "No room"})
    assert list(response.context["form"].errors) == ["first_day"]
    assert (session.slots.get().date, session.changes.count()) == (today(3), 0)
    assert coordinator.post(url, {"first_day": today(9).isoformat(), "reason": "No room"}).status_code == 302
