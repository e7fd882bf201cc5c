"""A platform administrator makes an NGO, changes it, pauses it; the network's coordinator reads the health board."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from network.health.counting import count_health
from tenants.lifecycle import order_removal, set_state
from tenants.models import Tenant
from tests.browser.pages import LAPTOP, PHONE, check, open_as
from tests.support.queue import run_worker

READERS = [("fr", LAPTOP), ("ar", PHONE)]
each_reader = pytest.mark.parametrize(("language", "viewport"), READERS, ids=["French", "Arabic"])


@pytest.fixture
def hub_site(site, make_user):
    """The hub's addresses; both of its roles have an account."""
    hub = Tenant.objects.get(schema_name="hub")
    make_user(hub, Role.PLATFORM_ADMINISTRATOR, "platform")
    make_user(hub, Role.NETWORK_COORDINATOR, "network")
    return lambda path: site(hub, path)


@each_reader
def test_an_ngo_is_made(hub_site, own_ngo, open_page, language, viewport):
    page = open_page(viewport)
    open_as(page, hub_site(f"/{language}/console/"), "platform")
    check(page)
    page.locator("main a[href$='/new/']").click()
    check(page)
    page.locator("main form.form button").click()  # nothing written yet
    expect(page.locator(".field__error").first).to_be_visible()
    check(page)
    for name, value in (
        ("name_fr", "Association du Figuier"), ("name_ar", "جمعية التين"), ("schema_name", "figuier"),
        ("host", "figuier.localhost"), ("accent", "#7a2e1d"), ("administrator", "direction@example.org"),
    ):  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.locator("main form.form button").click()
    page.wait_for_url("**/console/orders/*/")
    check(page)
    run_worker()
    expect(page.locator(".message--done")).to_be_visible()  # by itself
    check(page)
    page.locator("main .actions a[href$='/ngos/figuier/']").click()
    check(page)


@each_reader
def test_an_ngo_is_changed_and_paused(hub_site, own_ngo, site, open_page, language, viewport):
    page = open_page(viewport)
    open_as(page, hub_site(f"/{language}/console/ngos/own_ngo/"), "platform")
    check(page)
    page.fill("[name=host]", "localhost")
    page.locator("form[action$='/host/'] button").click()
    expect(page.locator(".field__error").first).to_be_visible()
    check(page)
    page.locator("form[action$='/remove/'] button").click()
    expect(page.locator("form[action$='/keep/'] button")).to_be_visible()
    check(page)
    page.goto(site(own_ngo, f"/{language}/"))
    check(page)  # its pages say so
    set_state(tenant=own_ngo, state="suspended")
    page.goto(hub_site(f"/{language}/console/"))
    check(page)


@each_reader
@pytest.mark.parametrize("state", ["suspended", "archived"])
def test_a_closed_ngo(own_ngo, make_user, site, open_page, chromium, language, viewport, state):
    make_user(own_ngo, Role.ADMINISTRATOR, "administrator")
    page = open_page(viewport)
    open_as(page, site(own_ngo, f"/{language}/leaving/"), "administrator")
    check(page)
    page.locator("form[action$='/make/'] button").click()
    check(page)
    order_removal(tenant=own_ngo)
    set_state(tenant=own_ngo, state=state)
    page.goto(site(own_ngo, f"/{language}/leaving/"))
    run_worker()
    expect(page.locator("a[href$='/copy.zip']")).to_be_visible()
    check(page)
    stranger = chromium.new_context(viewport=viewport).new_page()
    stranger.goto(site(own_ngo, f"/{language}/"))  # 403, which the console calls an error
    expect(stranger.locator("main h1")).to_be_visible()
    check(stranger)
    stranger.context.close()


@each_reader
def test_the_health_board(hub_site, own_ngo, open_page, language, viewport):
    page = open_page(viewport)
    open_as(page, hub_site(f"/{language}/network/health/"), "network")
    check(page)
    count_health()
    page.reload()
    check(page)
