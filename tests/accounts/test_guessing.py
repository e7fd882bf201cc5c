"""One limit for each account, at every door and by every name; what lasts, and who unlocks."""

import time

import pytest
from django.db import connection

from accounts import guessing
from accounts.limits import TRIES, WINDOW
from accounts.login import badge_token
from accounts.models import JoinCode, User
from accounts.roles import Role
from people.models import Person
from tests.support.clients import TenantClient

PHRASE = "une phrase de mots"
PHONE, MAIL, PIN, WRONG = "+212612345678", "salma@example.org", "246810", "999999"


@pytest.fixture
def salma(course, enrolment):
    """Enrolled in a course with two codes; reached by mail and phone."""
    person = enrolment.person
    Person.objects.filter(pk=person.pk).update(full_name="Salma Exemple", email=MAIL, phone=PHONE)
    person.user.set_password(PIN)
    person.user.save()
    return User.objects.get(pk=person.user_id)


@pytest.fixture
def codes(course):
    return [JoinCode.objects.create(target_kind="course", target_uuid=course.translation_key) for _n in range(3)]


@pytest.fixture
def clock(monkeypatch):
    """Quarters of an hour pass when told."""
    now = [time.time()]
    monkeypatch.setattr("accounts.limits.time.time", lambda: now[0])

    def forward(quarters=1):
        now[0] += quarters * WINDOW

    return forward


def sign_in(tenant, name, secret, address="10.0.0.1"):
    client = TenantClient(tenant, REMOTE_ADDR=address)
    return "_auth_user_id" in (client.post("/fr/sign-in/", {"username": name, "password": secret}) and client.session)


def come_back(tenant, code, pin, name="Salma Exemple", address="10.0.0.1"):
    client = TenantClient(tenant, REMOTE_ADDR=address)
    return client.post(f"/fr/join/{code}/back/", {"name": name, "pin": pin}).status_code == 302


def badge(tenant, user, pin, address="10.0.0.1"):
    client = TenantClient(tenant, REMOTE_ADDR=address)
    return client.post(f"/fr/badge/{badge_token(user)}/", {"pin": pin}).status_code == 302


def doors(tenant, user, codes):
    return {
        "mail": lambda pin, **f: sign_in(tenant, MAIL, pin, **f),
        "phone": lambda pin, **f: sign_in(tenant, "06 12 34 56 78", pin, **f),
        "first code": lambda pin, **f: come_back(tenant, codes[0].code, pin, **f),
        "second code": lambda pin, **f: come_back(tenant, codes[1].code.lower(), pin, name="salma  EXEMPLE", **f),
        "badge": lambda pin, **f: badge(tenant, user, pin, **f),
    }


def test_ten_wrong_tries_at_one_door_close_all_for_a_quarter_of_an_hour(own_ngo, salma, codes, clock):
    ways = doors(own_ngo, salma, codes)
    assert [ways["first code"](WRONG) for _n in range(TRIES)] == [False] * TRIES
    assert {name: way(PIN) for name, way in ways.items()} == dict.fromkeys(ways, False)
    clock()
    assert ways["badge"](PIN)


def test_codes_and_spellings_give_no_more_tries_and_fifty_last(own_ngo, other_ngo, salma, codes, clock):
    """960 a day it was; now fifty in all, however long one waits."""
    with other_ngo:
        User.objects.create_user(username=salma.username, password=PIN)
    ways = list(doors(own_ngo, salma, codes).values())
    for number in range(200):
        ways[number % len(ways)](WRONG, address=f"10.0.{number % 7}.1")
        clock(1 if number % 9 == 8 else 0)
    clock(96 * 30)
    assert [way(PIN) for way in ways] == [False] * len(ways)
    connection.set_tenant(own_ngo)
    assert User.objects.get(pk=salma.pk).wrong_tries == guessing.MOST
    with other_ngo:
        assert User.objects.get().wrong_tries == 0


def locked(user):
    User.objects.filter(pk=user.pk).update(wrong_tries=guessing.MOST)


