"""Two presses at the same moment: one person, one place, one account, one link; and no more tries at a PIN."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.limits import TRIES
from accounts.login import badge_token
from accounts.models import Invitation, User
from accounts.roles import Role
from courses.actions import enrol_person
from courses.models import Enrolment
from people.access import invite_people, make_account, open_account
from people.models import Consent, Person, Retention
from people.retention import set_rule
from tests.support.clients import TenantClient
from tests.support.newcomers import NEWCOMER
from tests.support.parallel import tap
from tests.support.sessions import a_user

pytestmark = pytest.mark.django_db(transaction=True)


def refused(act, **given):
    """What the action gives; None where it refuses."""
    try:
        return act(**given)
    except ValidationError:
        return None


def test_a_newcomer_is_one_person(own_ngo, join_code):
    path = f"/fr/join/{join_code.code}/"
    answers = tap(own_ngo, lambda: TenantClient(own_ngo).post(path, NEWCOMER)["location"])
    assert set(answers) == {"/fr/cours/"}
    assert [model.objects.count() for model in (Person, Enrolment, Consent)] == [1, 1, 1]
    assert User.objects.filter(username__startswith="p-").count() == 1


def test_staff_join_once(own_ngo, make_user, join_code):
    user, path = make_user(own_ngo, Role.TRAINER), f"/fr/join/{join_code.code}/"

    def press():
        client = TenantClient(own_ngo)
        client.force_login(user)
        return client.post(path, {"category": "lawyer", "consent": "on"})["location"]

    assert set(tap(own_ngo, press)) == {"/fr/cours/"}
    assert [model.objects.count() for model in (Person, Enrolment, Consent)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("way", "hashes"), [("badge", 1), ("come back", 1), ("sign in", 2)], ids=["badge", "come back", "sign in"]
)
def test_no_more_tries_are_made_at_once_than_one_after_the_other(own_ngo, course, join_code, monkeypatch, way, hashes):
    user = User.objects.create_user(username="p-1", password="1234")
    person = Person.objects.create(full_name="Salma Exemple", user=user)
    enrol_person(person=person, course=course)
    path, data = {
        "badge": (f"/fr/badge/{badge_token(user)}/", {"pin": "9999"}),
        "come back": (f"/fr/join/{join_code.code}/back/", {"name": "Salma Exemple", "pin": "9999"}),
        "sign in": ("/fr/sign-in/", {"username": "p-1", "password": "9999"}),
    }[way]
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(args) or encode(*args))
    for _round in range(TRIES):
        tap(own_ngo, lambda: TenantClient(own_ngo).post(path, data).status_code)
    assert len(hashed) == TRIES * hashes


def test_an_account_is_made_once_and_its_pin_opens_it(own_ngo):
    salma, actor = Person.objects.create(full_name="Salma"), a_user()
    made = [one for one in tap(own_ngo, lambda: refused(make_account, person=salma, actor=actor)) if one]
    ((user, pin),) = made
    assert (User.objects.filter(username__startswith="p-").count(), user.check_password(pin)) == (1, True)
    assert Person.objects.get().user == user


def test_a_pin_made_and_one_chosen_by_link_do_not_overwrite_each_other(own_ngo):
    salma, actor = Person.objects.create(full_name="Salma", email="salma@example.org"), a_user()
    (invitation,) = invite_people(people=[salma], actor=None)

    def act(way):
        connection.set_tenant(own_ngo)
        try:
            if way == "link":
                user = refused(open_account, invitation=invitation, secret="246810")
                return user and (user, "246810")
            return refused(make_account, person=salma, actor=actor)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ((_user, secret),) = [one for one in pool.map(act, ["link", "PIN"]) if one]
    assert Person.objects.get().user.check_password(secret)


def test_a_link_is_made_once(own_ngo):
    salma = Person.objects.create(full_name="Salma", email="salma@example.org")
    made = tap(own_ngo, lambda: invite_people(people=[salma], actor=None)[0].pk)
    assert set(made) == set(Invitation.objects.values_list("pk", flat=True))
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("months", [24, None])
def test_a_rule_of_keeping_is_written_once(own_ngo, months):
    actor = a_user()
    set_rule(months=12, automatic=False, actor=actor)
    tap(own_ngo, lambda: set_rule(months=months, automatic=True, actor=actor))
    assert list(Retention.objects.values_list("months", "automatic")) == ([(24, True)] if months else [])
    tap(own_ngo, lambda: set_rule(months=36, automatic=False, actor=actor))
    assert list(Retention.objects.values_list("months", "automatic")) == [(36, False)]
