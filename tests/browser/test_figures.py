"""The pages of figures as people see them: coordinator, network, funder, program and public; in both languages, at both
sizes, with everything unfolded, on paper, in the dark."""

import datetime

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from demo.publishing import add_impact_page, publish_years
from impact.counting import Period
from impact.models import ProjectReader, ReportingPeriod, SavedView, Snapshot, Target
from impact.publishing import open_period, submit_period
from impact.quality import draw_audit
from network.actions import roll_up_network
from people.models import Person
from sessions.models import Cycle, TrainingSession
from sessions.records.actions import import_rows
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.reference import oracles
from tests.support.page_weight import over_budget, weigh
from tests.support.periods import merge_and_late_sheet

YEAR = Period.year(2019)
LANGUAGES = pytest.mark.parametrize("language", ["fr", "ar"])
SIZES = (LAPTOP, PHONE)
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true })"


def look(page, address):
    """Folded, then with everything unfolded, each at both sizes."""
    response = page.goto(address)
    assert response.status == 200, address
    for prepare in ("", UNFOLD):
        page.evaluate(prepare)
        for size in SIZES:
            page.set_viewport_size(size)
            check(page)


@pytest.fixture
def ngo(own_ngo, make_user):
    """Oracle A as project SAVE and in a cycle, two years published, 2019 drifted, an audit, a target, a view."""
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    cycle = Cycle.objects.create(code="tour", name="Tour 2019")
    TrainingSession.objects.update(project="SAVE", cycle=cycle)
    add_impact_page()
    publish_years([2018, 2019])
    coordinator = make_user(own_ngo, Role.COORDINATOR, "coordinator")
    merge_and_late_sheet(coordinator)
    draw_audit(period=YEAR, size=2, actor=coordinator, seed="1")
    Target.objects.create(start=YEAR.start, end=YEAR.end, indicator="TRAINED", value=10)
    SavedView.objects.create(user=coordinator, name="Police", query="start=2019-01-01&end=2019-12-31&category=police")
    return own_ngo


def figure_pages():
    session, person = TrainingSession.objects.get(ref="S1"), Person.objects.get(ref="P1")
    audit, period = 1, ReportingPeriod.objects.get(start="2019-01-01")
    snapshot = Snapshot.objects.get(period=period)
    return (
        "?year=2019", "?year=2019&category=police", "?start=2019-05-01&end=2019-05-31", "?year=2017",
        "cycles/?year=2019", "cycles/?year=2017", "definitions/", "missing/?year=2019", "targets/", "audits/",
        f"audits/{audit}/", "reports/", "periods/", f"periods/{period.pk}/", f"periods/{period.pk}/publish/",
        f"published/{snapshot.short_digest}/", f"evidence/session/{session.uuid}/",
        f"evidence/person/{person.uuid}/?year=2019", "evidence/REACH/?year=2019", "evidence/HC/?year=2019",
        "evidence/GAIN/?year=2019", "evidence/RETENTION/?year=2019",
    )  # fmt: skip


@LANGUAGES
def test_every_page_of_a_coordinator(site, ngo, open_page, language):
    page = open_page(LAPTOP)
    sign_in(page, site(ngo, f"/{language}/sign-in/?next=/{language}/figures/"), "coordinator")
    for path in figure_pages():
        look(page, site(ngo, f"/{language}/figures/{path}"))


def test_the_dashboard_in_the_dark(site, ngo, open_page):
    page = open_page(LAPTOP, color_scheme="dark")
    sign_in(page, site(ngo, "/fr/sign-in/?next=/fr/figures/"), "coordinator")
    look(page, site(ngo, "/fr/figures/?year=2019"))


def test_on_paper_the_tables_show_and_the_form_does_not(site, ngo, open_page):
    page = open_page(LAPTOP)
    sign_in(page, site(ngo, "/fr/sign-in/?next=/fr/figures/"), "coordinator")
    page.goto(site(ngo, "/fr/figures/?year=2019"))
    page.emulate_media(media="print")
    expect(page.locator("[name=category]")).to_be_hidden()
    expect(page.get_by_text("Preuves").first).to_be_hidden()
    expect(page.locator("#months-table-caption")).to_be_visible()


