"""Oracle B: unique people over three NGOs; what is a token, what is none; nothing leaves an NGO but tokens."""

import pytest

from impact.counting import Period, count_network, parameters_for
from impact.counting.linking import members_of, token, unique_people
from people.erasure import erase_person
from people.models import Person
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.contacts import contacts

B = {
    "own_ngo": {"a1": ["amina"], "a2": ["bilal"], "a3": ["phone1"], "a4": ["claire", "phone2"], "a5": []},
    "other_ngo": {"b1": ["amina"], "b2": ["phone2"], "b3": ["driss"], "b4": ["farid"]},
    "hub": {"c1": ["bilal"], "c2": ["amina", "phone1"], "c3": ["emma"]},
}
NOT_TRAINED = ("a4", "c1")
YEAR = Period.year(2019)


@pytest.fixture
def network(hub, own_ngo, other_ngo):
    tenants = {"own_ngo": own_ngo, "other_ngo": other_ngo, "hub": hub}
    for schema, people in B.items():
        refs = list(people)
        import_rows(tenant=tenants[schema], rows=workbook(
            people=[person(ref, **contacts(names)) for ref, names in people.items()],
            sessions=[session("T"), session("A", kind="awareness")],
            slots=[slot("T", 1, "2019-05-06"), slot("A", 1, "2019-05-07")],
            attendance=[attendance("A" if ref in NOT_TRAINED else "T", 1, ref) for ref in refs],
        ))  # fmt: skip
    return tenants


def test_oracle_b(network):
    counted = count_network(network.values(), YEAR)["indicators"]
    assert counted["REACH"] == {"value": 7, "sum": 12, "overlap": 5, "low": 6, "high": 7, "additive": False}
    assert counted["TRAINED"] == {"value": 7, "sum": 10, "overlap": 3, "low": 6, "high": 7, "additive": False}


def test_a_contact_of_three_people_links_nobody(own_ngo):
    Person.objects.bulk_create(Person(full_name=f"P{n}", email="family@example.org") for n in range(3))
    assert members_of(parameters_for(YEAR)) == ([], {})
    Person.objects.first().delete()
    assert [member.tokens for member in members_of(parameters_for(YEAR))[0]] == [
        {token("email", "family@example.org")}
    ] * 2


def test_an_erased_person_links_nobody(network, own_ngo):
    before = count_network(network.values(), YEAR)["indicators"]["REACH"]
    erase_person(person=Person.objects.get(ref="a1"))
    after = count_network(network.values(), YEAR)["indicators"]["REACH"]
    assert (before["sum"], after["sum"], after["value"]) == (12, 12, 8)


def test_a_token_hides_what_it_is_made_of(settings):
    known = token("email", "Amina@Example.org")
    assert known == token("email", "amina@example.org")
    assert known != token("phone", "amina@example.org")
    assert (len(known), "amina" in known) == (64, False)
    settings.NETWORK_TOKEN_KEY = "another key of the same length, at least"
    assert token("email", "amina@example.org") != known


def test_a_new_key_counts_the_same_people(network, own_ngo, settings):
    before = count_network(network.values(), YEAR)["indicators"]
    settings.NETWORK_TOKEN_KEY = "another key of the same length, at least"
    assert count_network(network.values(), YEAR)["indicators"] == before


def test_nobody_is_no_one():
    assert unique_people([], "reached") == {
        "value": 0, "sum": 0, "overlap": 0, "low": 0, "high": 0, "additive": False,
    }  # fmt: skip
