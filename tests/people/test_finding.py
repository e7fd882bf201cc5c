"""The register narrowed and ordered: facts, gaps, accounts, presences; combined with words; page by page."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.roles import Role
from people.consent import give_consent
from people.finding import find_people
from people.forms.finding import FindForm
from people.merging import merge_people
from people.models import Person
from tests.support.sessions import HalfDay, a_person, a_session, a_user, present, today


def found(**asked):
    return [person.full_name for person in FindForm(asked).people()]


@pytest.fixture
def people(own_ngo):
    return [
        a_person("Amina", category="police", person_region="MA-09", sex="f", age_band="25-34", person_language="fr",
                 institution="Wilaya", institution_type="police_gendarmerie", email="a@example.org"),
        a_person("Bilal", category="judge", person_region="FR-IDF", sex="m", person_language="ar", phone="+21261"),
        a_person("Claire", name_other_script="كلير"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Amina", "Bilal", "Claire"]),
        ({"category": "police"}, ["Amina"]),
        ({"category": "unknown"}, ["Claire"]),
        ({"person_region": "FR-IDF"}, ["Bilal"]),
        ({"sex": "f"}, ["Amina"]),
        ({"age_band": "unknown"}, ["Bilal", "Claire"]),
        ({"person_language": "ar"}, ["Bilal"]),
        ({"institution_type": "police_gendarmerie"}, ["Amina"]),
        ({"category": "judge", "sex": "f"}, []),
        ({"q": "wilaya", "sex": "f"}, ["Amina"]),
        ({"q": "bilal", "sex": "f"}, []),
        ({"gap": "category"}, ["Claire"]),
        ({"gap": "institution"}, ["Bilal", "Claire"]),
        ({"gap": "contact"}, ["Claire"]),
        ({"gap": "other_script"}, ["Amina", "Bilal"]),
        ({"gap": "person_region"}, ["Claire"]),
        ({"gap": "sex"}, ["Claire"]),
        ({"gap": "presence"}, ["Amina", "Bilal", "Claire"]),
        ({"category": "nonsense", "gap": "nonsense", "order": "nonsense"}, ["Amina", "Bilal", "Claire"]),
    ],
    ids=str,
)
def test_filters_combine(people, asked, names):
    assert found(**asked) == names


def test_what_may_be_asked_for_is_said_in_words(own_ngo):
    with translation.override("en"):
        form = FindForm({})
        said = {name: [str(label) for _code, label in form.fields[name].choices] for name in ("account", "gap", "sex")}
    assert said["account"] == ["All", "With an account", "Without"]
    assert said["gap"] == [
        "All", "No profession", "No institution", "No kind of institution", "No region", "No sex", "No age band",
        "Neither mail address nor phone", "No name in the other script", "No agreement on record", "Never present",
    ]  # fmt: skip
    assert (said["sex"][0], said["sex"][-1]) == ("All", "Unknown")


def test_an_account_and_an_agreement_of_a_merged_record_are_the_persons(people):
    twin = a_person("Bilal again", user=User.objects.create(username="bilal"))
    give_consent(person=twin)
    merge_people(kept=people[1], absorbed=twin, actor=a_user())
    assert (found(account="yes"), found(account="no")) == (["Bilal"], ["Amina", "Claire"])
    assert found(gap="consent") == ["Amina", "Claire"]


def test_who_was_at_a_session_or_in_a_period(people):
    amina, bilal, claire = people
    before, now = a_session(HalfDay(today(-40), "morning", 60)), a_session(HalfDay(today(), "morning", 60))
    twin = a_person("Claire again")
    present(before.slots.get(), amina, twin)
    present(now.slots.get(), amina, bilal)
    merge_people(kept=claire, absorbed=twin, actor=a_user())
    assert found(session=str(before.uuid)) == ["Amina", "Claire"]
    assert found(came_from=str(today(-1))) == ["Amina", "Bilal"]
    assert found(came_to=str(today(-1))) == ["Amina", "Claire"]
    assert found(session=str(before.uuid), came_from=str(today(-1))) == []
    assert found(gap="presence") == []
    assert {person.full_name: person.last_presence for person in find_people({})} == {
        "Amina": today(), "Bilal": today(), "Claire": today(-40),
    }  # fmt: skip
    assert found(order="last") == ["Amina", "Bilal", "Claire"]
    assert found(order="silent") == ["Claire", "Amina", "Bilal"]


def test_a_day_of_no_age_is_refused(people):
    form = FindForm({"came_from": "0001-01-01"})
    assert (form.is_valid(), list(form.errors)) == (False, ["came_from"])


def test_names_follow_the_alphabet_of_either_script(own_ngo):
    for name in ("Zoé", "Éric/إريك", "abla", "وفاء/Ouafae", "أمينة", "بلال/Bilal"):
        full_name, _slash, other = name.partition("/")
        a_person(full_name, name_other_script=other)
    assert found(order="latin") == ["abla", "بلال", "Éric", "وفاء", "Zoé", "أمينة"]
    assert found(order="arabic") == ["Éric", "أمينة", "بلال", "وفاء", "abla", "Zoé"]


def test_by_institution_those_without_come_last(own_ngo):
    for name, institution in (("A", ""), ("B", "Zèbre"), ("C", "école"), ("D", "Emploi")):
        a_person(name, institution=institution)
    assert found(order="institution") == ["C", "D", "B", "A"]


def test_the_newest_first(people):
    assert found(order="new") == ["Claire", "Bilal", "Amina"]


def test_codes_may_stand_in_an_address_and_names_may_not(people, own_ngo, sign_in):
    coordinator, path = sign_in(own_ngo, Role.COORDINATOR), reverse("people:register")
    answer = coordinator.post(path, {"q": "", "sex": "f", "order": "last", "category": ""})
    assert (answer.status_code, answer.url) == (302, f"{path}?sex=f&order=last")
    assert [person.full_name for person in coordinator.get(answer.url).context["page"]] == ["Amina"]
    answer = coordinator.post(path, {"q": "Amina", "sex": "f"})
    assert [person.full_name for person in answer.context["page"]] == ["Amina"]
    assert answer.context["sent"] == {"q": "Amina", "sex": "f"}


def test_a_search_has_pages_too(own_ngo, sign_in):
    Person.objects.bulk_create(Person(full_name=f"Nadia {n:02}", institution="X") for n in range(61))
    a_person("Zineb")
    coordinator, path = sign_in(own_ngo, Role.COORDINATOR), reverse("people:register")
    page = coordinator.post(path, {"q": "nadia", "page": "3"}).context["page"]
    assert ([person.full_name for person in page], page.paginator.num_pages) == (["Nadia 60"], 3)
    page = coordinator.get(path, {"page": "3"}).context["page"]
    assert [person.full_name for person in page] == ["Nadia 60", "Zineb"]


def test_as_many_queries_for_thirty_as_for_one(own_ngo, sign_in, django_assert_max_num_queries):
    coordinator, path = sign_in(own_ngo, Role.COORDINATOR), reverse("people:register")
    one = a_person("Amina", institution="X")
    slot = a_session(people=[one]).slots.get()
    present(slot, one)
    counts = []
    for more in (0, 29):
        added = Person.objects.bulk_create(Person(full_name=f"Nadia {n:02}", institution="X") for n in range(more))
        if added:
            present(slot, *added)
        coordinator.get(path)
        for ask in (lambda: coordinator.get(path, {"order": "last"}), lambda: coordinator.post(path, {"q": "x"})):
            with django_assert_max_num_queries(18) as queries:
                assert len(ask().context["page"]) == more + 1
            counts.append(len(queries.captured_queries))
    assert counts[:2] == counts[2:]


def test_the_stranger_finds_nobody(people, other_ngo, sign_in):
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    for answer in (stranger.get("/en/people/?sex=f"), stranger.post("/en/people/", {"q": "Amina"})):
        assert (answer.status_code, len(answer.context["page"])) == (200, 0)
