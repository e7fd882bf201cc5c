"""Guessing codes, names and PINs is slowed down, and what a code gives away."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from accounts import limits
from accounts.limits import TRIES
from accounts.models import JoinCode, User
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.newcomers import NEWCOMER


def guess(client, path, pins=TRIES, **changes):
    """Wrong PINs, each by somebody who is not signed in."""
    for pin in range(1000, 1000 + pins):
        client.post(path, NEWCOMER | {"pin": str(pin)} | changes)
        client.logout()


@pytest.mark.parametrize("guessed_at", ["", "back/"], ids=["newcomer's form", "way back"])
@pytest.mark.parametrize("then_at", ["", "back/"], ids=["newcomer's form", "way back"])
def test_guessing_is_slowed_down(client, join_code, guessed_at, then_at):
    path = f"/fr/join/{join_code.code}/"
    client.post(path, NEWCOMER)
    client.logout()
    guess(client, path + guessed_at)
    people, users = Person.objects.count(), User.objects.count()
    response = client.post(path.lower() + then_at, NEWCOMER | {"name": "SALMA  exemple"})  # the right one, too late
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert (Person.objects.count(), User.objects.count()) == (people, users)  # nothing new either


def test_a_limit_is_the_same_for_a_name_nobody_has(client, join_code):
    guess(client, f"/fr/join/{join_code.code}/back/", name="Personne")
    response = client.post(f"/en/join/{join_code.code}/", NEWCOMER | {"name": "Personne"})
    assert response.context["form"].non_field_errors() == ["Too many tries. Wait a quarter of an hour, then try again."]
    assert not Person.objects.exists()


def test_a_class_behind_one_address_may_slip(client, join_code):
    path = f"/fr/join/{join_code.code}/"
    for number in range(40):
        client.post(path, NEWCOMER | {"name": f"Élève {number}"})
        client.logout()
    for number in range(40):
        guess(client, f"{path}back/", pins=3, name=f"Élève {number}")
    response = client.post(f"{path}back/", {"name": "Élève 39", "pin": "246810"})
    assert response.headers["location"] == "/fr/cours/"


@pytest.mark.parametrize("name", ["Salma Exemple", "Personne"], ids=["known name", "unknown name"])
def test_the_clock_does_not_tell_a_name(client, join_code, monkeypatch, name):
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    client.logout()
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(args) or encode(*args))
    client.post(f"/fr/join/{join_code.code}/back/", {"name": name, "pin": "0000"})
    assert len(hashed) == 1


LIMITED = "Too many tries. Wait a quarter of an hour, then try again."


@pytest.mark.parametrize("known", ["open", "closed"])
@pytest.mark.parametrize("path", ["", "back/"], ids=["joining", "coming back"])
def test_guessing_codes_by_address_is_slowed_down(own_ngo, other_ngo, client, join_code, monkeypatch, path, known):
    monkeypatch.setattr(limits, "ADDRESS_TRIES", 5)
    JoinCode.objects.update(active=known == "open")
    for number in range(5):
        client.get(f"/en/join/ABCDEFG{number}/{path}")
    response = client.get(f"/en/join/{join_code.code}/{path}", follow=True)
    assert response.redirect_chain == [("/en/join/", 302)]
    assert [str(message) for message in response.context["messages"]][-1] == LIMITED
    form = client.post("/en/join/", {"code": join_code.code}).context["form"]
    assert form.non_field_errors() == [LIMITED]  # one count for both
    assert not client.post(f"/en/join/{join_code.code}/{path}", NEWCOMER).wsgi_request.user.is_authenticated
    assert TenantClient(other_ngo).get("/en/join/ABCDEFGH/", follow=True).status_code == 200


def test_a_closed_code_counts_and_an_open_one_does_not(client, join_code, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS_TRIES", 2)
    path = f"/fr/join/{join_code.code}/"
    assert [client.get(path).status_code for _number in range(4)] == [200] * 4
    JoinCode.objects.update(active=False)
    assert [client.get(path)["location"] for _number in range(3)] == [f"{path}back/", f"{path}back/", "/fr/join/"]
