"""Places: never more than there are, the queue in its order, invitations answered."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from people.erasure import erase_person
from people.merging import merge_people
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.models import Change, Registration, TrainingSession
from sessions.querysets import people_on_list
from tenants.models import Tenant
from tests.support.sessions import FIELDS, a_person, a_session, a_slot, a_user, present, today

Status = Registration.Status
NAMES = ("Amina", "Bilal", "Claire", "Driss")


def statuses(session: TrainingSession) -> dict[str, str]:
    return {row.person.full_name: row.status for row in session.registrations.select_related("person")}


def ask(session: TrainingSession, person: Person) -> str:
    return actions.ask_for_place(session=session, person=person, actor=a_user())


def change(session: TrainingSession, **fields: object) -> None:
    slots = [HalfDay(slot.date, slot.part, slot.minutes, slot.number) for slot in session.slots.all()]
    actions.update_session(session=session, fields=FIELDS | fields, half_days=slots, actor=a_user())


@pytest.fixture
def full(own_ngo: Tenant) -> TrainingSession:
    """A session of two places with four people who asked."""
    session = a_session(capacity=2, on=3)
    for name in NAMES:
        ask(session, a_person(name))
    return session


def test_the_third_waits(full: TrainingSession) -> None:
    assert statuses(full) == {"Amina": "confirmed", "Bilal": "confirmed", "Claire": "waiting", "Driss": "waiting"}
    assert [person.full_name for person in people_on_list(full)] == ["Amina", "Bilal"]


def test_who_waits_first_gets_the_place_given_up(full: TrainingSession) -> None:
    actions.give_up_place(session=full, person=Person.objects.get(full_name="Amina"), actor=a_user())
    assert statuses(full) == {"Amina": "declined", "Bilal": "confirmed", "Claire": "confirmed", "Driss": "waiting"}


def test_who_comes_back_goes_to_the_end_of_the_queue(full: TrainingSession) -> None:
    amina = Person.objects.get(full_name="Amina")
    actions.give_up_place(session=full, person=amina, actor=a_user())
    assert ask(full, amina) == Status.WAITING
    assert [row.person.full_name for row in full.registrations.waiting()] == ["Driss", "Amina"]


@pytest.mark.parametrize(
    ("capacity", "placed"), [(3, 3), (None, 4), (2, 2)], ids=["one more", "no limit any more", "as before"]
)
def test_more_places_are_given_at_once(full: TrainingSession, capacity: int | None, placed: int) -> None:
    change(full, capacity=capacity)
    assert list(statuses(full).values()).count("confirmed") == placed


def test_fewer_places_send_nobody_away_and_take_nobody_in(full: TrainingSession) -> None:
    change(full, capacity=1)
    assert ask(full, a_person("Emma")) == Status.WAITING
    assert list(statuses(full).values()).count("confirmed") == 2
    assert actions.free_places(TrainingSession.objects.get()) == 0
    actions.give_up_place(session=full, person=Person.objects.get(full_name="Amina"), actor=a_user())
    assert list(statuses(full).values()).count("confirmed") == 1


def test_merged_records_take_one_place(own_ngo: Tenant) -> None:
    session, amina, twin = a_session(capacity=2, on=3), a_person("Amina"), a_person("Amina B.")
    for person in (amina, twin):
        ask(session, person)
    assert actions.free_places(session) == 0
    merge_people(kept=amina, absorbed=twin, actor=a_user())
    assert actions.free_places(session) == 1
    assert ask(session, a_person("Bilal")) == Status.CONFIRMED


@pytest.mark.parametrize("placed", [0, 1], ids=["the one that stays", "the other"])
def test_of_merged_records_one_place_is_a_place(own_ngo: Tenant, placed: int) -> None:
    """Whichever record has it: asking again changes nothing, giving up gives it up."""
    session, people = a_session(capacity=1, on=3), [a_person("Amina"), a_person("Amina B.")]
    ask(session, people[placed])
    ask(session, people[1 - placed])
    merge_people(kept=people[0], absorbed=people[1], actor=a_user())
    rows = session.registrations
    assert ask(session, people[0]) == Status.CONFIRMED
    assert rows.get(person=people[placed]).status == Status.CONFIRMED
    assert actions.give_up_place(session=session, person=people[0], actor=a_user()) is True
    assert rows.get(person=people[placed]).status == Status.DECLINED


@pytest.mark.parametrize("stands", ["nothing", "declined"])
def test_who_has_no_place_gives_none_up(full: TrainingSession, stands: str) -> None:
    emma = a_person("Emma")
    if stands == "declined":
        Registration.objects.create(session=full, person=emma, status=Status.DECLINED)
    before = list(full.registrations.order_by("pk").values())
    assert actions.give_up_place(session=full, person=emma, actor=a_user()) is False
    assert list(full.registrations.order_by("pk").values()) == before


def test_a_place_of_a_closed_session_is_not_given_up(own_ngo: Tenant) -> None:
    amina, bilal = a_person("Amina"), a_person("Bilal")
    slot = a_slot(amina, bilal)
    present(slot, bilal)
    actions.close_session(session=slot.session, actor=a_user())
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        actions.give_up_place(session=slot.session, person=amina, actor=a_user())
    assert refusal.value.messages == ["This session is closed, so its list stays as it is. Ask whoever runs it."]
    assert statuses(slot.session) == {"Amina": "confirmed", "Bilal": "confirmed"}


def test_whoever_runs_the_session_asks_for_no_place(own_ngo: Tenant) -> None:
    running = a_person("Youssef", user=a_user("youssef"))
    session = a_session(trainers=[a_user("youssef")], on=3)
    for act in (
        lambda: ask(session, running),
        lambda: actions.invite_people(session=session, people=[a_person("Amina"), running], actor=a_user()),
    ):
        with translation.override("en"), pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.messages == [
            "Youssef: whoever runs a session is never counted in it. Leave this name out."
        ]
    assert Registration.objects.count() == 0


def test_who_was_erased_is_not_invited(own_ngo: Tenant) -> None:
    session, amina, gone = a_session(on=3), a_person("Amina"), a_person("Gone")
    erase_person(person=gone)
    gone.refresh_from_db()
    assert actions.invite_people(session=session, people=[gone, amina], actor=a_user()) == 1
    assert statuses(session) == {"Amina": "invited"}


def test_taken_off_the_list_the_next_one_comes_up(full: TrainingSession) -> None:
    actions.remove_person(session=full, person=Person.objects.get(full_name="Bilal"), actor=a_user())
    assert statuses(full) == {"Amina": "confirmed", "Claire": "confirmed", "Driss": "waiting"}


def test_who_is_in_the_room_is_on_the_list(own_ngo: Tenant) -> None:
    amina, bilal = a_person("Amina"), a_person("Bilal")
    slot = a_slot(amina, bilal, capacity=1)
    present(slot, bilal)
    assert statuses(slot.session) == {"Amina": "confirmed", "Bilal": "confirmed"}


def test_asking_twice_changes_nothing(full: TrainingSession) -> None:
    before = list(full.registrations.order_by("pk").values())
    assert [ask(full, Person.objects.get(full_name=name)) for name in ("Amina", "Claire")] == ["confirmed", "waiting"]
    assert list(full.registrations.order_by("pk").values()) == before


def test_an_invitation_takes_no_place_until_it_is_accepted(own_ngo: Tenant) -> None:
    session, amina, bilal = a_session(capacity=1, on=3), a_person("Amina"), a_person("Bilal")
    assert actions.invite_people(session=session, people=[amina, bilal, amina], actor=a_user()) == 2
    assert actions.invite_people(session=session, people=[amina], actor=a_user()) == 0
    assert (ask(session, bilal), ask(session, amina)) == ("confirmed", "waiting")


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_nobody_registers_for_what_is_over(own_ngo: Tenant, state: str) -> None:
    session = a_session(on=-1)
    TrainingSession.objects.update(state=state)
    for act in (
        lambda: ask(session, a_person()),
        lambda: actions.invite_people(session=session, people=[a_person()], actor=a_user()),
    ):
        with translation.override("en"), pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.messages == [
            f"This session is now “{state.capitalize()}”: nobody registers for it any more."
        ]
    assert session.registrations.count() == 0


def test_whoever_was_marked_cannot_leave(own_ngo: Tenant) -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    with pytest.raises(ValidationError):
        actions.give_up_place(session=slot.session, person=amina, actor=a_user())
    assert statuses(slot.session) == {"Amina Benali": "confirmed"}


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_for_twenty_places(own_ngo: Tenant) -> None:
    session = a_session(capacity=20, on=3)
    people = [a_person(f"Person {number}") for number in range(100)]
    actor = a_user()

    def once(person: Person) -> str:
        connection.set_tenant(own_ngo)
        try:
            return actions.ask_for_place(session=session, person=person, actor=actor)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(once, people))
    assert sorted(answers) == ["confirmed"] * 20 + ["waiting"] * 80
    assert session.registrations.on_list().count() == 20


def test_a_session_moves_with_all_its_half_days(own_ngo: Tenant) -> None:
    session = a_session(HalfDay(today(3), "morning", 210), HalfDay(today(5), "morning", 180))
    actions.postpone_session(session=session, first_day=today(10), reason="The room is closed", actor=a_user())
    assert list(session.slots.values_list("date", flat=True)) == [today(10), today(12)]
    session.refresh_from_db()
    assert (session.sequence, session.state) == (1, "planned")
    assert list(session.changes.values_list("kind", "reason", "days")) == [("postponed", "The room is closed", 7)]


def test_a_session_with_attendance_is_not_moved(own_ngo: Tenant) -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    with pytest.raises(ValidationError):
        actions.postpone_session(session=slot.session, first_day=today(10), reason="x", actor=a_user())
    assert Change.objects.count() == 0


def test_closed_nothing_is_added_until_it_is_opened_with_a_reason(own_ngo: Tenant) -> None:
    amina, bilal = a_person("Amina"), a_person("Bilal")
    slot = a_slot(amina, bilal)
    present(slot, amina)
    actions.close_session(session=slot.session, actor=a_user())
    slot.session.refresh_from_db()
    assert (slot.session.state, slot.session.is_closed) == ("held", True)
    for refused in (
        lambda: present(slot, bilal),
        lambda: actions.record_head_count(slot=slot, count=2, client_event_id=slot.session.uuid, actor=a_user()),
        lambda: actions.plan_session_again(session=slot.session, actor=a_user()),
    ):
        with pytest.raises(ValidationError):
            refused()
    actions.reopen_session(session=slot.session, reason="A sheet came late", actor=a_user())
    present(slot, bilal)
    assert list(Change.objects.values_list("kind", "reason")) == [
        ("held", ""), ("closed", ""), ("reopened", "A sheet came late"),
    ]  # fmt: skip


@pytest.mark.parametrize(("half_days", "state", "left"), [(1, "cancelled", 1), (2, "planned", 1)], ids=["only", "one"])
def test_a_half_day_that_did_not_take_place(own_ngo: Tenant, half_days: int, state: str, left: int) -> None:
    session = a_session(*[HalfDay(today(), part, 210) for part in ("morning", "afternoon")[:half_days]])
    slot = session.slots.first()
    assert slot is not None
    assert actions.call_off_half_day(slot=slot, reason="No light", actor=a_user()) is (half_days == 1)
    session.refresh_from_db()
    assert (session.state, session.slots.count()) == (state, left)


def test_what_happened_is_never_changed(own_ngo: Tenant) -> None:
    session = a_session()
    actions.cancel_session(session=session, reason="Nobody can", actor=a_user())
    row = Change.objects.get()
    for act in (row.save, row.delete):
        with pytest.raises(TypeError):
            act()
