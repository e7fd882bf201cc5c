"""Oracle B: an NGO is told which of its own records may be one person, and nothing of anybody else's."""

import pytest

from network.same_people import tell_duplicates
from people.duplicates import find_candidates
from people.erasure import erase_person
from people.models import Hint, Person
from tenants import clock
from tests.support.contacts import contacts

OURS = {"a1": ["amina"], "a2": ["bilal"], "a3": ["phone1"], "a4": ["claire", "phone2"], "a5": []}
NAMES = {"a1": "Amina Benali", "a2": "Bilal Tazi", "a3": "Zoubida Ouchen", "a4": "Claire Dupont", "a5": "Hassan Mrini",
         "c1": "Youssef Karam", "c2": "Latifa Gharb", "c3": "Emma Petit"}  # fmt: skip
THEIRS = {"c1": ["bilal"], "c2": ["amina", "phone1"], "c3": ["emma"]}


@pytest.fixture
def network(own_ngo, other_ngo):
    for tenant, people in ((own_ngo, OURS), (other_ngo, THEIRS)):
        with tenant:
            for ref, names in people.items():
                Person.objects.create(ref=ref, full_name=NAMES[ref], **contacts(names))


def proposed():
    refs = dict(Person.objects.values_list("pk", "ref"))
    return [(refs[pair.one], refs[pair.other], sorted(pair.reasons)) for pair in find_candidates()]


def test_a1_and_a3_may_be_one_person(own_ngo, other_ngo, network):
    tell_duplicates()
    assert proposed() == [("a1", "a3", ["network"])]
    with other_ngo:
        assert proposed() == []


def test_what_no_longer_holds_is_no_longer_said(own_ngo, other_ngo, network):
    tell_duplicates()
    with other_ngo:
        Person.objects.filter(ref="c2").update(phone="")
    tell_duplicates()
    assert (Hint.objects.count(), proposed()) == (0, [])


def test_two_records_with_one_contact_need_no_network(own_ngo, network):
    Person.objects.filter(ref="a3").update(email="amina@example.org")
    tell_duplicates()
    assert proposed() == [("a1", "a3", ["email"])]


def test_an_erased_person_leaves_no_hint(own_ngo, network):
    tell_duplicates()
    erase_person(person=Person.objects.get(ref="a1"))
    assert (Hint.objects.count(), proposed()) == (0, [])


def test_the_clock_looks_at_the_hubs_turn(own_ngo, hub, network):
    clock.tick()
    with own_ngo:
        assert proposed() == [("a1", "a3", ["network"])]
