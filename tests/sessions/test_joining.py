"""A session's code puts its holder on the list, and shows no exact place."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError

from accounts.models import JoinCode
from accounts.roles import Role
from people.models import Person
from sessions.actions import (
    close_session,
    give_up_place,
    open_join_code,
    register_new_person,
    register_person,
    remove_person,
    reopen_session,
)
from sessions.joining import session_target
from sessions.models import Registration, Slot, TrainingSession
from sessions.querysets import presences
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_user, present, today

NEWCOMER = {"name": "Salma Exemple", "pin": "246810", "category": "police", "consent": "on"}


@pytest.fixture
def session(own_ngo):
    made = TrainingSession.objects.create(title="Accueil et écoute", audience="professional", city="Agadir")
    Slot.objects.create(session=made, number=1, date=datetime.date(2030, 5, 6), part="morning", minutes=210)
    return made


@pytest.fixture
def code(session):
    return JoinCode.objects.create(target_kind="session", target_uuid=session.uuid).code


def test_a_newcomer_is_on_the_list(client, session, code):
    response = client.post(f"/fr/join/{code}/", NEWCOMER)
    assert response.headers["location"] == f"/fr/sessions/{session.uuid}/registered/"
    assert Registration.objects.get().category == "police"
    html = client.get(response.headers["location"]).content.decode()
    assert "Accueil et écoute" in html
    assert "6 mai 2030" in html


def test_joining_twice_is_joining_once(client, session, code):
    client.post(f"/fr/join/{code}/", NEWCOMER)
    assert client.get(f"/fr/join/{code}/").headers["location"] == f"/fr/sessions/{session.uuid}/registered/"
    assert (Person.objects.count(), Registration.objects.count()) == (1, 1)


def test_others_do_not_see_the_page(client, sign_in, own_ngo, other_ngo, session, code):
    path = f"/fr/sessions/{session.uuid}/registered/"
    assert client.get(path).status_code == 302
    assert sign_in(own_ngo, Role.REVIEWER).get(path).status_code == 404
    assert sign_in(other_ngo, Role.COORDINATOR).get(path).status_code == 404
    assert TenantClient(other_ngo).get(f"/fr/join/{code}/").headers["location"] == "/fr/join/"


def test_a_cancelled_session_lets_nobody_in(client, session, code):
    TrainingSession.objects.update(state="cancelled")
    assert client.get(f"/fr/join/{code}/").headers["location"] == "/fr/join/"


def test_who_runs_the_session_cannot_take_part(client, session, code):
    client.post(f"/fr/join/{code}/", NEWCOMER)
    Registration.objects.all().delete()
    session.trainers.add(Person.objects.get().user)
    assert client.get(f"/fr/join/{code}/").status_code == 200  # asks first
    response = client.post(f"/fr/join/{code}/", follow=True)
    assert not Registration.objects.exists()
    assert "Salma Exemple" in response.content.decode()


CLOSED = "Cette session est close : sa liste ne change plus."


@pytest.fixture
def closed(session):
    """Closed after Amina came; Bilal is on the list, Driss waits."""
    amina, bilal, driss = a_person("Amina"), a_person("Bilal"), a_person("Driss")
    slot = session.slots.get()
    Slot.objects.update(date=today())
    slot.refresh_from_db()
    for person in (amina, bilal):
        register_person(session=session, person=person, actor=a_user())
    Registration.objects.create(session=session, person=driss, status="waiting")
    present(slot, amina)
    close_session(session=session, actor=a_user())
    return amina, bilal, driss


def listed():
    return sorted(Registration.objects.values_list("person__full_name", "status"))


LISTED = [("Amina", "confirmed"), ("Bilal", "confirmed"), ("Driss", "waiting")]


def test_a_closed_session_lets_nobody_in(own_ngo, session, closed):
    target = session_target(session.uuid)
    newcomer = a_person("Salma", user=a_user("salma-p"))
    for person in (newcomer, closed[2]):
        with pytest.raises(ValidationError) as refusal:
            target.let_in(person)
        assert refusal.value.messages[0].startswith(CLOSED)
    assert listed() == LISTED
    assert target.let_in(closed[1]) == f"/fr/sessions/{session.uuid}/registered/"  # on the list already
    reopen_session(session=session, reason="Salma", actor=a_user())
    session_target(session.uuid).let_in(newcomer)
    assert listed() == [*LISTED, ("Salma", "confirmed")]


def test_a_signed_in_newcomer_is_told_that_it_is_closed(client, session, code, closed):
    client.force_login(a_person("Salma", user=a_user("salma-p")).user)
    data = {key: NEWCOMER[key] for key in ("category", "consent")}
    html = client.post(f"/fr/join/{code}/", data, follow=True).content.decode()
    assert (CLOSED in html, listed()) == (True, LISTED)


def test_the_list_of_a_closed_session_stays_as_it_is(own_ngo, session, closed):
    amina, bilal, driss = closed
    slot, actor, salma = session.slots.get(), a_user(), a_person("Salma")
    refused = [
        lambda: register_person(session=session, person=salma, actor=actor),
        lambda: register_person(session=session, person=salma, actor=actor, slot=slot),
        lambda: register_person(session=session, person=bilal, actor=actor, slot=slot),
        lambda: remove_person(session=session, person=bilal, actor=actor),
        lambda: give_up_place(session=session, person=bilal, actor=None),
        lambda: give_up_place(session=session, person=driss, actor=None),
    ]
    for write in refused:
        with pytest.raises(ValidationError, match="Cette session est close"):
            write()
    assert listed() == LISTED
    # What a phone sends once more changes nothing and is taken.
    assert not register_person(session=session, person=bilal, actor=actor)
    assert not register_person(session=session, person=amina, actor=actor, slot=slot)


def test_a_walk_in_that_waited_on_a_phone_is_taken_after_opening_again(own_ngo, session, closed):
    slot, actor, key = session.slots.get(), a_user(), uuid.uuid4()
    given = {"session": session, "uuid": key, "fields": {"full_name": "Salma"}, "actor": actor, "slot": slot}
    with pytest.raises(ValidationError):
        register_new_person(**given)
    assert not Person.objects.filter(full_name="Salma").exists()
    reopen_session(session=session, reason="A phone without a network", actor=actor)
    salma = register_new_person(**given)
    assert presences(slot) == {closed[0].pk: 210, salma.pk: 210}
    close_session(session=session, actor=actor)
    assert register_new_person(**given) == salma  # the answer was lost, the phone sends it once more


def test_nobody_is_put_on_the_list_of_a_cancelled_session(own_ngo, session):
    TrainingSession.objects.update(state="cancelled")
    with pytest.raises(ValidationError):
        register_person(session=session, person=a_person(), actor=a_user())
    assert listed() == []


def test_a_title_in_another_language_keeps_the_side_of_the_page(client, session, own_ngo):
    TrainingSession.objects.update(title="Identifier", language="fr")
    code = open_join_code(session=session, actor=a_user()).code
    html = client.get(f"/ar/join/{code}/").content.decode()
    assert '<h1><bdi lang="fr" dir="ltr">Identifier</bdi></h1>' in html
