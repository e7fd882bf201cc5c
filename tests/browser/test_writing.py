"""A trainer writes a lesson with a question in three languages where it stands: few clicks, few pages, nothing lost."""

from typing import Any

from playwright.sync_api import Page, expect

from accounts.roles import Role
from courses.models import CoursePage, Exercise, LessonPage, ModulePage
from pages.models import HomePage
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.support.courses import READY, texts

MOST_CLICKS, MOST_LOADS = 15, 3


class Hand:
    """Clicks, and counts them; types where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("load", lambda _page: setattr(self, "loads", self.loads + 1))

    def click(self, role: str, name: str, **options: Any) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name, **options).first.click()

    def type(self, *words: str) -> None:
        """Each into the field that has the focus, and on by Tab."""
        for place, text in enumerate(words):
            if place:
                self.page.keyboard.press("Tab")
            self.page.keyboard.type(text)


def a_module() -> ModulePage:
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    return course.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))


def test_a_lesson_with_a_question_in_three_languages_takes_few_clicks_and_pages(site, own_ngo, make_user, open_page):
    make_user(own_ngo, Role.TRAINER, "trainer")
    a_module()
    page = open_page(LAPTOP)
    sign_in(page, site(own_ngo, "/fr/sign-in/?next=/admin/"), "trainer")
    hand = Hand(page)
    hand.click("link", "Écrire les cours")
    hand.click("button", "Ajouter une leçon à « Module fr »")
    expect(page.locator("[name=heading-fr]")).to_be_focused()
    page.wait_for_timeout(1500)
    write_headings(page)
    hand.click("button", "+ Texte", exact=True)
    page.wait_for_timeout(600)
    for code, words in (("fr", "Écouter."), ("ar", "الإنصات."), ("en", "Listen.")):
        page.locator(f"[data-row] [data-writes={code}] [contenteditable]").first.focus()
        page.keyboard.type(words)
    hand.click("button", "+ Message clé")
    hand.type("On écoute", "ننصت", "We listen")
    hand.click("button", "+ Question")
    hand.type("Que faire ?", "ماذا نفعل؟", "What to do?")
    row = page.locator("[data-row]").last
    for choice, words in enumerate((("Écouter", "ننصت", "Listen"), ("Insister", "نلح", "Insist"))):
        for field, text in zip(
            row.locator("[data-choice]").nth(choice).locator("input[type=text]").all(), words, strict=True
        ):
            field.fill(text)
    hand.clicks += 1
    row.get_by_role("radio").first.check()
    for box in page.locator("input[name^=ready-]").all():
        hand.clicks += 1
        box.check()
    hand.click("button", "Publier le module")
    expect(page.locator(".messages .success")).to_contain_text("Le module « Module fr » est publié.")
    assert (hand.clicks <= MOST_CLICKS, hand.loads <= MOST_LOADS) == (True, True), (hand.clicks, hand.loads)
    assert (LessonPage.objects.get().live, Exercise.objects.get().live) == (True, True)
    reader = open_page(PHONE)
    for code, text in (("fr", "On écoute"), ("ar", "ننصت"), ("en", "We listen")):
        reader.goto(site(own_ngo, f"/{code}/cours/module/ecouter-dabord/"))
        expect(reader.locator(".key-message")).to_have_text(text)


def write_headings(page: Page) -> None:
    for code, words in (("fr", "Écouter d’abord"), ("ar", "الإنصات أولا"), ("en", "Listen first")):
        page.locator(f"[name=heading-{code}]").fill(words)


def test_what_is_typed_is_saved_by_itself_and_survives_a_lost_line_and_a_closed_tab(
    site, own_ngo, make_user, open_page
):
    make_user(own_ngo, Role.TRAINER, "trainer")
    module = a_module()
    lesson = module.add_child(instance=LessonPage(heading_fr="Leçon", live=False))
    lesson.save_revision()
    page = open_page(LAPTOP, loses_network=True)
    address = site(own_ngo, f"/admin/write/lessons/{lesson.pk}/")
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next=/admin/write/lessons/{lesson.pk}/"), "trainer")
    page.wait_for_timeout(1500)
    page.locator("[name=heading-fr]").fill("Enregistrée")
    expect(page.locator("[data-status]")).to_contain_text("Enregistré à")
    assert LessonPage.objects.get().get_latest_revision_as_object().heading_fr == "Enregistrée"
    page.context.set_offline(True)
    page.locator("[name=heading-fr]").fill("Perdue ?")
    expect(page.locator("[data-status]")).to_contain_text("reste sur cet appareil")
    page.wait_for_timeout(2500)
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[name=heading-fr]")).to_have_value("Enregistrée")
    page.get_by_role("button", name="L’enregistrer comme brouillon").click()
    expect(page.locator("[name=heading-fr]")).to_have_value("Perdue ?")


def test_axe_finds_nothing_on_the_screen_in_french_and_arabic(site, own_ngo, make_user, open_page):
    user = make_user(own_ngo, Role.TRAINER, "trainer")
    module = a_module()
    body = [
        {"type": "key_message", "value": "Écouter", "id": "a"},
        {"type": "callout", "value": {"title": "Titre", "text": "<p>Texte</p>"}, "id": "b"},
    ]
    lesson = LessonPage(heading_fr="Leçon", heading_ar="درس", live=False)
    lesson.body_fr = LessonPage._meta.get_field("body").stream_block.to_python(body)
    module.add_child(instance=lesson)
    lesson.save_revision()
    for code, size in (("fr", LAPTOP), ("ar", PHONE)):
        user.wagtail_userprofile.preferred_language = code
        user.wagtail_userprofile.save()
        page = open_page(size)
        sign_in(page, site(own_ngo, f"/{code}/sign-in/?next=/admin/write/lessons/{lesson.pk}/"), "trainer")
        page.wait_for_timeout(1500)
        check(page)
