"""A trainer writes a lesson in three languages in the editor and publishes it."""

from playwright.sync_api import expect

from accounts.roles import Role
from courses.models import CoursePage, LessonPage, ModulePage
from pages.models import HomePage
from tests.browser.conftest import LAPTOP, sign_in

TEXTS = {
    "fr": ("Français", "Écouter d’abord", "On écoute avant de poser une question."),
    "ar": ("العربية", "الإنصات أولا", "ننصت قبل طرح أي سؤال."),
    "en": ("English", "Listen first", "We listen before we ask."),
}


def test_a_lesson_in_three_languages(site, own_ngo, make_user, open_page):
    make_user(own_ngo, Role.TRAINER, "trainer")
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours", ready_fr=True, slug="cours"))
    module = course.add_child(instance=ModulePage(heading_fr="Module", ready_fr=True, slug="module"))
    page = open_page(LAPTOP)
    path = f"/admin/pages/add/courses/lessonpage/{module.pk}/"
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next={path}"), "trainer")
    for code, (tab, heading, text) in TEXTS.items():
        page.get_by_role("tab", name=tab).click()
        field = page.locator(f"[name=heading_{code}]")
        assert field.evaluate("input => getComputedStyle(input).direction") == ("rtl" if code == "ar" else "ltr")
        field.fill(heading)
        body = page.locator(f"[data-contentpath=body_{code}]")
        body.locator(".c-sf-add-button").first.click()
        page.get_by_role("option", name="Message clé").click()
        body.locator("textarea").last.fill(text)
        page.locator(f"[name=ready_{code}]").check()
    page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url("**/admin/pages/*/")
    lesson = LessonPage.objects.get()
    assert lesson.live
    assert lesson.slug == "ecouter-dabord"
    for code, (_tab, heading, text) in TEXTS.items():
        page.goto(site(own_ngo, f"/{code}/cours/module/{lesson.slug}/"))
        expect(page.locator("h1")).to_have_text(heading)
        expect(page.locator(".key-message")).to_have_text(text)
