"""A session's code puts its holder on the list, and shows no exact place."""

import datetime

import pytest

from accounts.models import JoinCode
from accounts.roles import Role
from people.models import Person
from sessions.models import Registration, Slot, TrainingSession
from tests.conftest import TenantClient

NEWCOMER = {"name": "Salma Exemple", "pin": "2468", "category": "police", "consent": "on"}


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
