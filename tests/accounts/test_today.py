"""The page "Today": what stands on it by role, of one's own NGO alone; the same queries for 1 session and many."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import FunderProject, User
from accounts.roles import Role
from courses.models import CoursePage
from impact.models import ProjectReader
from impact.publishing import open_period
from network.models import Project
from pages.models import HomePage
from tenants.models import Tenant, TenantHealth
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session

TODAY = "/fr/today/"


def page_of(client):
    response = client.get(TODAY)
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("<footer")[0]


@pytest.fixture
def coordinator(own_ngo, sign_in):
    return sign_in(own_ngo, Role.COORDINATOR)


def test_sessions_of_the_day_lead_to_their_roll(coordinator, other_ngo, sign_in):
    session = a_session(title="Premier contact", city="Agadir", people=[a_person()])
    html = page_of(coordinator)
    assert "Premier contact" in html
    assert f"/fr/sessions/{session.uuid}/1/attendance/" in html
    assert "1 personne sur la liste" in html
    assert "Premier contact" not in page_of(sign_in(other_ngo, Role.COORDINATOR))


def test_trainers_see_the_sessions_they_run(own_ngo, make_user):
    trainer = make_user(own_ngo, Role.TRAINER)
    a_session(title="La mienne", trainers=[trainer])
    a_session(title="Une autre")
    client = TenantClient(own_ngo)
    client.force_login(trainer)
    html = page_of(client)
    assert ("La mienne" in html, "Une autre" in html) == (True, False)


def test_sessions_to_come_stand_in_their_order_with_their_places(coordinator):
    a_session(on=9, title="Plus tard")
    a_session(on=2, title="Bientôt", capacity=20)
    a_session(on=60, title="Bien plus tard")
    a_session(on=-3, title="Passée")
    html = page_of(coordinator)
    assert html.index("Bientôt") < html.index("Plus tard")
    assert "0 / 20" in html
    assert ("Bien plus tard" in html, ">Passée<" in html) == (False, False)


def test_what_is_to_be_put_in_order_is_counted(coordinator):
    a_session(on=-3, title="Tenue", state="held")
    html = page_of(coordinator)
    assert "À mettre en ordre" in html
    assert "/fr/figures/missing/?start=" in html or "/sessions/" in html


def test_a_period_that_is_over_waits_to_be_submitted(coordinator):
    year = timezone.localdate().year - 1
    open_period(start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31))
    html = page_of(coordinator)
    assert f"Période {year}" in html
    assert "/fr/figures/periods/" in html


def test_nothing_to_do_says_so(own_ngo, sign_in):
    assert "Rien ne vous attend" in page_of(sign_in(own_ngo, Role.TRAINER))


def test_a_funder_reads_which_of_its_projects_are_published(own_ngo, hub, sign_in):
    client = sign_in(own_ngo, Role.FUNDER)
    assert "Vos projets figurent ici dès que votre compte y est rattaché." in page_of(client)
    ProjectReader.objects.create(user=User.objects.get(username="funder"), project="SAVE")
    html = page_of(client)
    assert ("SAVE</bdi></h2>" in html, '<a class="button" href="/fr/figures/reports/">' in html) == (True, True)


def test_a_funder_of_the_hub_reads_its_own_projects(hub, sign_in):
    client = sign_in(hub, Role.FUNDER)
    with hub:
        for code in ("MINE", "OTHER"):
            dates = {"starts": datetime.date(2019, 1, 1), "ends": datetime.date(2027, 12, 31)}
            made = Project.objects.create(code=code, title_fr=f"Titre {code}", **dates)
        FunderProject.objects.create(user=User.objects.get(username="funder"), project="MINE")
    html = page_of(client)
    assert ("Titre MINE</bdi></h2>" in html, "Titre OTHER" in html) == (True, False)
    assert f'href="/fr/network/projects/{made.pk - 1}/"' in html
    assert "Du 1er janvier 2019 au 31 décembre 2027" in html


def test_texts_that_are_ready_in_one_language_alone(own_ngo, sign_in):
    course = CoursePage(heading_fr="Cours", slug="cours", ready_fr=True)
    HomePage.objects.get().add_child(instance=course)
    course.save_revision().publish()
    assert "العربية" in page_of(sign_in(own_ngo, Role.COORDINATOR))
    assert "العربية" not in page_of(sign_in(own_ngo, Role.TRAINER))  # who did not write it


def test_the_network_reads_which_ngos_need_a_word_and_no_name(hub, own_ngo, sign_in):
    a_person("Amina Exemple")
    with hub:
        TenantHealth.objects.update_or_create(
            tenant=Tenant.objects.get(schema_name="own_ngo"),
            defaults={"gaps": 3, "late_periods": 1, "counted_at": timezone.now()},
        )
        html = page_of(sign_in(hub, Role.NETWORK_COORDINATOR))
    assert "Association de l’Amandier" in html
    assert "Amina" not in html


def test_participants_and_nobody_are_led_away(own_ngo, sign_in):
    assert TenantClient(own_ngo).get(TODAY)["location"].startswith("/fr/sign-in/")
    assert sign_in(own_ngo).get(TODAY)["location"] == "/fr/home/"


def test_as_many_queries_for_1_and_30_sessions(coordinator):
    def count():
        coordinator.get(TODAY)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            page_of(coordinator)
        return len(captured)

    a_session(title="Une")
    a_session(on=3, title="Une")
    few = count()
    for number in range(6):
        a_session(title=f"Session {number}", people=[a_person()])
        a_session(on=3, title=f"Session {number}", people=[a_person()])
    assert count() == few
