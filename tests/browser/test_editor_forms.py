"""Wagtail's own forms as they are used: comments, a time to publish, a review; translations looked at by axe."""

import datetime
import os

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Comment, CommentReply

from accounts.roles import Role
from accounts.staff.rules import set_staff_rules
from courses.laws.reading import find_laws
from courses.models import CoursePage, Exercise, LessonPage, ModulePage
from pages.models import HomePage
from tests.browser.pages import LAPTOP, PHONE, check, open_as
from tests.support.courses import READY, question, texts

LAW = {
    "jurisdiction": "MA", "article": "Code pénal, article 448-1", "text": "Ce qu’il dit", "valid_from": "2016-09-19",
    "valid_to": "2026-01-01", "source": "Sherloc", "to_check": True,
}  # fmt: skip


@pytest.fixture
def lesson(own_ngo) -> LessonPage:
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    module = course.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))
    made = module.add_child(instance=LessonPage(heading_fr="Leçon", ready_fr=True, live=False))
    made.save_revision()
    return made


def prefer(user, code: str) -> None:
    user.wagtail_userprofile.preferred_language = code
    user.wagtail_userprofile.save()


def saved(page: Page, model: type[Comment | CommentReply]) -> Comment | CommentReply:
    """The one row, once Wagtail has saved by itself: some seconds later, on a busy machine many."""
    for _time in range(100):
        if model.objects.exists():
            return model.objects.get()
        page.wait_for_timeout(200)
    raise AssertionError(model)


def begin_answer(page: Page) -> Locator:
    """Where one answers a comment: it opens once the editor's scripts have come."""
    answer = page.locator(".comment textarea").last
    for _time in range(20):
        page.locator(".comment").click()
        page.wait_for_timeout(500)
        if answer.is_visible():
            break
    return answer


def test_a_colleague_answers_a_comment_beside_its_field(site, own_ngo, make_user, open_page, lesson):
    make_user(own_ngo, Role.TRAINER, "trainer")
    make_user(own_ngo, Role.REVIEWER, "reviewer")
    address = site(own_ngo, f"/admin/pages/{lesson.pk}/edit/")
    page = open_page(LAPTOP)
    open_as(page, address)
    page.locator("[name=heading_fr]").hover()
    page.locator("[data-comment-add]:visible").first.click()
    page.locator(".comment__input").fill("Trop long ?")
    page.locator(".comment__button--primary").click()
    comment = saved(page, Comment)
    assert (comment.text, comment.contentpath, comment.user.username) == ("Trop long ?", "heading_fr", "trainer")
    page = open_page(LAPTOP)
    open_as(page, address, "reviewer")
    page.get_by_role("button", name="Afficher/masquer les commentaires").click()
    begin_answer(page).fill("Non, il est bien.")
    page.locator(".comment").get_by_role("button", name="Répondre").click()
    assert saved(page, CommentReply).text == "Non, il est bien."


def test_a_comment_is_begun_at_a_block_where_one_writes(site, own_ngo, make_user, open_page, lesson):
    user = make_user(own_ngo, Role.TRAINER, "trainer")
    body = [
        {"type": "key_message", "value": "Écouter", "id": "a"},
        {"type": "law_reference", "id": "b", "value": LAW},
    ]
    lesson.body_fr = LessonPage._meta.get_field("body").stream_block.to_python(body)
    lesson.save_revision()
    page = open_page(LAPTOP)
    open_as(page, site(own_ngo, f"/admin/write/lessons/{lesson.pk}/"))
    bubble = page.get_by_role("button", name="Message clé : commenter")
    bubble.click()
    expect(page.locator("[data-begin] select")).to_have_value("body_fr.a")
    page.keyboard.type("Plus court ?")
    page.locator("[data-begin]").get_by_role("button", name="Commenter").click()
    expect(page.locator(".wr-thread")).to_contain_text("Plus court ?")
    expect(bubble).to_be_focused()
    expect(bubble).to_contain_text("1")
    page.locator(".wr-thread textarea").fill("Oui.")
    page.get_by_role("button", name="Répondre").click()
    expect(page.locator(".wr-thread")).to_contain_text("Oui.")
    assert [(one.contentpath, one.replies.count()) for one in Comment.objects.all()] == [("body_fr.a", 1)]
    check(page)
    picture(page, "comments-fr")
    for path in ("laws/", f"laws/{find_laws()[0].key}/"):
        page.goto(site(own_ngo, f"/admin/{path}"))
        check(page)
        picture(page, path.replace("/", "-") + "fr")
    prefer(user, "ar")
    phone = open_page(PHONE)
    for path in (f"write/lessons/{lesson.pk}/", "laws/", f"laws/{find_laws()[0].key}/", "guide/"):
        open_as(phone, site(own_ngo, f"/admin/{path}"))
        phone.wait_for_timeout(1200)
        check(phone)
        picture(phone, path.replace("/", "-") + "ar")


