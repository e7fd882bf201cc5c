"""Several people at once, and a session that is over on one screen, as a coordinator types them."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from people.models import Person
from sessions.models import TrainingSession
from sessions.querysets import people_on_list, presences
from tests.browser.pages import LAPTOP, PHONE, check, open_as
from tests.support.sessions import a_person, a_session, today

everywhere = pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["fr", "ar"])


@pytest.fixture
def coordinator(own_ngo, make_user):
    return make_user(own_ngo, Role.COORDINATOR, "somebody")


@pytest.fixture
def known(own_ngo):
    return a_person("Mohamed Alami", name_other_script="محمد العلمي", category="police", institution="Wilaya")


@everywhere
def test_several_people_without_leaving_the_page(site, own_ngo, coordinator, known, open_page, language, viewport):
    session = a_session()
    page = open_page(viewport)
    open_as(page, site(own_ngo, f"/{language}/sessions/{session.uuid}/people/several/"), "somebody")
    check(page)
    page.fill("[name=people-0-full_name]", "Amina Benali")
    if viewport == PHONE:
        page.locator(".person-row summary").first.click()
    page.fill("[name=people-0-phone]", "06 12 34 56 78")
    page.fill("[name=people-1-full_name]", "محمد العلمي")
    page.locator("main .actions button").last.click()  # more rows
    expect(page.locator("[name$=full_name]")).to_have_count(12)
    page.locator("main .actions button").first.click()
    expect(page.locator("main [role=alert]")).to_be_visible()
    check(page)
    assert not people_on_list(session).exists()
    page.locator("[name=people-1-who]").first.check()
    page.locator("main .actions button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    assert {person.full_name for person in people_on_list(session)} == {"Amina Benali", "Mohamed Alami"}
    assert Person.objects.count() == 2


@everywhere
def test_a_past_session_on_one_screen(site, own_ngo, coordinator, known, open_page, language, viewport):
    page = open_page(viewport)
    open_as(page, site(own_ngo, f"/{language}/sessions/"), "somebody")
    page.locator("a[href$='/sessions/past/']").click()
    check(page)
    page.fill("[name=title]", "Accueil des victimes")
    page.select_option("[name=audience]", "professional")
    for index, part in enumerate(("morning", "afternoon")):
        page.fill(f"[name=half_days-{index}-date]", str(today(-9)))
        page.select_option(f"[name=half_days-{index}-part]", part)
    page.fill("[name=people-0-full_name]", "Amina Benali")
    page.fill("[name=people-1-full_name]", "Bilal Tazi")
    page.uncheck("[name=people-1-at_2]")
    page.locator("main .actions button").first.click()
    page.wait_for_url("**/sessions/*-*/")
    session = TrainingSession.objects.get()
    amina, bilal = (Person.objects.get(full_name=name) for name in ("Amina Benali", "Bilal Tazi"))
    assert session.state == "held"
    assert [presences(slot) for slot in session.slots.all()] == [{amina.pk: 210, bilal.pk: 210}, {amina.pk: 210}]
    page.goto(page.url + "copy/")
    page.check("[name=with_list]")
    check(page)
