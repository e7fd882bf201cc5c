"""The websites of the hub and two NGOs, walked from menu and foot: in Arabic on a phone, in French at a desk."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from demo.website import add_website
from pages.charter.tokens import token_of
from pages.models import HomePage, NewsPage, Signature
from pages.newsletter.models import Letter, Subscription
from tests.browser.pages import LAPTOP, PHONE, check, sign_in

LOOKS = [pytest.param("ar", PHONE, id="ar-360"), pytest.param("fr", LAPTOP, id="fr-1280")]
# What the hub's website has and an NGO's need not have.
OF_HUB = ["actualites/lettre-automne-2026/", "projets/save/", "ressources/fiche-premier-contact/", "newsletter/",
          "charter/1/", "charter/sign/"]  # fmt: skip
WITH_COOKIE = ("join", "sign-in", "reading")  # what one comes to for an account, or for letters that stay larger


@pytest.fixture
def websites(own_ngo, other_ngo, hub):
    for tenant, kind in ((hub, "hub"), (own_ngo, "ngo"), (other_ngo, "ngo")):
        with tenant:
            home = HomePage.objects.get()
            home.ready_ar = home.ready_fr = True
            home.save_revision().publish()
            add_website(kind)
    return {"hub": hub, "own": own_ngo, "other": other_ngo}


def addresses(page, language):
    """Every page that head and foot lead to, of this site and in this language."""
    found = page.eval_on_selector_all(".menu__body a, .site-footer nav a", "links => links.map((link) => link.href)")
    return [url for url in dict.fromkeys(found) if f"/{language}/" in url]


@pytest.mark.parametrize(("language", "size"), LOOKS)
@pytest.mark.parametrize("kind", ["hub", "own", "other"])
def test_every_page_of_the_website_is_there_and_axe_finds_nothing(site, websites, open_page, kind, language, size):
    page = open_page(size)
    page.goto(site(websites[kind], f"/{language}/"))
    urls = addresses(page, language)
    urls += [site(websites[kind], f"/{language}/{path}") for path in (OF_HUB if kind == "hub" else [])]
    assert len(urls) >= (14 if kind == "hub" else 6)
    for url in urls:
        answer = page.goto(url)
        assert (answer.status, page.locator("html").get_attribute("lang")) == (200, language), url
        assert page.locator("h1").count() == 1, url
        check(page)
        if not url.rpartition(f"/{language}/")[2].startswith(WITH_COOKIE):
            assert page.context.cookies() == [], url
        page.context.clear_cookies()


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_the_newsletter_is_asked_for_and_sent(site, websites, open_page, make_user, language, size):
    hub = websites["hub"]
    page = open_page(size)
    page.goto(site(hub, f"/{language}/newsletter/"))
    page.fill("[name=email]", "not an address")
    page.locator("main form button").click()
    check(page)
    page.fill("[name=email]", "salma@example.org")
    page.locator("main form button").click()
    page.wait_for_url("**/newsletter/?asked=1")
    check(page)
    assert page.context.cookies() == []
    make_user(hub, Role.NETWORK_COORDINATOR, "network")
    with hub:
        Subscription.objects.update(confirmed_at=timezone.now())
        issue = NewsPage.objects.get(slug="lettre-automne-2026")
    sign_in(page, site(hub, f"/{language}/sign-in/?next=/{language}/newsletter/sending/{issue.pk}/start/"), "network")
    check(page)
    page.locator("main form button").click()
    page.wait_for_url("**/newsletter/sending/")
    check(page)
    with hub:
        assert list(Letter.objects.values_list("outcome", flat=True)) == ["waiting"]


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_the_charter_is_signed_read_and_withdrawn(site, websites, open_page, make_user, language, size):
    hub = websites["hub"]
    page = open_page(size)
    page.goto(site(hub, f"/{language}/charter/sign/"))
    page.fill("[name=organisation]", "Association du Safran")
    page.fill("[name=email]", "contact@safran.example")
    page.check("[name=speaks_for_it]")
    page.locator("main form button").click()
    page.wait_for_url("**/charter/sign/?asked=1")
    check(page)
    with hub:
        mine = site(hub, f"/{language}/charter/mine/{token_of(Signature.objects.get(signed_at__isnull=True))}/")
    page.goto(mine)
    check(page)
    page.locator("main article form button").click()
    page.wait_for_url("**/sign/")
    check(page)
    assert page.context.cookies() == []
    make_user(hub, Role.NETWORK_COORDINATOR, "network")
    sign_in(page, site(hub, f"/{language}/sign-in/?next=/{language}/charter/signatures/"), "network")
    check(page)
    page.goto(mine)
    page.locator("main .button--danger").click()
    page.wait_for_url("**/withdraw/")
    check(page)
    with hub:
        assert not Signature.objects.filter(email="contact@safran.example").exists()
