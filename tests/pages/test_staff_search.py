"""One search for staff: people, sessions and drafts beside what everybody finds, to each by their rights."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from courses.models import CoursePage
from pages.models import HomePage
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.sessions import a_session

FOUND = ("people", "sessions", "drafts")


@pytest.fixture
def world(own_ngo, make_user):
    """Somebody, two sessions of which one is the trainer's, and a draft, which all bear one word."""
    trainer = make_user(own_ngo, Role.TRAINER, "trainer")
    Person.objects.create(full_name="Salma Safran", institution="Hôpital")
    own = a_session(trainers=[trainer])
    own.title = "Safran, session de l’animatrice"
    other = a_session()
    other.title = "Safran, autre session"
    for session in (own, other):
        session.save()
    HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours du safran", slug="safran", live=False))
    return trainer


def search(client, words="safran"):
    return client.post("/fr/search/", {"q": words})


def heads(response):
    html = response.content.decode()
    return [name for name in FOUND if f'id="{name}"' in html]


def as_role(tenant, make_user, role):
    client = TenantClient(tenant)
    client.force_login(make_user(tenant, role))
    return client


def test_a_coordinator_finds_all_of_it_and_nothing_is_kept_by_the_browser(own_ngo, make_user, world):
    response = search(as_role(own_ngo, make_user, Role.COORDINATOR))
    html = response.content.decode()
    assert heads(response) == ["people", "sessions", "drafts"]
    assert "Salma Safran" in html
    assert html.count("Safran, ") == 2
    assert "no-store" in response["Cache-Control"]


def test_a_trainer_finds_their_own_sessions_and_nobody(own_ngo, world):
    client = TenantClient(own_ngo)
    client.force_login(world)
    response = search(client)
    html = response.content.decode()
    assert ("Salma" in html, "de l’animatrice" in html, "autre session" in html) == (False, True, False)


@pytest.mark.parametrize("role", [Role.FUNDER, None], ids=["funder", "participant"])
def test_others_find_what_everybody_finds(own_ngo, make_user, world, role):
    assert heads(search(as_role(own_ngo, make_user, role))) == []


def test_visitors_and_the_stranger_find_nothing_of_it(own_ngo, other_ngo, make_user, world):
    assert heads(search(TenantClient(own_ngo))) == []
    assert heads(search(as_role(other_ngo, make_user, Role.COORDINATOR))) == []


def test_what_is_published_is_found_by_all_and_is_no_draft(own_ngo, make_user, world):
    page = CoursePage.objects.get(slug="safran")
    page.ready_fr = True
    page.save_revision().publish()
    response = search(as_role(own_ngo, make_user, Role.COORDINATOR))
    assert heads(response) == ["people", "sessions"]
    assert "Cours du safran" in response.content.decode()


def test_as_many_queries_for_1_and_9(own_ngo, make_user, world):
    client = as_role(own_ngo, make_user, Role.COORDINATOR)

    def asked():
        search(client)
        with CaptureQueriesContext(connection) as captured:
            search(client)
        return len(captured)

    few = asked()
    for number in range(9):
        Person.objects.create(full_name=f"Nour Safran {number}")
        session = a_session()
        session.title = f"Safran {number}"
        session.save()
        HomePage.objects.get().add_child(
            instance=CoursePage(heading_fr=f"Safran {number}", slug=f"s{number}", live=False)
        )
    assert asked() == few
