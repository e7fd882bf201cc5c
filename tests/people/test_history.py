"""The history of a record: who did what and when, no former name, gone with the person."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from people.consent import record_paper_consent, withdraw_consent
from people.correcting import correct_person
from people.erasure import erase_person
from people.history import history_of
from people.imports.actions import apply_import, start_import, undo_import
from people.imports.reading import read_text
from people.merging import merge_people, undo_merge
from people.models import Merge, Person, RecordChange
from people.own_data import read_own_data
from sessions.actions import register_new_person
from sessions.records.actions import import_rows
from tests.support.places import PLACE
from tests.support.sessions import a_person, a_session, a_user, today

pytestmark = pytest.mark.usefixtures("_in_english")


@pytest.fixture
def _in_english(own_ngo):
    from django.utils import translation

    with translation.override("en"):
        yield


def steps(person):
    return [(step.what, step.details, step.who) for step in history_of(person)]


def test_a_correction_names_its_fields_and_copies_no_name(own_ngo):
    person = a_person("Amina", category="police", email="old@example.org")
    fields = {"full_name": "Amina Benali", "email": "", "category": "judge", "sex": ""}
    correct_person(person=person, fields=fields, also_past=True, actor=a_user())
    person.refresh_from_db()
    assert steps(person) == [
        ("Corrected", "Name, Mail address, Profession: Police → Judge, in past sessions too", "salma"),
        ("Written down", "", ""),
    ]
    kept = RecordChange.objects.get()
    assert kept.fields == {"full_name": None, "email": None, "category": ["police", "judge"]}


def test_a_correction_that_changes_nothing_leaves_no_trace(own_ngo):
    person = a_person("Amina", sex="f")
    correct_person(person=person, fields={"full_name": "Amina", "sex": "f"}, also_past=False, actor=a_user())
    assert RecordChange.objects.count() == 0


def test_lists_leave_their_steps(own_ngo):
    old = a_person("Amina", email="a@example.org")
    batch = start_import(
        book=read_text("Nom;Mail;Sexe\nAmina;a@example.org;f\nBilal;b@example.org;m\n", "l.csv"), actor=a_user()
    )
    apply_import(batch=batch, place=PLACE, actor=a_user())
    new = Person.objects.get(full_name="Bilal")
    assert steps(new) == [("Came with a list", "", "salma")]
    assert history_of(new)[0].source == batch.uuid
    undo_import(batch=batch, actor=a_user("youssef"))
    assert steps(old) == [
        ("An import was taken back", "Sex: Female → –", "youssef"), ("Changed by a list", "Sex: – → Female", "salma"),
        ("Written down", "", ""),
    ]  # fmt: skip


def test_merges_agreements_and_the_first_writing_down(own_ngo):
    session = a_session()
    kept = register_new_person(session=session, uuid=session.uuid, fields={"full_name": "Amina"}, actor=a_user())
    absorbed = a_person("Amina bis")
    batch = merge_people(kept=kept, absorbed=absorbed, actor=a_user())
    correct_person(person=absorbed, fields={"sex": "f"}, also_past=False, actor=a_user())
    assert ("Corrected", "Amina bis") in [(step.what, step.record) for step in history_of(kept)]
    undo_merge(batch=batch, reason="Two sisters", actor=a_user("youssef"))
    record_paper_consent(person=kept, day=today(), language="fr", actor=a_user())
    withdraw_consent(person=kept)
    assert steps(kept) == [
        ("Agreement withdrawn", "", "the person"), ("Agreement on paper written down", "", "salma"),
        ("A merge undone", "Two sisters", "youssef"), ("A merge", "", "salma"),
        ("Written down", "", "salma"),
    ]  # fmt: skip


def test_erasing_forgets_the_history_and_says_that_it_was_erased(own_ngo):
    one, two = a_person("Amina", category="police"), a_person("Zzsister")
    correct_person(person=one, fields={"category": "judge"}, also_past=False, actor=a_user())
    batch = merge_people(kept=one, absorbed=two, actor=a_user())
    undo_merge(batch=batch, reason="Zzsister is another", actor=a_user())
    erase_person(person=two, actor=a_user())
    assert Merge.objects.get().reason == "–"
    erase_person(person=one, actor=a_user())
    assert list(RecordChange.objects.order_by("pk").values_list("person", "kind", "fields")) == [
        (two.pk, "erased", {}), (one.pk, "erased", {}),
    ]  # fmt: skip


def test_nothing_changes_a_step(own_ngo):
    correct_person(person=a_person("Amina"), fields={"sex": "f"}, also_past=False, actor=a_user())
    row = RecordChange.objects.get()
    ways = [
        row.save, row.delete, RecordChange.objects.all().delete, lambda: RecordChange.objects.update(kind="added"),
    ]  # fmt: skip
    for way in ways:
        with pytest.raises(TypeError):
            way()


def test_my_data_says_what_was_changed_without_saying_who_works_here(own_ngo):
    user = User.objects.create(username="amina")
    person = a_person("Amina", user=user)
    correct_person(person=person, fields={"sex": "f"}, also_past=False, actor=a_user("Zzcolleague"))
    correct_person(person=person, fields={"sex": ""}, also_past=False)
    section = next(part for part in read_own_data(user, person) if part.name == "history")
    assert [[str(fact.text) for fact in entry.facts[1:]] for entry in section.entries] == [
        ["Sex: Female → –", "yourself"], ["Sex: – → Female", "the organisation"],
    ]  # fmt: skip


def test_the_record_shows_it_with_a_constant_number_of_queries(own_ngo, sign_in, django_assert_max_num_queries):
    coordinator, person = sign_in(own_ngo, Role.COORDINATOR), a_person("Amina")
    path = reverse("people:record", args=[person.uuid])
    counts = []
    for more in (1, 29):
        for n in range(more):
            correct_person(person=person, fields={"institution": f"{more} {n}"}, also_past=False, actor=a_user())
        coordinator.get(path)
        with django_assert_max_num_queries(18) as queries:
            page = coordinator.get(path).content.decode()
        counts.append(len(queries.captured_queries))
    assert counts[0] == counts[1]
    assert page.count("salma") == 30


def test_a_workbook_leaves_its_steps_and_none_when_it_changes_nothing(own_ngo):
    rows = {"people": [{"ref": "1", "full_name": "Amina", "sex": "f"}], **dict.fromkeys(
        ("sessions", "slots", "attendance", "headcounts", "tests"), ()
    )}  # fmt: skip
    for sex in ("f", "f", "m"):
        rows["people"] = [{"ref": "1", "full_name": "Amina", "sex": sex}]
        import_rows(rows=rows, tenant=own_ngo, actor=a_user())
    assert steps(Person.objects.get()) == [
        ("Changed by a list", "Sex: Female → Male", "salma"), ("Came with a list", "", "salma"),
    ]  # fmt: skip
