"""The register as coordinators and administrators use it: found, read, kept for a time, erased; materials shared."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.documents.models import Document

from accounts.models import User
from accounts.roles import Role
from people.consent import give_consent
from people.correcting import correct_person
from people.merging import merge_people
from people.models import Erasure, Person
from people.retention import carry_out
from sessions.models import Material
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.support.sessions import HalfDay, a_person, a_session, a_user, present, today

LANGUAGES = [("fr", LAPTOP), ("fr", PHONE), ("ar", PHONE), ("ar", LAPTOP)]
everywhere = pytest.mark.parametrize(
    ("language", "viewport"), LANGUAGES, ids=["fr-laptop", "fr-phone", "ar-phone", "ar-laptop"]
)


@pytest.fixture
def people(transactional_db, own_ngo):
    found = [
        a_person("Salma Exemple", name_other_script="سلمى مثال", category="police", institution="Wilaya de Souss-Massa",
                 person_region="MA-09", sex="f", phone="+212612345678"),
        a_person("Éric Exemple", category="lawyer", institution="Barreau", person_region="FR-IDF"),
        a_person("أمينة مثال", name_other_script="Amina Exemple", category="social_worker"),
        *(a_person(f"Nadia Exemple {n:02}", institution="Association") for n in range(35)),
    ]  # fmt: skip
    present(a_session(HalfDay(today(-10), "morning", 210), title="Accueil").slots.get(), *found[:3])
    return found


def enter(page, site, own_ngo, language, path):
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}{path}"), "somebody")


@everywhere
def test_the_register_is_narrowed_read_and_taken(site, own_ngo, people, make_user, open_page, language, viewport):
    make_user(own_ngo, Role.ADMINISTRATOR, "somebody")
    salma, twin = people[0], a_person("Salma Exemple-Idrissi", category="police")
    correct_person(person=salma, fields={"category": "judge", "email": "s@example.org"}, also_past=True, actor=a_user())
    merge_people(kept=salma, absorbed=twin, actor=a_user())
    page = open_page(viewport)
    enter(page, site, own_ngo, language, "/people/")
    check(page)
    page.locator("main details summary").first.click()
    check(page)
    page.select_option("[name=category]", "judge")
    page.select_option("[name=order]", "last")
    page.locator("main form[role=search] > .actions button").click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    assert "category=judge" in page.url
    check(page)
    page.goto(site(own_ngo, f"/{language}/people/"))
    page.fill("[name=q]", "exemple")
    page.locator("main form[role=search] > .actions button").click()
    expect(page.locator("main tbody tr")).to_have_count(30)
    check(page)
    page.locator(".pager__next").click()
    expect(page.locator("main tbody tr")).to_have_count(8)
    assert "exemple" not in page.url
    check(page)
    page.goto(site(own_ngo, f"/{language}/people/{salma.uuid}/"))
    check(page)
    page.goto(site(own_ngo, f"/{language}/people/{salma.uuid}/agreement/"))
    page.fill("[name=day]", str(today(-1)))
    check(page)
    page.check("[name=read]")
    page.locator("main form .actions button").click()
    expect(page.locator(".message--done")).to_be_visible()
    check(page)


@everywhere
def test_time_runs_out_and_an_administrator_decides(site, own_ngo, people, make_user, open_page, language, viewport):
    make_user(own_ngo, Role.ADMINISTRATOR, "somebody")
    long_ago = timezone.now() - datetime.timedelta(days=1500)
    Person.objects.filter(pk__in=[person.pk for person in people[3:9]]).update(created_at=long_ago)
    page = open_page(viewport)
    enter(page, site, own_ngo, language, "/people/keeping/")
    check(page)
    page.fill("[name=months]", "36")
    page.locator("main .form .actions button").click()
    expect(page.locator(".message--done")).to_be_visible()
    check(page)
    page.goto(site(own_ngo, f"/{language}/people/"))
    page.locator(".message a").click()
    expect(page.locator("[name=people]")).to_have_count(6)
    check(page)
    page.locator("[name=people]").first.uncheck()
    page.check("[name=sure]")
    page.locator("main form .actions button").click()
    expect(page.locator("h1")).to_be_visible()
    check(page)
    carry_out(Erasure.objects.get())
    page.reload()
    check(page)
    assert Person.objects.filter(erased_at__isnull=False).count() == 5
    page.goto(site(own_ngo, f"/{language}/people/keeping/"))
    check(page)


@everywhere
def test_materials_are_shared_and_opened(
    site, own_ngo, people, course, make_user, open_page, language, viewport
):  # fmt: skip
    make_user(own_ngo, Role.COORDINATOR, "somebody")
    file = ContentFile(b"text", name="fiche.txt")
    Document.objects.create(title="Fiche réflexe", file=file)
    session = a_session(HalfDay(today(-3), "morning", 210), title="Accueil et écoute")
    present(session.slots.get(), people[0])
    page = open_page(viewport)
    enter(page, site, own_ngo, language, f"/sessions/{session.uuid}/materials/")
    check(page)
    page.select_option("[name=page]", index=2)
    page.locator("main .form .actions button").click()
    page.select_option("[name=document]", label="Fiche réflexe")
    page.select_option("[name=language]", "fr")
    page.locator("main .form .actions button").click()
    expect(page.locator("main .roll li")).to_have_count(2)
    check(page)
    assert Material.objects.count() == 2
    Person.objects.filter(pk=people[0].pk).update(user=User.objects.create_user(username="p-1", password="x"))
    people[0].refresh_from_db()
    give_consent(person=people[0])
    own = open_page(viewport)
    sign_in(own, site(own_ngo, f"/{language}/sign-in/?next=/{language}/sessions/{session.uuid}/registered/"), "p-1")
    expect(own.locator("[aria-labelledby=shared] li")).to_have_count(2)
    check(own)