@pytest.mark.parametrize(("language", "size"), [("fr", LAPTOP), ("ar", PHONE)], ids=["fr", "ar"])
def test_from_the_number_to_who_recorded_it(site, ngo, open_page, language, size):
    page = open_page(size)
    sign_in(page, site(ngo, f"/{language}/sign-in/?next=/{language}/figures/?year=2019"), "coordinator")
    page.locator(".big__value a[href*='/evidence/REACH/']").first.click()
    expect(page.locator("main tbody tr")).to_have_count(5)  # P7 was found to be P2
    page.locator("main tbody th a").first.click()
    expect(page.locator("main tbody tr").first).to_contain_text("2019")
    page.locator("main tbody th a").first.click()
    page.locator("main details summary").first.click()
    expect(page.locator("main details[open] tbody tr").first).to_be_visible()


@LANGUAGES
def test_every_page_of_the_network(site, hub, ngo, make_user, open_page, language):
    make_user(hub, Role.NETWORK_COORDINATOR, "network")
    with ngo:
        waiting = open_period(start=datetime.date(2019, 1, 1), end=datetime.date(2019, 6, 30))
        submit_period(period=waiting, by="Coordination")
    with hub:
        roll_up_network(years=[2018, 2019])
    page = open_page(LAPTOP)
    sign_in(page, site(hub, f"/{language}/sign-in/?next=/{language}/network/"), "network")
    for path in ("", "?year=2018", "?year=2017", "definitions/", "periods/", f"periods/own_ngo/{waiting.pk}/"):
        look(page, site(hub, f"/{language}/network/{path}"))
    page.locator("main form.actions button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    with ngo:
        assert ReportingPeriod.objects.get(pk=waiting.pk).state == ReportingPeriod.State.ACCEPTED


@LANGUAGES
def test_what_funders_programs_and_the_public_see(site, ngo, make_user, open_page, language):
    funder = make_user(ngo, Role.FUNDER, "funder")
    make_user(ngo, Role.ADMINISTRATOR, "administrator")
    ProjectReader.objects.create(user=funder, project="SAVE")
    page = open_page(LAPTOP)
    for path in (f"/{language}/chiffres/", f"/{language}/chiffres/?embed", "/api/v1/docs"):
        look(page, site(ngo, path))
    sign_in(page, site(ngo, f"/{language}/sign-in/?next=/{language}/figures/reports/"), "funder")
    look(page, site(ngo, f"/{language}/figures/definitions/"))
    look(page, site(ngo, f"/{language}/figures/reports/"))
    with page.expect_download() as download:
        page.locator("main a[href*='/xlsx/']").first.click()
    assert download.value.suggested_filename == f"report-2019-01-01-2019-12-31-{language}.xlsx"
    page.context.clear_cookies()
    sign_in(page, site(ngo, f"/{language}/sign-in/?next=/{language}/figures/readers/"), "administrator")
    look(page, site(ngo, f"/{language}/figures/readers/"))
    page.fill("[name=name]", "Programme")
    page.locator("[name=scopes]").first.check()
    page.locator("main form button").last.click()
    expect(page.locator(".message--done code")).to_contain_text("wasl_")
    check(page)


@LANGUAGES
def test_the_public_page_is_light(site, hub, ngo, open_page, language):
    with hub:
        publish_years([2019])
        add_impact_page()
    page = open_page(PHONE)
    heavy = {}
    for tenant in (ngo, hub):
        for path in ("", "?period=2019-01-01_2019-12-31", "?embed"):
            heavy[tenant.schema_name, path] = over_budget(*weigh(page, site(tenant, f"/{language}/chiffres/{path}")))
    assert {path: over for path, over in heavy.items() if over} == {}
