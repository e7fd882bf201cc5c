"""Two coordinators correct one record, or the person and a coordinator: nothing is taken back without a word."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role, give_role
from people.models import Person
from tenants.models import Tenant
from tests.support.clients import TenantClient

FACTS = ("full_name", "phone", "institution", "category")


def a_coordinator(ngo: Tenant, name: str) -> TenantClient:
    user = User.objects.create_user(username=name, first_name=name)
    give_role(user, Role.COORDINATOR)
    client = TenantClient(ngo)
    client.force_login(user)
    return client


@pytest.fixture
def person(own_ngo: Tenant) -> Person:
    user = User.objects.create_user(username="p-1")
    return Person.objects.create(full_name="Amina", phone="+212612345678", person_language="fr", user=user)


def opened(client: TenantClient, url: str) -> dict[str, Any]:
    form = client.get(url).context["form"]
    return {field.name: field.value() or "" for field in form if field.name != "past"}


def stored() -> list[str]:
    return list(Person.objects.values_list(*FACTS).get())


@pytest.fixture
def url(person: Person) -> str:
    return reverse("people:change_record", args=[person.uuid])


def test_what_each_corrected_is_kept(own_ngo: Tenant, url: str) -> None:
    me, other = a_coordinator(own_ngo, "Salma"), a_coordinator(own_ngo, "Karim")
    mine, theirs = opened(me, url), opened(other, url)
    other.post(url, theirs | {"institution": "Entraide", "category": "social_worker"})
    response = me.post(url, mine | {"full_name": "Amina Benali"}, follow=True)
    assert stored() == ["Amina Benali", "+212612345678", "Entraide", "social_worker"]
    said = [str(message) for message in response.context["messages"]]
    assert (len(said), said[1].split()[0]) == (2, "Karim")


@pytest.mark.parametrize("name", ["Amina B.", "Amina Benali"], ids=["mine", "theirs"])
def test_what_both_corrected_is_shown_and_saving_again_decides(own_ngo: Tenant, url: str, name: str) -> None:
    me, other = a_coordinator(own_ngo, "Salma"), a_coordinator(own_ngo, "Karim")
    mine, theirs = opened(me, url), opened(other, url)
    other.post(url, theirs | {"full_name": "Amina Benali", "institution": "Entraide"})
    form = me.post(url, mine | {"full_name": "Amina B.", "category": "lawyer"}).context["form"]
    assert list(form.errors) == ["full_name"]
    assert "Amina Benali" in form.errors["full_name"][0]
    assert stored() == ["Amina Benali", "+212612345678", "Entraide", ""]
    again = {field.name: field.value() or "" for field in form if field.name != "past"}
    assert [again[fact] for fact in FACTS] == ["Amina B.", "+212612345678", "Entraide", "lawyer"]
    me.post(url, again | {"full_name": name})
    assert stored() == [name, "+212612345678", "Entraide", "lawyer"]


def test_the_person_and_a_coordinator_at_once(own_ngo: Tenant, person: Person, url: str) -> None:
    me, coordinator = TenantClient(own_ngo), a_coordinator(own_ngo, "Karim")
    me.force_login(person.user)
    own = reverse("people:correct")
    mine, theirs = opened(me, own), opened(coordinator, url)
    coordinator.post(url, theirs | {"phone": "+212700000000"})
    me.post(own, mine | {"institution": "Entraide"})
    assert stored() == ["Amina", "+212700000000", "Entraide", ""]


def test_what_one_record_was_opened_with_is_nothing_for_another(own_ngo: Tenant, url: str) -> None:
    me, twin = a_coordinator(own_ngo, "Salma"), Person.objects.create(full_name="Nadia", person_language="fr")
    seen = opened(me, url)["seen"]
    other = reverse("people:change_record", args=[twin.uuid])
    me.post(other, opened(me, other) | {"seen": seen, "institution": "X"})
    twin.refresh_from_db()
    assert (twin.full_name, twin.institution) == ("Nadia", "X")


def test_the_stranger_finds_no_record(url: str, other_ngo: Tenant) -> None:
    with other_ngo:
        client = a_coordinator(other_ngo, "Stranger")
    assert client.get(url).status_code == 404
