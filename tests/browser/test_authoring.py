"""A trainer writes a module with its lesson in three languages in the editor and publishes them."""

from playwright.sync_api import Page, expect

from accounts.roles import Role
from courses.models import CoursePage, LessonPage, ModulePage
from pages.models import HomePage
from tests.browser.pages import LAPTOP, PHONE, check, sign_in

TABS = {"fr": "Français", "ar": "العربية", "en": "English"}
MODULE = {"fr": "Accueillir la parole", "ar": "حسن الاستماع", "en": "Making room for words"}
SUMMARY = {"fr": "Une heure, en salle.", "ar": "ساعة واحدة داخل القاعة.", "en": "One hour, in a room."}
LESSON = {"fr": "Écouter d’abord", "ar": "الإنصات أولا", "en": "Listen first"}
TEXT = {
    "fr": "On écoute avant de poser une question.",
    "ar": "ننصت قبل طرح أي سؤال.",
    "en": "We listen before we ask.",
}


def test_a_module_in_three_languages(site, own_ngo, make_user, open_page):
    make_user(own_ngo, Role.TRAINER, "trainer")
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours", ready_fr=True, slug="cours"))
    page = open_page(LAPTOP)
    path = f"/admin/pages/add/courses/modulepage/{course.pk}/"
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next={path}"), "trainer")
    for code in TABS:
        open_tab(page, code)
        write(page, f"heading_{code}", code, MODULE[code])
        write(page, f"summary_{code}", code, SUMMARY[code])
        page.locator(f"[name=ready_{code}]").check()
    publish(page)
    module = ModulePage.objects.get()
    page.goto(site(own_ngo, f"/admin/pages/add/courses/lessonpage/{module.pk}/"))
    for code in TABS:
        open_tab(page, code)
        write(page, f"heading_{code}", code, LESSON[code])
        body = page.locator(f"[data-contentpath=body_{code}]")
        body.locator(".c-sf-add-button").first.click()
        page.get_by_role("option", name="Message clé").click()
        body.locator("textarea").last.fill(TEXT[code])
        page.locator(f"[name=ready_{code}]").check()
    publish(page)
    lesson = LessonPage.objects.get()
    assert (module.live, lesson.live, module.slug, lesson.slug) == (
        True,
        True,
        "accueillir-la-parole",
        "ecouter-dabord",
    )
    reader = open_page(PHONE)
    for code in TABS:
        reader.goto(site(own_ngo, f"/{code}/cours/{module.slug}/"))
        expect(reader.locator("h1")).to_have_text(MODULE[code])
        expect(reader.locator("main")).to_contain_text(SUMMARY[code])
        check(reader)
        reader.goto(site(own_ngo, f"/{code}/cours/{module.slug}/{lesson.slug}/"))
        expect(reader.locator("h1")).to_have_text(LESSON[code])
        expect(reader.locator(".key-message")).to_have_text(TEXT[code])
        expect(reader.locator("html")).to_have_attribute("dir", "rtl" if code == "ar" else "ltr")
        check(reader)


def open_tab(page: Page, code: str) -> None:
    page.get_by_role("tab", name=TABS[code]).click()


def write(page: Page, name: str, code: str, text: str) -> None:
    field = page.locator(f"[name={name}]")
    assert field.evaluate("input => getComputedStyle(input).direction") == ("rtl" if code == "ar" else "ltr")
    field.fill(text)


def publish(page: Page) -> None:
    page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url("**/admin/pages/*/")
