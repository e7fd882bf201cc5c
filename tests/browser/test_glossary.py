"""Words of a lesson that lead to the glossary: the note beside the word, without JavaScript the list below the text."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtailmedia.models import Media

from accounts.roles import Role
from core.languages import ORDER
from core.storage import BareFile
from courses.glossary import load_glossary, term_key
from courses.models import Choice, CoursePage, Exercise, GlossaryTerm, LessonExercise, LessonPage, ModulePage, Question
from pages.models import HomePage
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.support.courses import READY, texts

LINK = re.compile("Lien vers le glossaire|Link to the glossary")
WORDS = {
    "fr": ("C’est une", "servitude", "au sens de la loi.", "Fermer"),
    "ar": ("هذه", "سخرة", "بمفهوم القانون.", "إغلاق"),
    "en": ("This is", "servitude", "in the sense of the law.", "Close"),
}


def body(code, term, exercise):
    """A lesson with every block."""
    before, word, after, _close = WORDS[code]
    linked = f'<p>{before} <a linktype="glossary" id="{term.pk}">{word}</a> {after}</p>'
    files = {kind: Media.objects.get(type=kind).pk for kind in ("audio", "video")}
    said = {"transcript": f"<p>{before} {after}</p>"}
    law = {"jurisdiction": "MA", "article": f"448-1 {word}", "text": after, "source": "Loi 27-14", "to_check": True}
    return [
        {"type": kind, "value": value}
        for kind, value in (
            ("content_note", f"{before} {after}"), ("paragraph", linked), ("key_message", f"{before} {word}"),
            ("callout", {"title": word, "text": linked}), ("law_reference", law),
            ("image", {"image": get_image_model().objects.get().pk, "alt_text": word, "decorative": False}),
            ("audio", {"media": files["audio"], **said}), ("video", {"media": files["video"], **said}),
            ("document", {"document": get_document_model().objects.get().pk, "language": "fr"}),
            ("checklist", {"title": word, "points": [before, after]}), ("glossary_term", term.pk),
            ("exercise", exercise.pk), ("paragraph", f"<p>{after}</p>"),
        )
    ]  # fmt: skip


@pytest.fixture
def lesson(own_ngo):
    load_glossary()
    term = GlossaryTerm.objects.get(key=term_key("servitude"))
    choices = [Choice(**texts("text", f"choix {n}"), correct=n == 0, sort_order=n) for n in range(2)]
    exercise = Exercise(**texts("heading", "Test"), questions=[Question(**texts("text", "q"), choices=choices)])
    exercise.save()
    exercise.save_revision().publish()
    image = get_image_model().objects.create(title="Image", file=get_test_image_file())
    files = [
        Media.objects.create(title="Un entretien", type="audio", file=BareFile(b"ID3" * 400_000, name="son.mp3")),
        Media.objects.create(title="Un film", type="video", file=BareFile(b"x" * 3_000_000, name="film.mp4")),
        get_document_model().objects.create(title="Fiche", file=BareFile(b"%PDF-" * 9000, name="fiche.pdf")),
    ]
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    module = course.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))
    page = LessonPage(**texts("heading", "Leçon"), **READY, slug="lecon")
    for code in ORDER:
        setattr(page, f"body_{code}", body(code, term, exercise))
    page.lesson_exercises = [LessonExercise(exercise=exercise)]
    module.add_child(instance=page)
    yield page
    for item in [image, *files]:
        item.file.delete(save=False)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_word_shows_its_meaning_beside_it(site, own_ngo, lesson, open_page, language):
    page = open_page(PHONE)
    page.goto(site(own_ngo, f"/{language}/cours/module/lecon/"))
    check(page)
    word = page.locator("a.term").first
    note = page.get_by_role("dialog")
    word.click()
    expect(note).to_be_visible()
    expect(note).to_be_focused()
    expect(note).to_contain_text("الاستعباد" if language == "ar" else "Protocole de Palerme")
    check(page)
    place, size = note.bounding_box(), page.viewport_size["width"]
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= size
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(word).to_be_focused()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    note.get_by_role("button").click()
    expect(note).to_be_hidden()
    word.click()
    page.locator("h1").click()
    expect(note).to_be_hidden()
    assert page.url.endswith("/lecon/")


def test_without_javascript_the_word_leads_below_the_text(site, own_ngo, lesson, open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(site(own_ngo, "/ar/cours/module/lecon/"))
    page.locator("a.term").first.click()
    assert page.url.rpartition("#")[2].startswith("term-")
    expect(page.locator(":target h3")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_glossary_and_a_lesson_with_every_block(site, own_ngo, lesson, open_page, language, viewport):
    page = open_page(viewport)
    for path in ("glossary/", "glossary/?q=xyz", "cours/module/lecon/"):
        page.goto(site(own_ngo, f"/{language}/{path}"))
        check(page)
    page.locator("details:has(.prose) summary").first.click()
    check(page)


def test_an_author_links_a_word(site, own_ngo, lesson, make_user, open_page):
    make_user(own_ngo, Role.TRAINER, "trainer")
    page = open_page(LAPTOP)
    path = f"/admin/pages/{lesson.pk}/edit/"
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next={path}"), "trainer")
    editor = page.locator("[data-contentpath=body_fr] .public-DraftEditor-content").last
    editor.click()
    page.keyboard.press("End")
    page.keyboard.type(" /")
    page.get_by_role("option", name=LINK).click()
    page.locator(".modal input[type=text], .modal input[type=search]").first.fill("esclavage")
    page.get_by_role("link", name="esclavage", exact=True).click()
    expect(editor.locator("[data-draftail-trigger]")).to_have_text("esclavage")
    with page.expect_navigation():  # what saves itself meanwhile leads nowhere
        page.locator("footer button[type=submit], footer [name=action-publish]").first.click()
    term = GlossaryTerm.objects.get(key=term_key("esclavage"))
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert f'linktype="glossary" id="{term.pk}"' in str(draft.body_fr.raw_data[-1]["value"])
