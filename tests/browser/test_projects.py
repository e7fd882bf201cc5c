"""The network's coordinator sets a project up; a coordinator of its partner chooses it in a session."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from network.models import Project
from sessions.models import TrainingSession
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.support.pictures import phone
from tests.support.sessions import today

TITLES = {"fr": "Repérer et orienter", "ar": "الرصد والتوجيه", "en": "Identify and refer"}


def fill(page, **fields):
    for name, value in fields.items():
        page.fill(f"main [name={name}]", value)


def send(page):
    page.locator("main form .actions button").first.click()


@pytest.mark.parametrize(
    ("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French on a laptop", "Arabic on a phone"]
)
def test_a_project_from_nothing_to_a_session(site, hub, own_ngo, make_user, open_page, language, viewport):
    make_user(hub, Role.NETWORK_COORDINATOR, "network")
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    page = open_page(viewport)
    base = f"/{language}/network/projects/"
    sign_in(page, site(hub, f"/{language}/sign-in/?next={base}"), "network")
    check(page)  # no project yet
    page.click("main .empty a")
    check(page)
    fill(page, code="SA VE", starts="2019-01-01", ends="2018-12-31")
    send(page)
    expect(page.locator("main .field--wrong")).to_have_count(4)  # code, title, countries, end
    check(page)
    fill(page, code="SAVE", ends="2098-12-31", grant_number="EX-2019-001",
         **{f"title_{code}": title for code, title in TITLES.items()})  # fmt: skip
    page.check("[name=countries][value=MA]")
    send(page)
    expect(page.locator("h1")).to_have_text(TITLES[language])
    check(page)  # with nothing but its facts
    project = Project.objects.get()
    own = f"{base}{project.pk}/"
    page.goto(site(hub, f"{own}funder/add/"))
    check(page)
    fill(page, name="Fonds Exemple")
    page.set_input_files("[name=logo]", {"name": "logo.png", "mimeType": "image/png", "buffer": phone("PNG")})
    send(page)
    page.goto(site(hub, f"{own}partner/add/"))
    check(page)
    page.select_option("[name=tenant]", str(own_ngo.pk))
    fill(page, joined="2019-01-01")
    send(page)
    page.goto(site(hub, f"{own}phase/add/"))
    check(page)
    fill(page, code="phase-1", title_fr="Première phase", title_ar="المرحلة الأولى")
    send(page)
    page.goto(site(hub, f"{own}cycle/add/"))
    fill(page, code="tour", title_fr="Le tour", title_ar="الجولة")
    send(page)
    page.goto(site(hub, f"{own}prolongation/add/"))
    fill(page, ends="2099-06-30", agreed_on="2026-11-02", reason="Nouvelle tranche")
    send(page)
    expect(page.locator("main img")).to_have_js_property("complete", True)
    check(page)  # with everything
    page.goto(site(hub, base))
    check(page)
    page.goto(site(hub, f"{own}delete/"))
    check(page)
    _choose(page, site, own_ngo, language)


def _choose(page, site, own_ngo, language):
    """In a session of the partner."""
    new = f"/{language}/sessions/new/"
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next={new}"), "coordinator")
    expect(page.locator("[name=project] option").nth(1)).to_have_text(f"\u2068{TITLES[language]}\u2069 · SAVE")
    page.select_option("[name=project]", "SAVE")
    page.locator("[name=project]").scroll_into_view_if_needed()
    check(page)
    page.fill("[name=title]", "Accueil")
    page.select_option("[name=audience]", "professional")
    page.fill("[name$='-0-date']", today().isoformat())
    page.select_option("[name$='-0-part']", "morning")
    send(page)
    expect(page.locator("h1")).to_have_text("Accueil")
    assert TrainingSession.objects.get().project == "SAVE"
