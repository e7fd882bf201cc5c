"""A coordinator plans a session, registers people, marks who came, counts the others and reads the figures."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from demo.publishing import add_impact_page
from impact.counting import Period, count_tenant
from impact.models import ReportingPeriod, Snapshot
from impact.publishing import accept_period
from people.models import Person
from sessions.models import Evidence, TrainingSession
from sessions.records.actions import import_rows
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.reference import oracles
from tests.support.sessions import today


@pytest.mark.parametrize(
    ("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French on a laptop", "Arabic on a phone"]
)
def test_from_planning_to_the_figures(site, own_ngo, make_user, open_page, language, viewport):
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    day = today()
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/sessions/"), "coordinator")
    check(page)  # an empty list says what to do next
    page.goto(site(own_ngo, f"/{language}/sessions/new/"))
    check(page)
    page.fill("[name=title]", "Accueil et écoute")
    page.select_option("[name=audience]", "professional")
    page.select_option("[name=region]", "MA-09")
    page.fill("[name$='-0-date']", day.isoformat())
    page.select_option("[name$='-0-part']", "morning")
    page.locator("main form .actions button").first.click()
    expect(page.locator("h1")).to_have_text("Accueil et écoute")
    check(page)
    session = TrainingSession.objects.get()
    for name in ("Salma Exemple", "أمينة مثال"):
        page.goto(site(own_ngo, f"/{language}/sessions/{session.uuid}/people/add/"))
        check(page)
        page.fill("[name=full_name]", name)
        page.locator("section[aria-labelledby=new] .actions button").click()
    page.goto(site(own_ngo, f"/{language}/sessions/{session.uuid}/1/attendance/"))
    check(page)
    page.check("#everyone")
    page.locator(".actions--sticky button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    check(page)
    assert Evidence.objects.count() == 2
    page.goto(site(own_ngo, f"/{language}/sessions/{session.uuid}/1/head-count/"))
    check(page)
    page.fill("[name=count]", "5")
    page.locator("main form button").last.click()
    page.goto(site(own_ngo, f"/{language}/sessions/{session.uuid}/hold/"))
    check(page)
    page.locator("main form button").first.click()
    page.goto(site(own_ngo, f"/{language}/figures/?year={day.year}"))
    check(page)
    figures = page.locator(".big__value")
    numbers = figures.evaluate_all("all => all.map(one => (one.querySelector('a') ?? one).firstChild.data.trim())")
    assert numbers[:6] == ["2", "2", "2", "0", "2", "1 / 1"]
    counted = count_tenant(Period.year(day.year))["indicators"]
    assert (counted["ATT"]["value"], counted["HC"]["value"], counted["RANGE"]["high"]) == (2, 5, 7)


@pytest.mark.parametrize(("language", "scheme"), [("fr", "dark"), ("ar", "light"), ("ar", "dark")])
def test_the_dashboard_in_both_lights(site, own_ngo, make_user, open_page, language, scheme):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    page = open_page(LAPTOP, color_scheme=scheme)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/figures/"), "coordinator")
    page.locator(".chart details > summary").last.click()
    expect(page.locator(".chart table").last).to_be_visible()
    check(page)


def test_attendance_works_without_javascript(site, own_ngo, make_user, open_page):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    session = TrainingSession.objects.get(ref="S1")
    before = Evidence.objects.count()
    page = open_page(PHONE, java_script_enabled=False)
    path = f"/fr/sessions/{session.uuid}/4/attendance/"
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next={path}"), "coordinator")
    missing = page.locator("[name=present]").count()
    assert missing > 0
    page.locator(".actions--sticky button").last.click()
    expect(page.locator(".message--done")).to_be_visible()
    assert Evidence.objects.count() == before + missing


def test_the_keyboard_alone_marks_attendance(site, own_ngo, make_user, open_page):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    session = TrainingSession.objects.get(ref="S1")
    page = open_page(LAPTOP)
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next=/fr/sessions/{session.uuid}/4/attendance/"), "coordinator")
    before = Evidence.objects.count()
    box = page.locator("[name=present]").first
    for _ in range(80):
        page.keyboard.press("Tab")
        if box.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".message--done")).to_be_visible()
    assert Evidence.objects.count() == before + 1


@pytest.mark.parametrize(
    ("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["French on a laptop", "Arabic on a phone"]
)
def test_two_records_become_one_and_two_again(site, own_ngo, make_user, open_page, language, viewport):
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    page = open_page(viewport)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/people/"), "coordinator")
    check(page)  # an empty list says what to do next
    page.goto(site(own_ngo, f"/{language}/people/duplicates/"))
    check(page)
    for name in ("Fatima Ezzahra Alami", "فاطمة الزهراء العلمي"):
        Person.objects.create(full_name=name, phone="+212612345678", category="social_worker")
    page.goto(site(own_ngo, f"/{language}/people/duplicates/"))
    check(page)
    page.locator("[name=verdict][value=one]").click()
    expect(page.locator(".message--done")).to_be_visible()
    page.goto(site(own_ngo, f"/{language}/people/"))
    check(page)
    page.locator("main tbody a").click()
    check(page)
    record = page.url
    for path in ("change/", "erase/"):
        page.goto(record + path)
        check(page)
    page.goto(record)
    page.locator("main li a").last.click()
    check(page)
    page.fill("[name=reason]", "Deux personnes")
    page.locator("main form button").click()
    expect(page.locator(".message--done")).to_be_visible()
    assert Person.objects.filter(merged_into__isnull=True).count() == 2


FIGURE_PAGES = (
    "figures/?year=2019", "figures/evidence/TRAINED/?year=2019", "figures/missing/?year=2019", "figures/periods/",
    "figures/targets/", "figures/audits/", "figures/definitions/", "figures/reports/", "sessions/lists/",
)  # fmt: skip


@pytest.mark.parametrize(("language", "size"), [("fr", LAPTOP), ("ar", PHONE)], ids=["fr", "ar"])
def test_a_period_from_opening_to_the_public_page(site, own_ngo, make_user, open_page, language, size):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    add_impact_page()
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    page = open_page(size)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/figures/periods/"), "coordinator")
    page.fill("[name=start]", "2019-01-01")
    page.fill("[name=end]", "2019-12-31")
    page.locator("main form button").last.click()
    page.locator("main .actions form button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    check(page)
    period = ReportingPeriod.objects.get()
    accept_period(period=period, by="Réseau")
    page.goto(site(own_ngo, f"/{language}/figures/periods/{period.pk}/publish/"))
    check(page)
    page.locator("main form button").last.click()
    expect(page.locator(".message--done")).to_be_visible()
    check(page)
    snapshot = Snapshot.objects.get()
    page.goto(site(own_ngo, f"/{language}/figures/published/{snapshot.short_digest}/"))
    check(page)
    for path in FIGURE_PAGES:
        page.goto(site(own_ngo, f"/{language}/{path}"))
        check(page)
    for path in (f"/{language}/chiffres/", f"/{language}/chiffres/?embed", "/api/v1/docs"):
        page.goto(site(own_ngo, path))
        check(page)


@pytest.mark.parametrize(("language", "size"), [("fr", LAPTOP), ("ar", PHONE)], ids=["fr", "ar"])
def test_a_list_is_pasted_looked_at_imported_and_taken_back(site, own_ngo, make_user, open_page, language, size):
    make_user(own_ngo, Role.COORDINATOR, "coordinator")
    page = open_page(size)
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next=/{language}/sessions/lists/"), "coordinator")
    check(page)
    page.fill("[name=text]", "Nom;Tel\nAmina Benali;0612345678\nفاطمة;٠٦٩٨٧٦٥٤٣٢\n")
    page.locator("main form button").last.click()
    expect(page.locator("section[aria-labelledby=rows-heading] tbody tr")).to_have_count(2)
    check(page)
    page.locator("main form[action$='/import/'] button:not([formaction])").click()
    expect(page.locator(".message--done")).to_be_visible()
    check(page)
    assert sorted(Person.objects.values_list("phone", flat=True)) == ["+212612345678", "+212698765432"]
    page.locator(".button--danger").click()
    expect(page.locator(".message--done")).to_be_visible()
    assert Person.objects.count() == 0
