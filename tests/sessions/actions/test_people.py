"""The list of a session: axes kept as they were, nobody twice, trainers never."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.merging import merge_people
from people.models import Person
from sessions.actions import correct_presence, invite_people, register_new_person, register_person, remove_person
from sessions.checkin.clocks import DeviceTimes
from sessions.models import Evidence, Registration, TrainingSession
from sessions.querysets import presences
from tests.support.sessions import a_person, a_session, a_slot, a_user, present

MINUTE = datetime.timedelta(minutes=1)


def test_registration_keeps_the_axes_as_they_were() -> None:
    axes = {
        "sex": "f", "age_band": "35-49", "category": "police", "institution_type": "justice",
        "person_region": "MA-09", "person_language": "ar",
    }  # fmt: skip
    amina, session = a_person(**axes), a_session()
    assert register_person(session=session, person=amina, actor=a_user()) is True
    Person.objects.update(category="judge", person_region="")
    registration = Registration.objects.get()
    assert registration.axes() == axes
    assert registration.walk_in is False


def test_nobody_is_registered_twice() -> None:
    amina, session = a_person(), a_session()
    again = [register_person(session=session, person=amina, actor=a_user()) for _again in range(2)]
    assert again == [True, False]
    assert Registration.objects.count() == 1


def test_a_merged_record_counts_as_on_the_list() -> None:
    amina, twin = a_person(), a_person("Amina B.")
    session = a_session(people=[twin])
    twin.merged_into = amina
    twin.save(update_fields=["merged_into"])
    assert register_person(session=session, person=amina, actor=a_user()) is False


def test_a_walk_in_is_registered_and_present_at_once() -> None:
    amina, slot = a_person(), a_slot()
    again = [register_person(session=slot.session, person=amina, slot=slot, actor=a_user()) for _again in range(2)]
    assert again == [True, False]
    assert Registration.objects.get().walk_in is True
    assert presences(slot) == {amina.pk: 210}
    assert Evidence.objects.count() == 1


def test_somebody_new_needs_a_name_only_and_is_made_once() -> None:
    slot, key = a_slot(), uuid.uuid4()
    made = [
        register_new_person(session=slot.session, uuid=key, fields={"full_name": "Emma"}, slot=slot, actor=a_user())
        for _again in range(2)
    ]
    assert made[0] == made[1]
    assert list(Person.objects.values_list("full_name", "category")) == [("Emma", "")]
    assert presences(slot) == {made[0].pk: 210}
    assert Evidence.objects.count() == 1


def test_a_newcomer_is_written_down_once_and_what_the_device_says_is_kept() -> None:
    slot, key, now = a_slot(), uuid.uuid4(), timezone.now()
    times = DeviceTimes(scanned=now - MINUTE, uploaded=now)
    for _again in range(2):
        register_new_person(
            session=slot.session, uuid=key, fields={"full_name": "Emma"}, slot=slot, actor=a_user("karim"), times=times,
            device="abc123",
        )  # fmt: skip
    row = Evidence.objects.get()
    assert (row.person.uuid, row.source, row.recorded_by, row.device) == (key, "trainer", a_user("karim"), "abc123")
    assert (row.device_time, row.server_time - row.corrected_time >= MINUTE) == (times.scanned, True)
    assert [(change.kind, change.by) for change in row.person.changes.all()] == [("added", a_user("karim"))]


def test_who_is_present_and_off_the_list_comes_back_to_it() -> None:
    amina, slot = a_person(), a_slot()
    present(slot, amina)
    Registration.objects.all().delete()
    assert register_person(session=slot.session, person=amina, slot=slot, actor=a_user()) is True
    assert (Registration.objects.get().person, Evidence.objects.count()) == (amina, 1)


@pytest.mark.parametrize("with_slot", [False, True], ids=["on the list", "in the room"])
@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("cancelled", "This session is cancelled. Plan it again before you record attendance."),
        ("closed", "This session is closed. Open it again, with a reason, before you change attendance."),
    ],
)
def test_a_list_that_is_cancelled_or_closed_stays_as_it_is(state: str, why: str, with_slot: bool) -> None:
    amina, bilal = a_person(), a_person("Bilal")
    slot = a_slot(amina)
    changes = {"state": "cancelled"} if state == "cancelled" else {"state": "held", "closed_at": timezone.now()}
    TrainingSession.objects.update(**changes)
    where = {"slot": slot} if with_slot else {}
    with pytest.raises(ValidationError) as refusal:
        register_person(session=slot.session, person=bilal, actor=a_user(), **where)
    assert refusal.value.messages == [why]
    assert (Registration.objects.get().person, Evidence.objects.count()) == (amina, 0)
    assert register_person(session=slot.session, person=amina, actor=a_user()) is False  # who is on it, is
    if state == "closed":
        with pytest.raises(ValidationError) as refusal:
            remove_person(session=slot.session, person=amina, actor=a_user())
        assert refusal.value.messages == [why]
        assert Registration.objects.count() == 1


@pytest.mark.parametrize("marked", [False, True], ids=["without marks", "with marks"])
def test_a_merged_record_comes_off_the_list_as_the_one_that_stays(marked: bool) -> None:
    amina, twin = a_person(), a_person("Amina B.")
    slot = a_slot(twin)
    if marked:
        present(slot, twin)
    merge_people(kept=amina, absorbed=twin, actor=a_user())
    if marked:
        with pytest.raises(ValidationError):
            remove_person(session=slot.session, person=amina, actor=a_user())
    else:
        remove_person(session=slot.session, person=amina, actor=a_user())
    assert Registration.objects.count() == int(marked)


def test_several_who_run_the_session_are_named_in_order() -> None:
    people = [a_person(name, user=a_user(name)) for name in ("Youssef", "Amina", "Nadia")]
    session = a_session(trainers=[a_user(name) for name in ("Youssef", "Amina", "Nadia")], on=3)
    with pytest.raises(ValidationError) as refusal:
        invite_people(session=session, people=people, actor=a_user())
    assert refusal.value.messages == [
        "Amina, Nadia, Youssef: whoever runs a session is never counted in it. Leave this name out."
    ]
    assert Registration.objects.count() == 0


def test_a_walk_in_tomorrow_leaves_nobody_behind() -> None:
    slot = a_slot(on=1)
    with pytest.raises(ValidationError):
        register_new_person(
            session=slot.session, uuid=uuid.uuid4(), fields={"full_name": "Emma"}, slot=slot, actor=a_user()
        )
    assert (Person.objects.count(), Registration.objects.count()) == (0, 0)


def test_whoever_runs_the_session_is_not_registered() -> None:
    running = a_person("Youssef Amrani", user=a_user("youssef"))
    session = a_session(trainers=[a_user("youssef")])
    with pytest.raises(ValidationError) as refusal:
        register_person(session=session, person=running, actor=a_user())
    assert refusal.value.messages == [
        "Youssef Amrani: whoever runs a session is never counted in it. Leave this name out."
    ]
    assert Registration.objects.count() == 0


def test_a_name_without_marks_comes_off_the_list() -> None:
    amina = a_person()
    session = a_session(people=[amina])
    remove_person(session=session, person=amina, actor=a_user())
    assert Registration.objects.count() == 0
    assert Person.objects.get() == amina


def test_a_name_with_marks_stays_even_when_they_were_taken_back() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    correct_presence(slot=slot, person=amina, minutes=0, reason="Wrong", client_event_id=uuid.uuid4(), actor=a_user())
    with pytest.raises(ValidationError) as refusal:
        remove_person(session=slot.session, person=amina, actor=a_user())
    assert refusal.value.messages == [
        "Amina Benali was marked in this session, so the name stays. Without a presence it counts nowhere."
    ]
    assert Registration.objects.count() == 1
