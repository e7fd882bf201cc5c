"""Erasing a person (definitions.md, rule 8): no name is left anywhere in the schema, and no count moves."""

import datetime
import random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.roles import Role, give_role
from courses.actions import enrol_person, finish_lesson
from courses.models import CoursePage, Enrolment
from impact.counting import Period, count_tenant
from people.consent import give_consent
from people.correcting import correct_person
from people.erasure import K, erase_person
from people.imports.actions import apply_import, start_import
from people.imports.reading import read_text
from people.merging import merge_people, undo_merge
from people.models import AXIS_FIELDS, Consent, Person
from sessions.models import Registration, TrainingSession
from sessions.records.actions import import_rows
from tests.reference import strategies
from tests.support.places import PLACE
from tests.support.random_histories import random_histories, undone
from tests.support.sessions import a_person, a_session, a_user, present

NAME, OTHER_SCRIPT, MAIL, PHONE = "Salma Zzexemple", "سلمى زززمثال", "zz.salma@example.org", "+212612345678"


def a_member(name=NAME, **fields):
    """Somebody with an account who was at a session and finished a lesson."""
    user = User.objects.create_user(username=fields.get("email") or f"u-{name}", password="2468", email=MAIL,
                                    first_name=name, last_name=name)  # fmt: skip
    person = a_person(name, user=user, person_language="fr", **fields)
    give_consent(person=person)
    return person


