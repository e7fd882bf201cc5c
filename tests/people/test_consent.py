"""Consent: asked once, asked again when the text changes, withdrawn at will; rows are never changed."""

from contextlib import nullcontext

import pytest
from django.db import IntegrityError, transaction

from people import consent as consents
from people.consent import State, give_consent, state_of, withdraw_consent
from people.models import Consent, Person
from people.retention import set_rule
from tests.support.clients import TenantClient


@pytest.fixture
def person(enrolment):
    return enrolment.person


@pytest.fixture
def newer_text(monkeypatch):
    monkeypatch.setattr(consents, "VERSION", consents.VERSION + 1)


def finish(client, lesson):
    return client.post(f"/fr/learn/lessons/{lesson.pk}/done/")


def test_who_agreed_learns_on(participant, lessons, enrolment):
    assert participant.get("/fr/me/").status_code == 200
    finish(participant, lessons[0])
    assert enrolment.progress.count() == 1


def test_who_withdrew_is_asked_and_nothing_more_is_written(participant, lessons, enrolment, person):
    page = participant.get("/fr/consent/withdraw/")
    assert page.templates[0].name == "people/withdraw.html"
    assert participant.post("/fr/consent/withdraw/").headers["location"] == "/fr/my-data/"
    assert state_of(person.user) == State.WITHDRAWN
    assert finish(participant, lessons[0]).headers["location"] == "/fr/consent/"
    assert enrolment.progress.count() == 0
    assert participant.get("/fr/my-data/").status_code == 200
    response = participant.post("/fr/consent/?next=%2Ffr%2Flearn%2F", {"consent": "on"})
    assert response.headers["location"] == "/fr/learn/"
    assert [row.withdrawn_at is None for row in Consent.objects.all()] == [False, True]
    finish(participant, lessons[0])
    assert enrolment.progress.count() == 1


def test_who_withdrew_reads_on_at_every_door(participant, course, lessons, exercise, enrolment, person):
    """The page on which one withdraws says that reading stays open; what would be answered asks first."""
    withdraw_consent(person=person)
    for path in (
        "/fr/me/",
        "/fr/learn/",
        "/fr/glossary/",
        course.url,
        lessons[0].url,
        "/fr/my-data/",
        "/fr/me/reminders/",
    ):
        assert (path, participant.get(path).status_code) == (path, 200)
    assert "Lire le texte et donner mon accord" in participant.get("/fr/me/").content.decode()
    answering = f"/fr/learn/lessons/{lessons[0].pk}/exercises/{exercise.pk}/"
    for ask in (participant.get, participant.post):
        assert ask(answering).headers["location"].startswith("/fr/consent/")


def test_who_never_agreed_is_asked_first(participant, person):
    Consent.objects.all().forget()
    assert state_of(person.user) == State.NONE
    assert participant.get("/fr/me/").headers["location"] == "/fr/consent/?next=%2Ffr%2Fme%2F"


def test_a_newer_text_asks_again_and_loses_no_answer(participant, lessons, enrolment, person, newer_text):
    assert state_of(person.user) == State.OLDER
    finish(participant, lessons[0])  # it was under way
    assert enrolment.progress.count() == 1
    assert participant.get("/fr/me/").headers["location"] == "/fr/consent/?next=%2Ffr%2Fme%2F"
    page = participant.get("/fr/consent/?next=%2Ffr%2Fme%2F")
    assert list(page.context["form"].fields) == ["consent"]  # the axes were asked before
    participant.post("/fr/consent/?next=%2Ffr%2Fme%2F", {"consent": "on"})
    assert [(row.version, row.withdrawn_at) for row in Consent.objects.all()] == [(1, None), (2, None)]
    assert participant.get("/fr/me/").status_code == 200


def test_who_was_put_on_a_list_is_asked_for_the_axes_once(participant, person):
    Consent.objects.all().forget()
    page = participant.get("/fr/consent/")
    assert list(page.context["form"].fields) == [
        "category", "institution_type", "person_region", "age_band", "sex", "consent",
    ]  # fmt: skip
    assert page.context["form"]["category"].value() == "police"  # what the list said
    assert participant.post("/fr/consent/", {"category": "judge"}).status_code == 200
    person.refresh_from_db()
    assert (person.category, Consent.objects.count()) == ("police", 0)
    participant.post("/fr/consent/", {"category": "judge", "consent": "on"})
    person.refresh_from_db()
    assert (person.category, Consent.objects.count()) == ("judge", 1)


def test_what_a_script_sends_is_told_where_to_go(participant, person, lessons):
    withdraw_consent(person=person)
    path = f"/fr/learn/lessons/{lessons[0].pk}/done/"
    response = participant.post(path, headers={"accept": "application/json"})
    assert (response.status_code, response.json()) == (403, {"reason": "consent", "url": "/fr/consent/"})


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away(participant, person, next_url):
    withdraw_consent(person=person)
    assert participant.post(f"/fr/consent/?next={next_url}", {"consent": "on"}).headers["location"] == "/fr/me/"


def test_staff_who_take_part_in_nothing_are_not_asked(make_user, own_ngo):
    user = make_user(own_ngo)
    assert state_of(user) == State.NOT_NEEDED
    client = TenantClient(own_ngo)
    client.force_login(user)
    assert client.get("/fr/me/").status_code == 200
    assert client.get("/fr/consent/").headers["location"] == "/fr/me/"
    assert client.get("/fr/consent/withdraw/").headers["location"] == "/fr/my-data/"


def test_nobody_agrees_or_withdraws_without_signing_in(client, participant, other_ngo, person):
    stranger = TenantClient(other_ngo)
    stranger.cookies = participant.cookies
    for visitor in (client, stranger):
        for path in ("/fr/consent/", "/fr/consent/withdraw/"):
            assert visitor.post(path, {"consent": "on"}).headers["location"].startswith("/fr/sign-in/")
    assert Consent.objects.get().withdrawn_at is None


def test_consents_are_never_changed(own_ngo):
    person = Person.objects.create(full_name="Salma Exemple")
    give_consent(person=person)
    give_consent(person=person)
    (row,) = Consent.objects.all()
    ways = [row.save, row.delete, Consent.objects.all().delete, lambda: Consent.objects.update(version=9)]
    for way in ways:
        with pytest.raises(TypeError):
            way()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(person=person, version=row.version, language="fr")
    assert Consent.objects.all().withdraw() == 1
    assert Consent.objects.all().withdraw() == 0  # the date of a withdrawal stays


@pytest.mark.parametrize(("months", "said"), [(None, False), (24, True)])
def test_the_text_says_when_names_go(participant, person, other_ngo, months, said):
    withdraw_consent(person=person)
    for tenant, rule in ((other_ngo, 36), (None, months)):
        with tenant or nullcontext():
            set_rule(months=rule, automatic=False, actor=None)
    text = participant.get("/fr/consent/").content.decode()
    assert ("n’a plus de vos nouvelles depuis 24 mois" in text) == said
    assert "36 mois" not in text
