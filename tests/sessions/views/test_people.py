"""Putting people on a session's list."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from people.models import Person
from sessions.models import Evidence, Registration
from sessions.querysets import presences
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_slot, a_user, present


@pytest.fixture
def coordinator(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> TenantClient:
    return sign_in(own_ngo, Role.COORDINATOR)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def found(client: TenantClient, session: Any, text: str) -> list[tuple]:
    response = client.post(reverse("sessions:find_people", args=[session.uuid]), {"q": text})
    results = response.context["results"]
    return [(result["person"].full_name, result["is_listed"], result["runs_session"]) for result in results]


def test_people_are_searched_by_folded_name(coordinator: TenantClient) -> None:
    lefevre, running = a_person("Élodie Lefèvre"), a_person("Lefevre Paul", user=a_user("paul"))
    session = a_session(people=[lefevre], trainers=[running.user])
    a_person("Claire Lefèvre")
    assert found(coordinator, session, "LEFEVRE") == [
        ("Claire Lefèvre", False, False),
        ("Élodie Lefèvre", True, False),
        ("Lefevre Paul", False, True),
    ]


def test_at_most_20_are_shown(coordinator: TenantClient) -> None:
    for number in range(21):
        a_person(f"Amina {number}")
    session = a_session()
    assert len(found(coordinator, session, "amina")) == 20
    assert found(coordinator, session, "") == []


def test_a_trainer_does_not_search_the_register(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> None:
    trainer = sign_in(own_ngo, Role.TRAINER)
    a_person("Amina Benali")
    session = a_session(trainers=[User.objects.get(username="trainer")])
    assert trainer.post(reverse("sessions:find_people", args=[session.uuid]), {"q": "amina"}).status_code == 403
    response = trainer.get(reverse("sessions:add_person", args=[session.uuid]))
    assert "find" not in response.content.decode()


def test_a_search_puts_no_name_into_an_address(coordinator: TenantClient) -> None:
    a_person("Amina Benali")
    slot = a_slot()
    page, search = (reverse(f"sessions:{name}", args=[slot.session.uuid]) for name in ("add_person", "find_people"))
    assert f'method="post" action="{search}"' in coordinator.get(page).content.decode()
    assert coordinator.get(page + "?q=amina").context["results"] == []
    assert coordinator.get(search + "?q=amina").url == page
    response = coordinator.post(search, {"q": "amina", "slot": slot.number})
    assert [response.context["form"][name].value() for name in ("slot", "full_name")] == ["1", "amina"]
    assert "q=" not in response.content.decode()
    assert (Person.objects.count(), Registration.objects.count()) == (1, 0)


def test_a_stranger_ngos_people_are_not_found(coordinator: TenantClient, other_ngo: Tenant) -> None:
    with other_ngo:
        a_person("Amina Ailleurs")
    a_person("Amina Benali")
    assert found(coordinator, a_session(), "amina") == [("Amina Benali", False, False)]


def test_somebody_found_is_put_on_the_list_once(coordinator: TenantClient) -> None:
    amina, session = a_person(category="police"), a_session()
    address = reverse("sessions:register", args=[session.uuid, amina.uuid])
    responses = [coordinator.post(address) for _again in range(2)]
    assert [response.url for response in responses] == [reverse("sessions:add_person", args=[session.uuid])] * 2
    assert said(responses[1]) == ["Amina Benali is on the list.", "Amina Benali was on the list already."]
    assert list(Registration.objects.values_list("person", "category", "walk_in")) == [(amina.pk, "police", False)]


def test_somebody_found_who_walked_in_is_present(coordinator: TenantClient) -> None:
    amina, slot = a_person(), a_slot()
    address = reverse("sessions:register", args=[slot.session.uuid, amina.uuid])
    response = coordinator.post(address, {"slot": slot.number})
    assert response.url == reverse("sessions:attendance", args=[slot.session.uuid, slot.number])
    assert presences(slot) == {amina.pk: 210}
    assert Registration.objects.get().walk_in is True


def test_whoever_runs_the_session_is_refused_with_a_word(coordinator: TenantClient) -> None:
    running = a_person("Youssef", user=a_user("youssef"))
    session = a_session(trainers=[running.user])
    response = coordinator.post(reverse("sessions:register", args=[session.uuid, running.uuid]))
    assert said(response) == ["Youssef: whoever runs a session is never counted in it. Leave this name out."]
    assert Registration.objects.count() == 0


def test_a_merged_record_is_not_registered(coordinator: TenantClient) -> None:
    twin = a_person("Amina B.", merged_into=a_person())
    address = reverse("sessions:register", args=[a_session().uuid, twin.uuid])
    assert coordinator.post(address).status_code == 404


def test_somebody_new_with_a_name_only(coordinator: TenantClient) -> None:
    session = a_session()
    address = reverse("sessions:add_person", args=[session.uuid])
    data = {"uuid": uuid.uuid4(), "full_name": "Emma"}
    responses = [coordinator.post(address, data) for _again in range(2)]
    assert [response.url for response in responses] == [address] * 2
    assert list(Person.objects.values_list("full_name", "sex", "person_region")) == [("Emma", "", "")]
    assert Registration.objects.get().walk_in is False


def test_somebody_new_with_all_that_is_known(coordinator: TenantClient) -> None:
    axes = {
        "sex": "f", "age_band": "25-34", "category": "judge", "institution_type": "justice",
        "person_region": "MA-04", "person_language": "ar",
    }  # fmt: skip
    data = {"uuid": uuid.uuid4(), "full_name": "Hanane", "name_other_script": "حنان", "institution": "Court"} | axes
    coordinator.post(reverse("sessions:add_person", args=[a_session().uuid]), data)
    person = Person.objects.get()
    assert (person.name_other_script, person.institution, person.axes()) == ("حنان", "Court", axes)
    assert Registration.objects.get().axes() == axes


def test_a_trainer_adds_a_walk_in_in_one_form(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> None:
    trainer = sign_in(own_ngo, Role.TRAINER)
    slot = a_slot(trainers=[User.objects.get(username="trainer")])
    data = {"uuid": uuid.uuid4(), "full_name": "Emma", "slot": slot.number}
    address = reverse("sessions:add_person", args=[slot.session.uuid])
    responses = [trainer.post(address, data) for _again in range(2)]
    roll = reverse("sessions:attendance", args=[slot.session.uuid, slot.number])
    assert [response.url for response in responses] == [roll] * 2
    emma = Person.objects.get()
    assert Registration.objects.values_list("person", "walk_in").get() == (emma.pk, True)
    assert presences(slot) == {emma.pk: 210}
    assert Evidence.objects.get().recorded_by.username == "trainer"


def test_the_half_day_of_the_address_is_chosen_and_later_ones_are_not_offered(coordinator: TenantClient) -> None:
    slot, later = a_slot(), a_slot(on=1)
    addresses = [reverse("sessions:add_person", args=[given.session.uuid]) + "?slot=1" for given in (slot, later)]
    form, other = (coordinator.get(address).context["form"] for address in addresses)
    assert form["slot"].value() == "1"
    assert [list(given.fields["slot"].queryset) for given in (form, other)] == [[slot], []]


def test_a_name_is_needed(coordinator: TenantClient) -> None:
    address = reverse("sessions:add_person", args=[a_session().uuid])
    response = coordinator.post(address, {"uuid": uuid.uuid4(), "full_name": "  "})
    assert response.context["form"].errors == {"full_name": ["Write the name; nothing else is needed."]}
    assert Person.objects.count() == 0


def test_taking_off_the_list_is_asked_once(coordinator: TenantClient) -> None:
    amina = a_person()
    session = a_session(people=[amina])
    address = reverse("sessions:remove_person", args=[session.uuid, amina.uuid])
    assert "Amina Benali stays in your register of people." in coordinator.get(address).content.decode()
    assert Registration.objects.count() == 1
    assert coordinator.post(address).url == reverse("sessions:detail", args=[session.uuid])
    assert Registration.objects.count() == 0


def test_who_was_marked_is_not_taken_off(coordinator: TenantClient) -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    response = coordinator.post(reverse("sessions:remove_person", args=[slot.session.uuid, amina.uuid]))
    assert response.context["form"].non_field_errors() == [
        "Amina Benali was marked in this session, so the name stays. Without a presence it counts nowhere."
    ]
