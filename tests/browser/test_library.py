"""The hub publishes a module, an NGO adopts it, keeps its own text in an update; another NGO sees nothing of that."""

import os

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from courses.models import ModulePage
from courses.packing import TextChange, read_module, write_texts
from tests.browser.pages import LAPTOP, sign_in
from tests.support.modules import make_module

pytestmark = pytest.mark.usefixtures("own_files")
NEWS = {"fr": "Bien écouter", "ar": "أحسن الإنصات"}


def picture(page, name):
    """For those who want to look: SHOTS names a folder."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def enter(open_page, site, tenant, username, path):
    page = open_page(LAPTOP)
    sign_in(page, site(tenant, f"/fr/sign-in/?next={path}"), username)
    return page


def publish(page, site, hub, module, note):
    page.goto(site(hub, f"/admin/library/publish/{module.pk}/"))
    page.fill("[name=note]", note)
    picture(page, "publish")
    page.locator(".library-form button").click()
    page.wait_for_url("**/library/kept/")


def test_adoption_and_update(site, hub, own_ngo, other_ngo, make_user, open_page):
    make_user(hub, Role.NETWORK_COORDINATOR, "editor")
    make_user(own_ngo, Role.TRAINER, "trainer")
    make_user(other_ngo, Role.TRAINER, "stranger")
    with hub:
        source = make_module()
    editor = enter(open_page, site, hub, "editor", f"/admin/pages/{source.pk}/")
    address = f"/admin/library/publish/{source.pk}/"
    editor.locator("header button:has(svg.icon-dots-horizontal)").first.click()
    expect(editor.locator(f"a[href^='{address}']")).to_be_visible()
    publish(editor, site, hub, source, "Première version")
    picture(editor, "kept")

    # Adopted by our NGO, from the shelf.
    trainer = enter(open_page, site, own_ngo, "trainer", "/admin/library/")
    picture(trainer, "shelf-fr")
    trainer.locator(".library-card a").first.click()
    expect(trainer.locator(".library-preview")).to_contain_text("On écoute avant de parler.")
    expect(trainer.locator(".library-preview img")).to_have_js_property("complete", True)
    picture(trainer, "module-fr")
    trainer.goto(trainer.url + "?language=ar")
    assert trainer.locator(".library-preview").evaluate("node => getComputedStyle(node).direction") == "rtl"
    picture(trainer, "module-in-ar")
    trainer.select_option("[name=course]", "new")
    trainer.locator(".library-form button").click()
    trainer.wait_for_url("**/admin/pages/*/")
    picture(trainer, "adopted")
    module = ModulePage.objects.get()
    assert not module.live

    # Our own French heading; the source changes both.
    node = str(module.translation_key)
    write_texts(module, [TextChange(node, "heading", "fr", "Prêter l’oreille")], actor=None)
    with hub:
        write_texts(source, [TextChange(node, "heading", code, text) for code, text in NEWS.items()], actor=None)
        ModulePage.objects.get().get_latest_revision().publish()
    publish(editor, site, hub, source, "Titres revus")

    trainer.goto(site(own_ngo, f"/admin/library/update/{module.pk}/"))
    rows = trainer.locator(".library-row")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).locator("input:checked")).to_have_value("leave")
    expect(rows.nth(1).locator("input:checked")).to_have_value("take")
    expect(rows.nth(1).locator("[lang=ar]").first).to_have_attribute("dir", "rtl")
    picture(trainer, "update-fr")
    trainer.locator(".library-form > button").click()
    trainer.wait_for_url("**/admin/pages/*/")
    headings = read_module(module, draft=True).texts["heading"]
    assert headings == {"fr": "Prêter l’oreille", "ar": NEWS["ar"], "en": "Écouter en"}
    assert not ModulePage.objects.get().live

    # The other NGO sees the shelf, and nothing of ours.
    stranger = enter(open_page, site, other_ngo, "stranger", "/admin/library/")
    expect(stranger.locator(".library-card")).to_have_count(1)
    expect(stranger.locator("body")).not_to_contain_text("Prêter")
    stranger.goto(site(other_ngo, "/admin/library/mine/"))
    expect(stranger.locator("main .library table")).to_have_count(0)
    with other_ngo:
        assert ModulePage.objects.count() == 0


def test_the_library_in_arabic(site, hub, own_ngo, make_user, open_page):
    make_user(hub, Role.NETWORK_COORDINATOR, "editor")
    user = make_user(own_ngo, Role.TRAINER, "trainer")
    user.language = "ar"
    user.save()
    user.wagtail_userprofile.preferred_language = "ar"
    user.wagtail_userprofile.save()
    with hub:
        source = make_module()
    publish(enter(open_page, site, hub, "editor", "/admin/"), site, hub, source, "")
    page = enter(open_page, site, own_ngo, "trainer", "/admin/library/")
    assert page.locator(".library").evaluate("node => getComputedStyle(node).direction") == "rtl"
    expect(page.locator(".library-card h2 a")).to_have_text("Écouter ar")
    picture(page, "shelf-ar")
    page.locator(".library-card a").first.click()
    page.wait_for_url("**/library/modules/*/")
    expect(page.locator(".library-preview summary").first).to_contain_text("Leçon ar")
    assert page.evaluate("document.documentElement.scrollWidth") <= LAPTOP["width"]
    picture(page, "module-ar")