def picture(page: Page, name: str) -> None:
    """For those who want to look: SHOTS names a folder."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_lesson_is_published_at_a_time_chosen_in_the_full_form(site, own_ngo, make_user, open_page, lesson):
    make_user(own_ngo, Role.TRAINER, "trainer")
    page = open_page(LAPTOP)
    open_as(page, site(own_ngo, f"/admin/pages/{lesson.pk}/edit/"))
    page.locator("[data-side-panel-toggle=status]").click()
    page.get_by_role("button", name="Programmer").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=go_live_at]").click()
    page.keyboard.type("2031-05-04 08:30")
    page.wait_for_timeout(400)
    dialog.get_by_role("heading").click()  # away with the calendar
    dialog.get_by_role("button", name="Enregistrer la programmation").click()
    page.wait_for_load_state()
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url("**/admin/pages/*/")
    due = LessonPage.objects.get().scheduled_revision.approved_go_live_at
    assert timezone.localtime(due).replace(tzinfo=None) == datetime.datetime(2031, 5, 4, 8, 30)
    assert not LessonPage.objects.get().live


def test_an_exercise_goes_through_review(site, own_ngo, make_user, open_page):
    make_user(own_ngo, Role.TRAINER, "trainer")
    reviewer = make_user(own_ngo, Role.REVIEWER, "reviewer")
    set_staff_rules(trainers_change_all=False, review_first=True, actor=reviewer)
    exercise = Exercise(**texts("heading", "Exercice"), live=False)
    exercise.questions = [question("un", 0)]
    exercise.save()
    exercise.save_revision()
    address = site(own_ngo, f"/admin/snippets/courses/exercise/edit/{exercise.pk}/")
    page = open_page(LAPTOP)
    open_as(page, address)
    hand_in(page)
    read = open_page(LAPTOP)
    open_as(read, site(own_ngo, "/admin/"), "reviewer")
    read.get_by_role("link", name="Exercice fr").first.click()
    more_actions(read)
    read.get_by_role("button", name="Demander").first.click()
    dialog = read.get_by_role("dialog")
    dialog.locator("textarea").fill("Une question de plus.")
    with read.expect_navigation():
        dialog.get_by_role("button", name="Demander des modifications").click()
    page.goto(address)
    expect(page.locator(".messages .warning")).to_contain_text("Une question de plus.")
    hand_in(page)
    read.goto(address)
    more_actions(read)
    with read.expect_navigation():
        read.get_by_role("button", name="Approuver").first.click()
    expect(read.locator(".messages .success")).to_be_visible()
    assert Exercise.objects.get().live


def more_actions(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()


def hand_in(page: Page) -> None:
    page.wait_for_timeout(800)
    button = page.locator("[name=action-submit]")
    if not button.first.is_visible():
        more_actions(page)
    with page.expect_navigation():
        button.first.click()


@pytest.mark.parametrize(("code", "size"), [("fr", LAPTOP), ("ar", PHONE)])
def test_axe_finds_nothing_on_translations(site, own_ngo, make_user, open_page, lesson, code, size):
    prefer(make_user(own_ngo, Role.TRAINER, "trainer"), code)
    course = CoursePage.objects.get()
    page = open_page(size)
    for path in ("", f"modules/{course.pk}/{course.translation_key}/ar/", f"modules/{course.pk}/ar/import/"):
        open_as(page, site(own_ngo, f"/admin/translations/{path}"))
        check(page)
