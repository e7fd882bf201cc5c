"""Joining by a code: newcomers, those who come back, and what a code gives away."""

import pytest

from accounts.models import JoinCode, User
from courses.models import Enrolment
from people.models import Person
from tests.courses.conftest import course, exercise, join_code  # noqa: F401  fixtures

NEWCOMER = {
    "name": "Salma Exemple", "pin": "2468", "category": "police", "sex": "", "age_band": "", "person_region": "",
    "institution_type": "",
}  # fmt: skip


def test_a_newcomer_joins_without_mail_or_phone(client, join_code):  # noqa: F811
    response = client.post(f"/ar/join/{join_code.code.lower()}/", NEWCOMER)
    assert response.headers["location"] == "/ar/cours/"
    person = Person.objects.get()
    assert (person.full_name, person.email, person.phone) == ("Salma Exemple", "", "")
    assert (person.person_language, person.category) == ("ar", "police")
    assert Enrolment.objects.get().category == "police"
    assert client.get("/ar/learn/").status_code == 200  # signed in


def test_the_same_name_and_pin_is_the_same_person(client, join_code):  # noqa: F811
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    client.logout()
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER | {"name": " salma  EXEMPLE", "pin": "٢٤٦٨"})
    assert (Person.objects.count(), Enrolment.objects.count()) == (1, 1)


def test_the_same_name_with_another_pin_is_another_person(client, join_code):  # noqa: F811
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    client.logout()
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER | {"pin": "1357"})
    assert Person.objects.count() == 2


def test_who_comes_back_is_recognised_by_name_and_pin(client, join_code):  # noqa: F811
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    client.logout()
    path = f"/fr/join/{join_code.code}/back/"
    wrong = [client.post(path, {"name": name, "pin": pin}).context["form"].non_field_errors()
             for name, pin in (("Salma Exemple", "0000"), ("Personne", "2468"))]  # fmt: skip
    assert wrong[0] == wrong[1]  # the same answer whether the name exists or not
    assert client.post(path, {"name": "Salma Exemple", "pin": "2468"}).headers["location"] == "/fr/cours/"


def test_guessing_is_slowed_down(client, join_code):  # noqa: F811
    client.post(f"/fr/join/{join_code.code}/", NEWCOMER)
    client.logout()
    path = f"/fr/join/{join_code.code}/back/"
    for pin in range(1000, 1020):
        client.post(path, {"name": "Salma Exemple", "pin": str(pin)})
    assert client.post(path, {"name": "Salma Exemple", "pin": "2468"}).status_code == 200  # the right one, too late


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"pin": "12"}, "pin", id="short PIN"),
        pytest.param({"pin": "abcd"}, "pin", id="letters"),
        pytest.param({"category": "king"}, "category", id="unknown category"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(client, join_code, changes, field):  # noqa: F811
    response = client.post(f"/fr/join/{join_code.code}/", NEWCOMER | changes)
    assert list(response.context["form"].errors) == [field]
    assert not Person.objects.exists()
    assert not User.objects.filter(username__startswith="p-").exists()


@pytest.mark.parametrize("state", ["closed", "unpublished", "never was"])
def test_a_code_that_leads_nowhere_is_refused(client, course, join_code, state):  # noqa: F811
    code = "ABCDEFGH" if state == "never was" else join_code.code
    if state == "closed":
        JoinCode.objects.update(active=False)
    if state == "unpublished":
        course.unpublish()
    response = client.post("/fr/join/", {"code": code})
    assert list(response.context["form"].errors) == ["code"]
    assert client.get(f"/fr/join/{code}/").headers["location"] == "/fr/join/"
