"""What takes the ground from a certificate of a session; the list takes as many queries for many as for one."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.roles import Role
from certificates.actions import revoke_certificate, uphold_certificate
from certificates.grounds import find_lost
from certificates.models import Certificate
from people.merging import merge_people, undo_merge
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.actions.attendance import correct_presence
from sessions.actions.scores import Score, record_scores
from sessions.certifying import issue_session_certificates
from sessions.models import TestScore, TrainingSession
from tests.support.certificates import count_queries
from tests.support.sessions import a_person, a_session, a_user, present, today


def halves() -> list[HalfDay]:
    return [HalfDay(today(-1), part, 100) for part in ("morning", "afternoon")]


@pytest.fixture
def coordinator(own_ngo, sign_in):
    return sign_in(own_ngo, Role.COORDINATOR)


def issued(*people):
    """A held session of two half-days with a pass mark, everybody there all the time, their certificates issued."""
    session = a_session(*halves(), people=people, pass_mark=50)
    for slot in session.slots.all():
        present(slot, *people)
    for person in people:
        TestScore.objects.create(session=session, person=person, kind="post", score=80, maximum=100)
    actions.hold_session(session=session, actor=a_user())
    session.refresh_from_db()
    issue_session_certificates(session=session, language="", actor=a_user())
    assert find_lost() == []
    return session


def correct(slot, person, minutes):
    correct_presence(
        slot=slot, person=person, minutes=minutes, reason="Erreur", client_event_id=uuid.uuid4(), actor=a_user()
    )


def all_void(session, person):
    for slot in session.slots.all():
        correct(slot, person, 0)


def one_short(session, person):
    correct(session.slots.first(), person, 50)


def score(value):
    def change(session, person):
        scores = [Score(person, "post", value)]
        record_scores(session=session, maximum=Decimal(100), scores=scores, actor=a_user())

    return change


def longer(session, person):
    """Two hours more, at which nobody was."""
    session.slots.create(number=3, date=today(-1), part="evening", minutes=120)


CAUSES = {
    "every presence voided": (all_void, "n’était pas présente"),
    "minutes corrected": (one_short, "80 %"),
    "another half-day": (longer, "80 %"),
    "score below the mark": (score(Decimal(49)), "seuil"),
    "score taken back": (score(None), "test"),
    "session not held": (lambda session, person: TrainingSession.objects.update(state="cancelled"), "session"),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_it_is_listed_once_its_ground_has_gone(own_ngo, coordinator, cause):
    salma, amina = a_person("Salma Exemple"), a_person("Amina Exemple")
    session = issued(salma, amina)
    take, _words = CAUSES[cause]
    take(session, salma)
    holders = {one.holder for one, _lost in find_lost()}
    everybody = cause in ("another half-day", "session not held")
    assert holders == ({"Salma Exemple", "Amina Exemple"} if everybody else {"Salma Exemple"})
    html = coordinator.get(reverse("certificates:undecided")).content.decode()
    assert ["Salma Exemple" in html, "Amina Exemple" in html] == [True, everybody]


def test_a_merge_undone_takes_what_the_other_did(own_ngo):
    salma, twin = a_person("Salma Exemple"), a_person("Salma E.")
    session = a_session(*halves(), people=(salma, twin))
    for slot, person in zip(session.slots.all(), (salma, twin), strict=True):
        present(slot, person)
    batch = merge_people(kept=salma, absorbed=twin, actor=a_user())
    actions.hold_session(session=session, actor=a_user())
    session.refresh_from_db()
    assert issue_session_certificates(session=session, language="", actor=a_user()) == 1
    assert find_lost() == []
    undo_merge(batch=batch, reason="Deux personnes", actor=a_user())
    assert [one.person for one, _lost in find_lost()] == [salma]


def test_a_decision_holds_until_the_ground_changes_once_more(own_ngo):
    salma = a_person()
    session = issued(salma)
    correct(session.slots.first(), salma, 50)
    ((certificate, lost),) = find_lost()
    uphold_certificate(certificate=certificate, fact=lost.fact, reason="Vue sur la feuille", actor=a_user())
    assert find_lost() == []
    correct(session.slots.first(), salma, 40)
    ((again, other),) = find_lost()
    assert (again, other.fact == lost.fact) == (certificate, False)
    correct(session.slots.first(), salma, 100)
    assert find_lost() == []
    correct(session.slots.first(), salma, 40)
    revoke_certificate(certificate=certificate, reason="Erreur", actor=a_user())
    assert find_lost() == []


def test_verifying_follows_the_decision(own_ngo, client, coordinator):
    salma = a_person()
    session = issued(salma)
    all_void(session, salma)
    ((certificate, _lost),) = find_lost()
    path = reverse("certificates:verify_code", args=[certificate.printed_code])
    assert client.get(path).context["certificate"].state == Certificate.State.VALID
    coordinator.post(reverse("certificates:revoke", args=[certificate.printed_code]), {"reason": "Absente"})
    assert client.get(path).context["certificate"].state == Certificate.State.REVOKED


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(own_ngo, coordinator):
    path = reverse("certificates:undecided")
    counted = []
    for number in (1, 29):
        people = [a_person(f"Personne {number} {place}") for place in range(number)]
        session = issued(*people) if number == 1 else issued_more(people)
        for person in people:
            correct(session.slots.first(), person, 10)
        coordinator.get(path)  # warm the caches
        counted.append(count_queries(coordinator, path))
    assert (counted[0], len(find_lost())) == (counted[1], 30)


def issued_more(people):
    session = a_session(*halves(), people=people)
    for slot in session.slots.all():
        present(slot, *people)
    actions.hold_session(session=session, actor=a_user())
    session.refresh_from_db()
    issue_session_certificates(session=session, language="", actor=a_user())
    return session


@pytest.mark.parametrize("name", ["undecided", "keep"])
def test_only_who_manages_certificates_decides(sign_in, own_ngo, other_ngo, name):
    salma = a_person()
    all_void(issued(salma), salma)
    ((certificate, _lost),) = find_lost()
    url = reverse(f"certificates:{name}", args=[certificate.printed_code] if name == "keep" else [])
    assert {sign_in(own_ngo, role).get(url).status_code for role in (Role.TRAINER, Role.FUNDER)} <= {302, 403, 404}
    stranger = sign_in(other_ngo, Role.COORDINATOR).get(url)
    assert (stranger.status_code, "Amina" in stranger.content.decode()) == (404 if name == "keep" else 200, False)
    assert Person.objects.count() == 1
