"""Certificates of a session: exactly those whom definitions.md counts as having completed it."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given

from accounts.models import User
from accounts.roles import Role
from certificates.actions import revoke_certificate
from certificates.models import Certificate
from impact.counting import Period, parameters_for, select
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.certifying import entries, issue_session_certificates
from sessions.completion import standings
from sessions.models import TestScore, TrainingSession
from sessions.records.actions import import_rows
from tests.reference import oracles, strategies
from tests.support.certificates import count_queries
from tests.support.clients import TenantClient
from tests.support.pdf import pages
from tests.support.random_histories import random_histories, undone
from tests.support.sessions import a_person, a_session, a_user, present, today


@pytest.fixture
def coordinator(own_ngo, sign_in):
    return sign_in(own_ngo, Role.COORDINATOR)


def held(*people, **fields):
    """A held session of 10 hours in two halves, everybody present in the first."""
    session = a_session(HalfDay(today(-1), "morning", 300), HalfDay(today(), "morning", 300), people=people, **fields)
    present(session.slots.first(), *people)
    actions.hold_session(session=session, actor=a_user())
    session.refresh_from_db()
    return session


def completed():
    """(person, session) of everybody who completed a session, as the certificates have it."""
    return {
        (standing.person.pk, session.pk)
        for session in TrainingSession.objects.all() for standing in standings(session) if standing.completed
    }  # fmt: skip


def counted():
    """The same as the figures have it."""
    period = Period(date(2000, 1, 1), date(2100, 1, 1))
    rows = select("SELECT person, session_id FROM completion WHERE session_id IS NOT NULL", parameters_for(period))
    return {(row["person"], row["session_id"]) for row in rows}


@random_histories
@given(rows=strategies.histories())
def test_the_rule_is_that_of_the_figures(own_ngo, rows):
    with undone():
        import_rows(rows=rows, tenant=own_ngo)
        assert completed() == counted()


def test_merged_records_and_trainers_are_as_in_the_figures(own_ngo):
    kept, trainer = a_person("Salma"), a_person("Youssef", user=a_user("youssef"))
    absorbed, failed = a_person("Salma B."), a_person("Amina")
    session = held(kept, absorbed, failed, pass_mark=50)
    present(session.slots.last(), absorbed, failed)
    for person, score in ((absorbed, 90), (kept, 40), (failed, 49)):
        TestScore.objects.create(session=session, person=person, kind="post", score=score, maximum=100)
    absorbed.merged_into = kept
    absorbed.save()
    assert completed() == counted() == set()  # the score of the record that stays counts
    TestScore.objects.filter(person=kept).delete()
    assert completed() == counted() == {(kept.pk, session.pk)}
    TestScore.objects.create(session=session, person=trainer, kind="post", score=100, maximum=100)
    for slot in session.slots.all():
        present(slot, trainer)
    assert completed() == counted() == {(kept.pk, session.pk), (trainer.pk, session.pk)}
    session.trainers.add(trainer.user)
    assert completed() == counted() == {(kept.pk, session.pk)}


def test_who_gets_none_is_told_why(own_ngo):
    names = ("absent", "too short", "no test", "failed", "passed")
    people = {name: a_person(name) for name in names}
    session = held(*list(people.values())[1:], pass_mark=50)
    actions.register_person(session=session, person=people["absent"], actor=a_user())
    present(session.slots.last(), *list(people.values())[2:])
    for name, score in (("failed", 49), ("passed", 50)):
        TestScore.objects.create(session=session, person=people[name], kind="post", score=score, maximum=100)
    lacks = {standing.person.full_name: (standing.minutes, standing.lack) for standing in standings(session)}
    assert lacks == {
        "absent": (0, "absent"), "too short": (300, "too short"), "no test": (600, "no test"),
        "failed": (600, "failed"), "passed": (600, None),
    }  # fmt: skip


@pytest.mark.parametrize("minutes", [(300, 180), (300, 179)])
def test_the_threshold_is_80_percent_exactly(own_ngo, minutes):
    person = a_person()
    session = held(person)
    present(session.slots.last(), person, minutes=minutes[1])
    assert [standing.completed for standing in standings(session)] == [sum(minutes) >= 480]


def page(session, tail="", language="en"):
    return f"/{language}/sessions/{session.uuid}/certificates/{tail}"


@pytest.fixture
def session(own_ngo):
    """Oracle A: the certificates of its first session go to P1, P3 and P5."""
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    return TrainingSession.objects.get(ref="S1")


def refs():
    return sorted(Certificate.objects.values_list("person__ref", flat=True))


def test_a_batch_goes_to_those_who_completed_it(coordinator, session):
    html = coordinator.get(page(session)).content.decode()
    assert "Issue 3 certificates" in html
    assert html.count("None: was present for less than 80 % of the time") == 2
    assert "None: was not present" in html
    assert coordinator.post(page(session), {"language": "fr-ar"}).url == page(session)
    assert refs() == ["P1", "P3", "P5"]
    issued = Certificate.objects.get(person__ref="P5")
    assert (issued.minutes, issued.language, issued.titles) == (810, "fr-ar", {"fr": session.title})
    days = [slot.date for slot in session.slots.all()]
    assert (issued.starts_on, issued.ends_on) == (days[0], days[-1])
    assert issued.issued_by == User.objects.get(username="coordinator")


def test_a_second_press_gives_nobody_a_second_one(coordinator, session):
    for _ in range(2):
        coordinator.post(page(session), {"language": ""})
    assert refs() == ["P1", "P3", "P5"]
    assert "Issue " not in coordinator.get(page(session)).content.decode()


def test_who_completes_later_gets_theirs_later(coordinator, session):
    coordinator.post(page(session), {"language": "fr"})
    present(session.slots.last(), Person.objects.get(ref="P2"))
    assert "Issue 1 certificate<" in coordinator.get(page(session)).content.decode()
    coordinator.post(page(session), {"language": "fr"})
    assert refs() == ["P1", "P2", "P3", "P5"]


def test_a_revoked_certificate_is_not_issued_again_by_itself(coordinator, session):
    coordinator.post(page(session), {"language": "fr"})
    revoke_certificate(certificate=Certificate.objects.first(), reason="Erreur", actor=a_user())
    coordinator.post(page(session), {"language": "fr"})
    assert Certificate.objects.count() == 3
    assert pages(coordinator.get(page(session, "pdf/")).content) == 2


def test_an_erased_person_gets_none(own_ngo, session):
    Person.objects.filter(ref="P1").update(erased_at=session.created_at)
    assert issue_session_certificates(session=session, language="fr", actor=a_user()) == 2


def test_all_are_printed_in_one_document_by_name(coordinator, session):
    assert coordinator.get(page(session, "pdf/")).url == page(session)  # nothing yet
    coordinator.post(page(session), {"language": "ar"})
    response = coordinator.get(page(session, "pdf/"))
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="certificates-{session.slots.first().date}.pdf"'
    )
    assert pages(response.content) == 3


@pytest.mark.parametrize("state", ["planned", "cancelled", "event"])
def test_only_a_held_training_gives_certificates(coordinator, session, state):
    TrainingSession.objects.filter(pk=session.pk).update(**{"kind" if state == "event" else "state": state})
    with translation.override("en"):
        response = coordinator.post(page(session), {"language": "fr"})
    assert response.context["form"].non_field_errors() == [
        "Certificates are issued once the session is marked as held."
    ]
    assert refs() == []
    assert f'href="{page(session)}"' not in coordinator.get(f"/en/sessions/{session.uuid}/").content.decode()


@pytest.mark.parametrize(
    ("title", "spoken", "language"),
    [("Accueil", "", "fr"), ("Accueil", "ar", "fr"), ("First steps", "en", "en"), ("الاستقبال", "fr", "ar")],
)
def test_the_title_says_its_language(own_ngo, title, spoken, language):
    person = a_person()
    session = held(person, title=title, language=spoken)
    present(session.slots.last(), person)
    issue_session_certificates(session=session, language="fr", actor=a_user())
    assert Certificate.objects.get().titles == {language: title}


def test_the_page_takes_as_many_queries_for_few_and_for_30(coordinator, session):
    coordinator.post(page(session), {"language": "fr"})
    coordinator.get(page(session))
    few = count_queries(coordinator, page(session))
    for number in range(30):
        person = a_person(f"Personne {number}")
        for slot in session.slots.all():
            present(slot, person)
    assert len(entries(session)) == 36
    assert count_queries(coordinator, page(session)) == few <= 18


def test_a_trainer_reads_those_of_their_own_session_and_issues_none(own_ngo, sign_in, session):
    trainer = sign_in(own_ngo, Role.TRAINER)
    assert [trainer.get(page(session, tail)).status_code for tail in ("", "pdf/")] == [404, 404]
    session.trainers.add(User.objects.get(username="trainer"))
    issue_session_certificates(session=session, language="fr", actor=a_user())
    present(session.slots.last(), Person.objects.get(ref="P2"))
    html = trainer.get(page(session)).content.decode()
    assert "Issue " not in html
    assert "/en/certificates/" not in html.partition("<main")[2]
    assert pages(trainer.get(page(session, "pdf/")).content) == 3
    trainer.post(page(session), {"language": "fr"})
    assert refs() == ["P1", "P3", "P5"]


@pytest.mark.parametrize(("who", "status"), [("anonymous", 302), ("participant", 403), ("stranger", 404)])
def test_nobody_else_issues(client, sign_in, own_ngo, other_ngo, session, who, status):
    asking: TenantClient = {
        "anonymous": lambda: client,
        "participant": lambda: sign_in(own_ngo),
        "stranger": lambda: sign_in(other_ngo, Role.COORDINATOR),
    }[who]()
    assert asking.post(page(session), {"language": "fr"}).status_code == status
    assert [asking.get(page(session, tail)).status_code for tail in ("", "pdf/")] == [status] * 2
    assert refs() == []


def test_the_way_from_the_session(coordinator, session):
    assert f'href="{page(session)}"' in coordinator.get(f"/en/sessions/{session.uuid}/").content.decode()