def texts_holding(word):
    """table.column of every text in the schema that holds the word, whatever its case."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT table_name, column_name FROM information_schema.columns c JOIN information_schema.tables t
               USING (table_schema, table_name) WHERE table_schema = %s AND table_type = 'BASE TABLE'
               AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'tsvector')""",
            [connection.schema_name],
        )
        for table, column in cursor.fetchall():
            query = sql.SQL("SELECT EXISTS (SELECT 1 FROM {} WHERE {}::text ILIKE %s)")
            cursor.execute(query.format(sql.Identifier(table), sql.Identifier(column)), [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return sorted(found)


def test_no_name_mail_or_phone_is_left_in_the_schema(own_ngo, course):
    person = a_member(name_other_script=OTHER_SCRIPT, email=MAIL, phone=PHONE, institution="Zzinstitut", ref="ZZREF-7")
    session = a_session(people=[person])
    present(session.slots.get(), person)
    finish_lesson(enrolment=enrol_person(person=person, course=course), lesson=course.live_lessons().first())
    twin = a_person("Zzexemple Salma", phone=PHONE)
    merge_people(kept=person, absorbed=twin, actor=a_user())
    another = merge_people(kept=person, absorbed=a_person("Another"), actor=a_user())
    undo_merge(batch=another, reason="Not Zzexemple", actor=a_user())
    listed = read_text(f"Ref;Nom;Organisme\nZZREF-7;{NAME};Elsewhere\n", "list.csv")
    batch = start_import(book=listed, actor=a_user())
    apply_import(batch=batch, place=PLACE, actor=a_user())
    correct_person(person=person, fields={"institution": "Zzinstitut", "email": MAIL}, also_past=True, actor=a_user())
    for edited in (person.user, person):
        ModelLogEntry.objects.log_action(edited, "wagtail.edit", data={"title": NAME})
    words = ("zzexemple", OTHER_SCRIPT, MAIL, PHONE, "zzinstitut", "zzref")
    before = {word: texts_holding(word) for word in words}
    assert "people_person.full_name" in before["zzexemple"]
    assert "wagtailcore_modellogentry.label" in before["zzexemple"]
    assert [word for word in words if not before[word]] == []
    erase_person(person=person)
    assert {word: texts_holding(word) for word in words} == {word: [] for word in words}


def test_the_tombstone_is_a_random_reference(own_ngo):
    person = a_member(category="police")
    old = person.uuid
    ref = erase_person(person=person).ref
    person.refresh_from_db()
    assert (person.full_name, person.ref, len(ref)) == (ref, ref, 10)
    assert person.uuid != old
    assert not Consent.objects.exists()
    assert (person.user.is_active, person.user.has_usable_password(), person.user.email) == (False, False, "")


def test_a_tombstone_takes_no_contact(own_ngo):
    person = a_member()
    erase_person(person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(phone=PHONE)


def test_whoever_works_here_is_not_erased(own_ngo):
    person = a_member()
    give_role(person.user, Role.TRAINER)
    with pytest.raises(ValidationError):
        erase_person(person=person)
    person.refresh_from_db()
    assert (person.full_name, person.user.is_active) == (NAME, True)


def test_the_stranger_ngo_is_untouched(own_ngo, other_ngo):
    with other_ngo:
        a_member()
    person = a_member()
    assert Person.objects.count() == 1
    erase_person(person=person)
    with other_ngo:
        assert (Person.objects.get().full_name, User.objects.get().first_name) == (NAME, NAME)


@pytest.mark.parametrize(
    ("others", "kept"),
    [
        pytest.param(K - 1, {"category": "police", "sex": "f"}, id="five share the combination"),
        pytest.param(K - 2, {}, id="four do"),
    ],
)
def test_an_axis_that_few_people_share_becomes_unknown(own_ngo, others, kept):
    person = a_member(category="police", sex="f")
    Person.objects.update(person_language="")
    people = [a_person(f"P{n}", category="police", sex="f") for n in range(others)]
    person.refresh_from_db()
    a_session(people=[person, *people])
    erase_person(person=person)
    registration = Registration.objects.get(person=person)
    person.refresh_from_db()
    for holder in (registration, person):
        assert {axis: value for axis, value in holder.axes().items() if value} == kept
    assert all(row.axes()["category"] == "police" for row in Registration.objects.exclude(person=person))


def test_the_rarest_value_goes_first(own_ngo):
    person = a_member(category="police", age_band="50+")
    Person.objects.update(person_language="")
    person.refresh_from_db()
    a_session(people=[person, *(a_person(f"P{n}", category="police", age_band="25-34") for n in range(K))])
    erase_person(person=person)
    registration = Registration.objects.get(person=person)
    assert (registration.category, registration.age_band) == ("police", "")


def test_people_of_another_year_do_not_hide_anybody(own_ngo):
    person = a_member(category="police")
    Person.objects.update(person_language="")
    person.refresh_from_db()
    a_session(people=[person])
    a_session(people=[a_person(f"P{n}", category="police") for n in range(K)], on=800)
    erase_person(person=person)
    assert Registration.objects.get(person=person).category == ""


def test_who_ran_a_session_still_counts_nowhere_in_it(own_ngo):
    person = a_member()
    session = a_session(people=[person, a_person("Autre")])
    present(session.slots.get(), *Person.objects.all())
    TrainingSession.objects.update(state="held")
    session.trainers.add(person.user)
    year = Period.year(timezone.localdate().year)
    before = count_tenant(year)
    assert before["indicators"]["ATT"]["value"] == 1
    erase_person(person=person)
    assert count_tenant(year) == before


@random_histories
@given(
    rows=strategies.histories(), period=strategies.periods(), axis=st.sampled_from(AXES := (
        "sex", "age_band", "category", "institution_type", "person_region", "language")),
    choices=st.randoms(use_true_random=False),
)  # fmt: skip
def test_no_count_moves_and_cells_move_to_unknown_only(own_ngo, course, rows, period, axis, choices):
    with undone():
        import_rows(rows=rows, tenant=own_ngo)
        learn(choices)
        given_period = Period(*period)
        before = count_tenant(given_period, axis)
        erased = [person for person in Person.objects.filter(merged_into=None) if choices.random() < 0.5]
        for person in erased:
            erase_person(person=person)
        after = count_tenant(given_period, axis)
        axes_known = ("PRO",)  # its denominator is the people of known category
        for counted in (before, after):
            for code in axes_known:
                counted["indicators"].pop(code)
        assert after["indicators"] == before["indicators"]
        assert_moved_to_unknown(before["by"][axis], after["by"][axis])


def learn(choices: random.Random) -> None:
    """Some people are merged, some take the online course, some have accounts."""
    people = list(Person.objects.order_by("pk"))
    online = CoursePage.objects.get()
    for number, person in enumerate(people):
        if choices.random() < 0.3:
            person.user = User.objects.create(username=f"user-{number}")
            person.save(update_fields=["user"])
        if choices.random() < 0.3:
            enrolment = enrol_person(person=person, course=online)
            finish_lesson(enrolment=enrolment, lesson=online.live_lessons().first())
            day = datetime.datetime(2019, choices.randint(1, 12), 5, 12, tzinfo=datetime.UTC)
            enrolment.progress.update(done_at=day)
            Enrolment.objects.filter(pk=enrolment.pk).update(joined_at=day, completed_at=day)
    if len(people) > 2 and choices.random() < 0.5:
        Person.objects.filter(pk=people[-1].pk).update(merged_into=people[0])


def assert_moved_to_unknown(before: dict, after: dict) -> None:
    """No known cell grew; what they lost is in `unknown`, and the totals are the same."""
    for code in ("ATT", "REACH", "TRAINED"):
        assert sum(cell[code] for cell in after.values()) == sum(cell[code] for cell in before.values())
        for name, cell in after.items():
            if name != "unknown":
                assert cell[code] <= before[name][code]
        assert after["unknown"][code] >= before["unknown"][code]
        lost = sum(before[name][code] - after.get(name, {code: 0})[code] for name in before if name != "unknown")
        assert after["unknown"][code] - before["unknown"][code] == lost


def test_every_axis_of_the_model_is_counted_by(own_ngo):
    assert {"person_language" if axis == "language" else axis for axis in AXES} == set(AXIS_FIELDS)
