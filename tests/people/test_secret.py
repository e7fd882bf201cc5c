"""One's own PIN or password is changed by whoever knows it; other phones are signed out, this one stays."""

import re
import time

import pytest

from accounts.models import User
from accounts.roles import Role
from people.consent import give_consent
from people.models import Person
from tests.support.clients import TenantClient

PATH = "/fr/my-data/secret/"


@pytest.fixture
def somebody(own_ngo):
    user = User.objects.create_user(username="p-somebody", password="2468")
    Person.objects.create(full_name="Salma Exemple", user=user)
    return user


def signed_in(tenant, user):
    client = TenantClient(tenant)
    client.force_login(user)
    return client


@pytest.mark.parametrize(("typed", "kept"), [("135790", "135790"), ("١٣٥٧٩٠", "135790"), ("une phrase de mots", None)])
def test_a_new_one(own_ngo, other_ngo, somebody, typed, kept):
    with other_ngo:
        stranger = User.objects.create_user(username="p-somebody", password="2468")
    here, elsewhere = signed_in(own_ngo, somebody), signed_in(own_ngo, somebody)
    assert here.post(PATH, {"secret": "2468", "new": typed}).headers["location"] == "/fr/account/second/"
    somebody.refresh_from_db()
    assert somebody.check_password(kept or typed)
    assert here.get(PATH).status_code == 200
    assert elsewhere.get(PATH).headers["location"].startswith("/fr/sign-in/")
    with other_ngo:
        stranger.refresh_from_db()
        assert stranger.check_password("2468")


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({"secret": "1111", "new": "135790"}, "secret"),
        ({"secret": "2468", "new": "1234"}, "new"),
        ({"secret": "2468", "new": ""}, "new"),
        ({"secret": "", "new": "135790"}, "secret"),
    ],
    ids=["a wrong one", "too short", "no new one", "nothing so far"],
)
def test_refused(own_ngo, somebody, posted, field):
    response = signed_in(own_ngo, somebody).post(PATH, posted)
    assert list(response.context["form"].errors) == [field]
    somebody.refresh_from_db()
    assert somebody.check_password("2468")


def test_guesses_are_limited(own_ngo, somebody):
    client = signed_in(own_ngo, somebody)
    for guess in range(1000, 1010):
        client.post(PATH, {"secret": str(guess), "new": "135790"})
    response = client.post(PATH, {"secret": "2468", "new": "135790"})
    assert list(response.context["form"].errors) == ["__all__"]


def test_staff_take_a_password(own_ngo, make_user):
    coordinator = make_user(own_ngo, Role.COORDINATOR)
    response = signed_in(own_ngo, coordinator).post(PATH, {"secret": "x", "new": "135790"})
    assert list(response.context["form"].errors) == ["new"]


def test_nobody_in_particular_is_asked_to_sign_in(client):
    assert client.get(PATH).headers["location"] == f"/fr/sign-in/?next={PATH}"


def by_code(tenant, user, path, mails):
    """Forgotten: out, in again by a code, back where one came for. The client, and where it was led."""
    client = signed_in(tenant, user)
    asked = client.post(f"/fr/my-data/forgotten/{path}/").headers["location"]
    answer = client.post(asked, {"contact": "salma@example.org"})
    code = re.search(r"\b\d{6}\b", mails[-1].body)[0]
    return client, client.post(answer.headers["location"], {"code": code}).headers["location"]


@pytest.fixture
def reached(somebody):
    Person.objects.update(email="salma@example.org")
    give_consent(person=somebody.person)
    return somebody


def test_a_fresh_code_stands_for_the_pin_that_was_forgotten(own_ngo, reached, mailoutbox):
    page = signed_in(own_ngo, reached).get(PATH)
    assert (page.context["gets_codes"], page.context["is_fresh"]) == (True, False)
    client, led_to = by_code(own_ngo, reached, "change", mailoutbox)
    assert led_to == PATH
    form = client.get(PATH).context["form"]
    assert list(form.fields) == ["new"]
    assert client.post(PATH, {"new": "135790"}).headers["location"] == "/fr/account/second/"
    reached.refresh_from_db()
    assert reached.check_password("135790")


def test_a_fresh_code_erases_too(own_ngo, reached, mailoutbox):
    client, led_to = by_code(own_ngo, reached, "erase", mailoutbox)
    assert led_to == "/fr/my-data/delete/"
    assert list(client.get(led_to).context["form"].fields) == []
    assert client.post(led_to).headers["location"] == "/fr/my-data/deleted/"
    assert Person.objects.get().erased_at is not None


def test_a_code_of_ten_minutes_ago_stands_for_nothing(own_ngo, reached, mailoutbox, monkeypatch):
    client, led_to = by_code(own_ngo, reached, "change", mailoutbox)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)
    assert list(client.get(led_to).context["form"].fields) == ["secret", "new"]
    assert list(client.post(led_to, {"new": "135790"}).context["form"].errors) == ["secret"]
    assert list(client.post("/fr/my-data/delete/").context["form"].errors) == ["secret"]
    reached.refresh_from_db()
    assert reached.check_password("2468")


def test_a_pin_just_written_is_no_code(own_ngo, somebody):
    Person.objects.update(phone="")
    client = TenantClient(own_ngo)
    client.post("/fr/sign-in/", {"username": "p-somebody", "password": "2468"})
    assert list(client.get(PATH).context["form"].fields) == ["secret", "new"]


@pytest.mark.parametrize("path", [PATH, "/fr/my-data/delete/"])
@pytest.mark.parametrize("case", ["no contact", "shared", "phone without SMS"])
def test_who_can_be_sent_no_code_is_led_to_the_coordinator(own_ngo, somebody, settings, path, case):
    settings.SMS_BACKEND = ""
    give_consent(person=somebody.person)
    if case == "shared":
        Person.objects.update(email="family@example.org")
        Person.objects.create(full_name="Nadia", email="family@example.org")
    elif case == "phone without SMS":
        Person.objects.update(phone="+212612345678")
    page = signed_in(own_ngo, somebody).get(path.replace("/fr/", "/en/")).content.decode()
    assert "Ask your coordinator: they give you a new PIN at once." in page
    assert "/my-data/forgotten/" not in page
