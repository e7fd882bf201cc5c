"""The list of a session: axes kept as they were, nobody twice, trainers never."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from people.models import Person
from sessions.actions import correct_presence, register_new_person, register_person, remove_person
from sessions.models import Evidence, Registration
from sessions.querysets import presences
from tests.support.sessions import a_person, a_session, a_slot, a_user, present


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