@pytest.mark.parametrize("help", ["unlock", "pin"])
def test_the_coordinator_reads_of_it_and_opens_it(own_ngo, other_ngo, salma, codes, sign_in_as, help):
    locked(salma)
    coordinator = sign_in_as(own_ngo, Role.COORDINATOR)
    page = coordinator.get("/en/accounts/")
    assert [account.user for account in page.context["locked"]] == [salma]
    assert sign_in_as(other_ngo, Role.COORDINATOR).get("/en/accounts/").context["locked"] == []
    path = f"/en/accounts/{salma.pk}/"
    assert "unlock" in coordinator.get(path).context["offered"]
    for _n in range(TRIES):
        badge(own_ngo, salma, WRONG)
    done = coordinator.post(f"{path}{help}/")
    pin = done.context["pin"] or PIN
    assert coordinator.get("/en/accounts/").context["locked"] == []
    assert "unlock" not in coordinator.get(path).context["offered"]
    ways = doors(own_ngo, salma, codes)
    assert {name: way(pin) for name, way in ways.items()} == dict.fromkeys(ways, True)


@pytest.fixture
def sign_in_as(sign_in):
    return sign_in


def test_ten_wrong_pins_at_a_badge_and_a_new_pin_at_once(own_ngo, salma, sign_in_as):
    for _n in range(TRIES + 2):
        badge(own_ngo, salma, WRONG)
    pin = sign_in_as(own_ngo, Role.COORDINATOR).post(f"/fr/accounts/{salma.pk}/pin/").context["pin"]
    assert badge(own_ngo, salma, pin)


def test_own_slips_are_taken_back_and_those_of_others_not(own_ngo, salma, codes):
    ways = doors(own_ngo, salma, codes)
    for _n in range(4):
        ways["mail"](WRONG, address="10.9.9.9")
    for _n in range(3):
        ways["phone"](WRONG)
    assert ways["first code"](PIN)
    assert User.objects.get(pk=salma.pk).wrong_tries == 4


def test_somebody_of_the_same_name_frees_no_guesses_and_locks_nobody(own_ngo, salma, codes, course):
    """An attacker joins under the victim's name and signs in with their own PIN as often as they like."""
    from courses.actions import enrol_person  # the fixtures' own app

    user = User.objects.create_user(username="p-namesake", password="135790")
    enrol_person(person=Person.objects.create(full_name="Salma Exemple", user=user), course=course)
    for guess in range(5):
        come_back(own_ngo, codes[0].code, f"00000{guess}")
        assert come_back(own_ngo, codes[0].code, "135790")
    assert User.objects.get(pk=salma.pk).wrong_tries == 5


@pytest.mark.parametrize("names", [("coordinator", "c@example.org"), ("c@example.org", "coordinator")], ids=str)
def test_staff_locked_by_one_name_are_locked_by_the_other(own_ngo, make_user, names, clock):
    user = make_user(own_ngo, Role.COORDINATOR)
    user.set_password(PHRASE)
    user.email = "c@example.org"
    user.save()
    for _n in range(TRIES):
        sign_in(own_ngo, names[0], "wrong")
    assert not sign_in(own_ngo, names[1], PHRASE)
    clock()
    assert sign_in(own_ngo, names[1], PHRASE)
    assert User.objects.get(pk=user.pk).wrong_tries == 0  # nobody shuts out the only coordinator for good


def test_the_answer_does_not_tell_which_names_are_of_one_account(own_ngo, salma):
    for _n in range(TRIES):
        sign_in(own_ngo, MAIL, WRONG)
    answers = []
    for name in (PHONE, "+212698765432"):
        response = TenantClient(own_ngo).post("/en/sign-in/", {"username": name, "password": WRONG})
        answers.append(response.context["form"].non_field_errors())
    assert answers[0] == answers[1]


def test_a_phone_left_open_gives_no_more_guesses(own_ngo, salma):
    """At changing the PIN, at erasing, and where the account's keys ask for it again."""
    client = TenantClient(own_ngo)
    client.force_login(salma)
    for number in range(TRIES):
        path = ("/fr/my-data/secret/", "/fr/my-data/delete/")[number % 2]
        client.post(path, {"secret": WRONG, "new": "135790"})
    client.post("/fr/account/again/", {"password": PIN})
    for path in ("/fr/my-data/secret/", "/fr/my-data/delete/"):
        client.post(path, {"secret": PIN, "new": "135790"})
    user = User.objects.get(pk=salma.pk)
    assert (user.check_password(PIN), user.is_active, user.wrong_tries) == (True, True, TRIES)
