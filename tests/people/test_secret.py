"""One's own PIN or password is changed by whoever knows it; other phones are signed out, this one stays."""

import pytest

from accounts.models import User
from accounts.roles import Role
from people.models import Person
from tests.conftest import TenantClient

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
