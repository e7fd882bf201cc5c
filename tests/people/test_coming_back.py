"""Whoever joined by a code comes back with name and PIN."""

import pytest

from accounts.models import User
from accounts.roles import Role, give_role
from courses.actions import enrol_person
from courses.models import Enrolment
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.newcomers import NEWCOMER


def test_the_same_name_and_pin_is_the_same_person(client, join_code):
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    client.logout()
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER | {"name": " salma  EXEMPLE", "pin": "٢٤٦٨١٠"})
    assert (Person.objects.count(), Enrolment.objects.count()) == (1, 1)


def test_the_same_name_with_another_pin_is_another_person(client, join_code):
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    client.logout()
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER | {"pin": "135790"})
    assert Person.objects.count() == 2


def test_who_comes_back_is_recognised_by_name_and_pin(client, join_code):
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    client.logout()
    path = f"/fr/join/{join_code.code}/back/"
    wrong = [client.post(path, {"name": name, "pin": pin}).context["form"].non_field_errors()
             for name, pin in (("Salma Exemple", "0000"), ("Personne", "2468"))]  # fmt: skip
    assert wrong[0] == wrong[1]  # the same answer whether the name exists or not
    assert client.post(path, {"name": "Salma Exemple", "pin": "246810"}).headers["location"] == "/fr/cours/"


@pytest.mark.parametrize(("sent", "lasts"), [({}, 14 * 24 * 3600), ({"shared": "on"}, "")], ids=["own", "shared"])
@pytest.mark.parametrize("way", ["", "back/"], ids=["newcomer", "way back"])
def test_on_a_shared_phone_the_session_ends_with_the_browser(client, own_ngo, join_code, sent, lasts, way):
    TenantClient(own_ngo).post(f"/fr/join/{join_code.code}/", NEWCOMER)
    client.post(f"/fr/join/{join_code.code}/{way}", NEWCOMER | sent)
    assert client.cookies["sessionid"]["max-age"] == lasts
    assert client.get("/fr/me/").status_code == 200


def test_who_joined_reads_how_to_come_back(client, join_code):
    response = client.post(f"/en/join/{join_code.code.lower()}/", NEWCOMER, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        f"You have joined. To come back, on any phone: the code {join_code.code}, your name and your PIN. Keep them."
    ]
    assert client.get("/en/me/").context["parts"][0].context["outlines"][0].join_code == join_code.code


def test_who_comes_back_in_vain_reads_what_to_do(client, join_code):
    response = client.post(f"/en/join/{join_code.code}/back/", {"name": "Salma Exemple", "pin": "0000"})
    assert response.context["form"].non_field_errors() == [
        "This name and PIN do not go together here. Check both. After many tries, wait a quarter of an hour."
    ]
    assert "PIN forgotten? Ask your coordinator or trainer for a new one." in response.content.decode()


def test_somebody_else_on_the_phone_signs_out_and_joins(client, join_code):
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    Enrolment.objects.all().delete()
    path = f"/fr/join/{join_code.code}/"
    assert f'name="next" value="{path}"' in client.get(path).content.decode()
    assert client.post("/fr/sign-out/", {"next": path}).headers["location"] == path
    assert client.get(path).templates[0].name == "people/join_code.html"


@pytest.mark.parametrize("path", ["", "back/"], ids=["joining", "coming back"])
def test_a_participant_who_became_staff_does_not_sign_in_by_pin(client, join_code, path):
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    client.logout()
    staff = User.objects.get()
    give_role(staff, Role.TRAINER)  # staff sign in with two keys
    client.post(f"/fr/join/{join_code.code}/{path}", NEWCOMER)
    assert client.session.get("_auth_user_id") != str(staff.pk)


def test_four_digits_let_in_who_has_them_and_no_newcomer(own_ngo, join_code, course):
    """Also at the newcomers' form, where people who joined before write name and PIN again."""
    user = User.objects.create_user(username="p-old", password="2468")
    enrol_person(person=Person.objects.create(full_name="Salma Exemple", user=user), course=course)
    path = f"/en/join/{join_code.code}/"
    for way in (path, f"{path}back/"):
        assert TenantClient(own_ngo).post(way, NEWCOMER | {"pin": "2468"}).status_code == 302
    refused = TenantClient(own_ngo).post(path, NEWCOMER | {"name": "Nadia Exemple", "pin": "2468"})
    assert refused.context["form"].errors["pin"] == [
        "A new PIN has 6 to 8 digits. If you joined before, check your name and your PIN."
    ]
    assert Person.objects.count() == 1
