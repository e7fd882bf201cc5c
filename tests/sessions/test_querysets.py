"""Order, filters, folded search and the numbers of the lists."""

import pytest

from accounts.roles import Role
from sessions.actions import HalfDay
from sessions.models import TrainingSession
from sessions.querysets import (
    half_days_attended,
    people_named,
    people_on_list,
    slots_with_numbers,
    training_sessions,
)
from tenants.models import Tenant
from tests.support.sessions import a_person, a_session, a_user, present, today

pytestmark = pytest.mark.usefixtures("own_ngo")


def titles(sessions: object) -> list[str]:
    return [session.title for session in sessions]


def test_today_comes_first_then_what_comes_then_what_was() -> None:
    a_session(title="last week", on=-7)
    a_session(title="yesterday", on=-1)
    a_session(title="next week", on=7)
    a_session(title="tomorrow", on=1)
    a_session(title="today", on=0)
    a_session(HalfDay(today(-2), "morning", 60), HalfDay(today(2), "morning", 60), title="goes on")
    agenda = training_sessions().agenda(today())
    assert [(session.title, session.when) for session in agenda] == [
        ("today", "today"),
        ("tomorrow", "upcoming"),
        ("goes on", "upcoming"),
        ("next week", "upcoming"),
        ("yesterday", "past"),
        ("last week", "past"),
    ]


def test_a_session_without_half_days_comes_last() -> None:
    a_session(title="past", on=-3)
    TrainingSession.objects.create(title="no date", audience="mixed")
    assert titles(training_sessions().agenda(today())) == ["past", "no date"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GENEVE", ["Cas de Genève"]),
        ("geneve cas", ["Cas de Genève"]),
        ("rabat", ["Premiers gestes"]),
        ("الاولى", ["الخطوات الأولى"]),
        ("dignite 2019", ["Premiers gestes"]),
        ("100%", []),
        ("œuvre", ["Œuvre commune"]),
        ("", ["Cas de Genève", "Premiers gestes", "Œuvre commune", "الخطوات الأولى"]),
    ],
    ids=["accents", "words in any order", "city", "Arabic letters", "project", "no wildcard", "ligature", "empty"],
)
def test_words_are_found_whatever_their_accents(text: str, found: list[str]) -> None:
    a_session(title="Cas de Genève")
    a_session(title="Premiers gestes", city="Rabat", project="dignité-2019")
    a_session(title="الخطوات الأولى")
    a_session(title="Œuvre commune")
    assert sorted(titles(training_sessions().matching(text))) == sorted(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("elodie", ["Élodie Lefèvre"]),
        ("LEFEVRE elo", ["Élodie Lefèvre"]),
        ("فاطمه", ["Fatima Alaoui"]),
        ("أحمد", ["احمد"]),
        ("zzz", []),
    ],
    ids=["accents", "order", "other script", "Arabic letters", "nobody"],
)
def test_people_are_found_by_folded_names(text: str, found: list[str]) -> None:
    a_person("Élodie Lefèvre")
    a_person("Fatima Alaoui", name_other_script="فَاطِمَة")
    a_person("احمد")
    assert [person.full_name for person in people_named(text)] == found


def test_merged_people_are_not_found_and_not_listed() -> None:
    amina, twin = a_person(), a_person("Amina B.")
    session = a_session(people=[amina, twin])
    twin.merged_into = amina
    twin.save(update_fields=["merged_into"])
    assert list(people_named("amina")) == [amina]
    assert list(people_on_list(session)) == [amina]


def test_numbers_of_a_session_and_of_its_half_days() -> None:
    amina, bilal = a_person(), a_person("Bilal")
    session = a_session(HalfDay(today(), "morning", 60), HalfDay(today(), "afternoon", 60), people=[amina, bilal])
    morning, afternoon = session.slots.all()
    present(morning, amina, bilal)
    present(morning, amina)
    present(afternoon, amina)
    found = training_sessions().with_numbers().get()
    assert (found.slot_count, found.registered) == (2, 2)
    assert [(slot.present, slot.headcount) for slot in slots_with_numbers(session)] == [(2, 0), (1, 0)]
    assert half_days_attended(session) == {amina.pk: 2, bilal.pk: 1}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.COORDINATOR, ["mine", "theirs"]),
        (Role.ADMINISTRATOR, ["mine", "theirs"]),
        (Role.TRAINER, ["mine"]),
        (Role.REVIEWER, []),
        (Role.FUNDER, []),
        (None, []),
    ],
)
def test_who_sees_which_sessions(own_ngo: Tenant, make_user: object, role: Role | None, seen: list[str]) -> None:
    user = make_user(own_ngo, role)
    a_session(title="mine", trainers=[user])
    a_session(title="theirs", trainers=[a_user("nadia")])
    assert sorted(titles(training_sessions().open_to(user))) == seen
