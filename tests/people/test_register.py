"""The register over HTTP: who may look, what is found, merged, kept apart and taken apart again."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from people.models import Distinct, Merge, Person


@pytest.fixture
def pair(own_ngo):
    return [
        Person.objects.create(full_name="Mohamed Alami", email="m@example.org"),
        Person.objects.create(full_name="محمد العلمي", email="m@example.org"),
    ]


def judge(client, pair, verdict):
    posted = {"one": pair[0].uuid, "other": pair[1].uuid, "verdict": verdict}
    return client.post(reverse("people:judge"), posted)


def test_a_pair_is_shown_merged_and_parted(own_ngo, pair, sign_in):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    page = coordinator.get(reverse("people:duplicates")).content.decode()
    assert [person.full_name in page for person in pair] == [True, True]
    assert judge(coordinator, pair, "other").status_code == 302
    pair[0].refresh_from_db()
    assert pair[0].merged_into == pair[1]
    assert coordinator.get(reverse("people:record", args=[pair[0].uuid])).status_code == 404
    assert "Mohamed Alami" in coordinator.get(reverse("people:record", args=[pair[1].uuid])).content.decode()
    undo = reverse("people:undo_merge", args=[Merge.objects.get().batch])
    assert coordinator.post(undo, {"reason": ""}).status_code == 200
    assert coordinator.post(undo, {"reason": "Two cousins"}).status_code == 302
    pair[0].refresh_from_db()
    assert pair[0].merged_into is None
    assert coordinator.get(undo).status_code == 404


def test_two_people_are_not_proposed_again(own_ngo, pair, sign_in):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    judge(coordinator, pair, "two")
    assert Distinct.objects.count() == 1
    assert "Mohamed Alami" not in coordinator.get(reverse("people:duplicates")).content.decode()


@pytest.mark.parametrize("verdict", ["", "three"])
def test_no_verdict_changes_nothing(own_ngo, pair, sign_in, verdict):
    judge(sign_in(own_ngo, Role.COORDINATOR), pair, verdict)
    assert (Merge.objects.count(), Distinct.objects.count()) == (0, 0)


@pytest.mark.parametrize("asked", ["alami", "Mohamed", "العلمى"])
def test_the_register_is_searched_without_an_address(own_ngo, pair, sign_in, asked):
    Person.objects.create(full_name="Salma Exemple")
    page = sign_in(own_ngo, Role.COORDINATOR).post(reverse("people:register"), {"q": asked}).content.decode()
    assert ("Salma Exemple" in page, any(person.full_name in page for person in pair)) == (False, True)


@pytest.mark.parametrize("name", ["register", "duplicates"])
def test_as_many_queries_for_thirty_as_for_two(own_ngo, pair, sign_in, django_assert_max_num_queries, name):
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    coordinator.get(reverse(f"people:{name}"))
    with django_assert_max_num_queries(40) as few:
        coordinator.get(reverse(f"people:{name}"))
    Person.objects.bulk_create(Person(full_name=f"Nadia {n % 9}", email=f"n{n % 9}@example.org") for n in range(28))
    with django_assert_max_num_queries(40) as many:
        coordinator.get(reverse(f"people:{name}"))
    assert len(many.captured_queries) == len(few.captured_queries)


def test_who_may_look(own_ngo, other_ngo, pair, sign_in, client):
    coordinator, stranger = sign_in(own_ngo, Role.COORDINATOR), sign_in(other_ngo, Role.COORDINATOR)
    trainer = sign_in(own_ngo, Role.TRAINER)
    judge(coordinator, pair, "one")
    record = reverse("people:record", args=[pair[0].uuid])
    undo = reverse("people:undo_merge", args=[Merge.objects.get().batch])
    for path in (record, undo, reverse("people:register"), reverse("people:duplicates")):
        assert coordinator.get(path).status_code == 200
        assert trainer.get(path).status_code == 403
        assert client.get(path).status_code == 302
    assert [stranger.get(path).status_code for path in (record, undo)] == [404, 404]
    assert "Alami" not in stranger.get(reverse("people:register")).content.decode()
    assert judge(stranger, pair, "two").status_code == 404
    assert judge(trainer, pair, "two").status_code == 403


def test_a_record_is_corrected(own_ngo, pair, sign_in):
    path = reverse("people:change_record", args=[pair[0].uuid])
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    fields = {"full_name": "Mohammed Alami", "phone": "٠٦١٢٣٤٥٦٧٨", "person_language": "fr", "person_region": "MA-09"}
    assert coordinator.post(path, fields | {"phone": "12"}).status_code == 200
    assert coordinator.post(path, fields).status_code == 302
    pair[0].refresh_from_db()
    assert (pair[0].full_name, pair[0].phone, pair[0].email) == ("Mohammed Alami", "+212612345678", "")
    page = coordinator.get(reverse("people:record", args=[pair[0].uuid])).content.decode()
    assert "Souss-Massa" in page


def test_a_person_is_erased_when_asked_once(own_ngo, pair, sign_in):
    path = reverse("people:erase_record", args=[pair[0].uuid])
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    assert coordinator.post(path, {}).status_code == 200
    assert Person.objects.filter(erased_at__isnull=True).count() == 2
    assert coordinator.post(path, {"sure": "on"}).status_code == 302
    assert Person.objects.filter(erased_at__isnull=True).get() == pair[1]
    assert coordinator.get(path).status_code == 404


@pytest.mark.parametrize("name", ["change_record", "erase_record"])
def test_who_may_correct_and_erase(own_ngo, other_ngo, pair, sign_in, client, name):
    path = reverse(f"people:{name}", args=[pair[0].uuid])
    assert sign_in(other_ngo, Role.COORDINATOR).post(path, {"sure": "on"}).status_code == 404
    assert sign_in(own_ngo, Role.TRAINER).post(path, {"sure": "on"}).status_code == 403
    assert client.post(path, {"sure": "on"}).status_code == 302
    assert Person.objects.filter(erased_at__isnull=True).count() == 2


def test_a_colleague_is_not_erased(own_ngo, pair, sign_in, make_user):
    pair[0].user = make_user(own_ngo, Role.TRAINER, "youssef")
    pair[0].save()
    path = reverse("people:erase_record", args=[pair[0].uuid])
    assert sign_in(own_ngo, Role.COORDINATOR).post(path, {"sure": "on"}).status_code == 200
    assert Person.objects.filter(erased_at__isnull=True).count() == 2
