"""Who of the register may be the person about to be written: asked before anything is written."""

import uuid

import pytest
from django.db.models import Q
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from people.duplicates import find_candidates
from people.erasure import erase_person
from people.known import Described, fill_name_keys, known_like
from people.merging import merge_people
from people.models import NameKeys, Person
from people.names import may_be_same
from people.names.keys import keys_of
from tests.support.newcomers import NEWCOMER
from tests.support.sessions import a_person, a_user

LATIN = st.sampled_from(
    ["Amina", "Mohammed", "Khadija", "Benali", "El Alaoui", "Abderrahmane", "Zahra", "Aya", "Ouafae"]
)
ARABIC = st.sampled_from(["أمينة", "محمد", "خديجة", "بن علي", "العلوي", "عبد الرحمن", "الزهراء", "آية", "وفاء"])
NAMES = st.lists(st.one_of(LATIN, ARABIC), min_size=1, max_size=4).map(" ".join)


def named(found):
    return [(one.person.full_name, one.reasons) for one in found]


@given(NAMES, NAMES)
def test_names_that_may_be_the_same_share_a_key(one, other):
    if may_be_same(one, other):
        assert set(keys_of(one)) & set(keys_of(other))


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        (Described("محمد العلمي"), [("Mohamed Alami", ("name",))]),
        (Described("ALAMI Mohammed"), [("Mohamed Alami", ("name",))]),
        (Described("Somebody", name_other_script="محمد العلمي"), [("Mohamed Alami", ("name",))]),
        (Described("Somebody", email="M@Example.org"), [("Mohamed Alami", ("email",))]),
        (Described("Somebody", phone="06 12 34 56 78"), [("Mohamed Alami", ("phone",))]),
        (Described("M. Alami", phone="٠٦١٢٣٤٥٦٧٨", email="m@example.org"), [("Mohamed Alami", ("email", "phone"))]),
        (Described("Mahmoud Alami"), []),
        (Described("Mohamed"), []),
        (Described(""), []),
        (Described("---", phone="12"), []),
    ],
    ids=[
        "other script",
        "turned",
        "second name",
        "mail",
        "phone",
        "both contacts",
        "another",
        "one word",
        "nothing",
        "none",
    ],
)
def test_who_is_found(own_ngo, other_ngo, described, expected):
    with other_ngo:
        a_person("Mohamed Alami", email="m@example.org")
    a_person("Mohamed Alami", email="m@example.org", phone="+212612345678")
    a_person("Salma Exemple")
    assert named(known_like(described)) == expected


def test_the_likeliest_comes_first_and_a_merged_record_stands_for_the_one_that_stays(own_ngo):
    kept, absorbed = a_person("Mohamed Alami"), a_person("محمد الفاسي")
    merge_people(kept=kept, absorbed=absorbed, actor=a_user())
    a_person("Fassi Mohamed", email="m@example.org")
    found = known_like(Described("Mohamed Fassi", email="m@example.org"))
    assert named(found) == [("Fassi Mohamed", ("email", "name")), ("Mohamed Alami", ("name",))]


def test_of_many_without_keys_the_newest_come_first(own_ngo):
    people = [a_person(name) for name in ("Mohamed Alami", "Nadia Exemple", "Karim Alami")]
    assert fill_name_keys(most=2) == 2
    assert set(NameKeys.objects.values_list("person", flat=True)) == {people[1].pk, people[2].pk}


def test_keys_follow_the_names(own_ngo, django_assert_num_queries):
    person = a_person("Mohamed Alami")
    Person.objects.bulk_create(Person(full_name=f"Nadia Exemple {n}") for n in range(3))
    assert (fill_name_keys(), fill_name_keys()) == (4, 0)
    person.full_name = "Karim Alami"
    person.save(update_fields=["full_name"])
    Person.objects.filter(full_name="Nadia Exemple 1").update(full_name="Karima Alami")
    assert NameKeys.objects.count() == 2
    assert named(known_like(Described("كريم العلمي"))) == [("Karim Alami", ("name",))]
    person.category = "police"
    person.save(update_fields=["category"])
    assert NameKeys.objects.filter(person=person).exists()
    erase_person(person=person)
    assert not NameKeys.objects.filter(person=person).exists()
    assert fill_name_keys() == 0
    with django_assert_num_queries(3):  # keys missing, keys shared, people
        known_like(Described("Karima Alami"))


def test_somebody_known_is_asked_about_before_they_are_written(own_ngo, other_ngo, sign_in):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    known = a_person("محمد العلمي", institution="Wilaya")
    with other_ngo:
        a_person("Mohamed Alami", institution="Ailleurs")
    address = reverse("people:new_person")
    data = {"uuid": uuid.uuid4(), "full_name": "Mohamed Alami", "phone": "0612345678", "email": "m@Example.org"}
    page = coordinator.post(address, data).content.decode()
    assert ('id="known-people"' in page, "Wilaya" in page, "Ailleurs" in page) == (True, True, False)
    assert reverse("people:record", args=[known.uuid]) in page
    assert Person.objects.count() == 1
    for _again in range(2):
        response = coordinator.post(address, data | {"apart": str(known.uuid)})
        assert response.url == reverse("people:record", args=[data["uuid"]])
    person = Person.objects.exclude(pk=known.pk).get()
    assert (person.full_name, person.phone, person.email) == ("Mohamed Alami", "+212612345678", "m@example.org")


def test_who_came_meanwhile_is_asked_about_too(own_ngo, sign_in):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    first = a_person("Mohamed Alami")
    data = {"uuid": uuid.uuid4(), "full_name": "Mohamed Alami", "apart": str(first.uuid)}
    a_person("محمد العلمي")
    assert coordinator.post(reverse("people:new_person"), data).status_code == 200
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "text"), [("phone", "12"), ("email", "nowhere"), ("full_name", "")], ids=["phone", "mail", "name"]
)
def test_what_is_wrong_is_said_and_nothing_written(own_ngo, sign_in, field, text):
    data = {"uuid": uuid.uuid4(), "full_name": "Emma", field: text}
    response = sign_in(own_ngo, Role.COORDINATOR).post(reverse("people:new_person"), data)
    assert list(response.context["form"].errors) == [field]
    assert not Person.objects.exists()


def test_while_a_name_is_typed(own_ngo, other_ngo, sign_in):
    coordinator, trainer = sign_in(own_ngo, Role.COORDINATOR), sign_in(own_ngo, Role.TRAINER)
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    a_person("محمد العلمي", institution="Wilaya")
    address, data = reverse("people:known"), {"full_name": "Mohamed Alami"}
    assert "Wilaya" in coordinator.post(address, data).content.decode()
    assert coordinator.post(address, {"full_name": "Mohamed"}).content.decode().strip() == ""
    assert coordinator.get(address).status_code == 405
    assert trainer.post(address, data).status_code == 403
    assert stranger.post(address, data).content.decode().strip() == ""


def test_who_joins_by_a_code_sees_nothing_and_the_pair_is_for_the_coordinator(own_ngo, client, join_code):
    known = a_person("محمد العلمي", institution="Wilaya")
    response = client.post(f"/fr/join/{join_code.code}/", NEWCOMER | {"name": "Mohamed Alami"}, follow=True)
    page = response.content.decode()
    assert ("Wilaya" in page, "محمد" in page) == (False, False)
    joined = Person.objects.exclude(pk=known.pk).get()
    assert [(pair.one, pair.other) for pair in find_candidates()] == [(known.pk, joined.pk)]
    assert not NameKeys.objects.filter(~Q(person__in=[known, joined])).exists()
