"""Somebody takes the starter curriculum in Arabic on a small phone, partly without a network, to the certificate."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import JoinCode
from certificates.models import Certificate
from courses.models import Attempt, Enrolment, LessonProgress, Question
from courses.simulations.playing import read_case
from courses.starter import load_curriculum, read_curriculum
from demo.learners import best_path
from tests.browser.pages import PHONE, check, join, wait_until
from tests.support.exercises import right_answer

LONGEST = 120_000  # ms: a whole course is saved on the phone of a busy machine


def join_course(page, site, own_ngo):
    page.goto(site(own_ngo, f"/ar/join/{JoinCode.objects.get().code}/"))
    join(page, "سلمى مثال", "246810")
    wait_until(page, "navigator.serviceWorker.controller !== null")
    return Enrolment.objects.get()


def answer_step(page, step):
    """What is right in the question on the screen, of whatever kind."""
    name = step.locator("[name^=q]").first.get_attribute("name")
    question = Question.objects.get(pk=re.match(r"q(\d+)", name)[1])
    given, name = right_answer(question), f"q{question.pk}"
    if question.kind == Question.Kind.ORDERING:
        given = {key: str(position) for position, key in enumerate(given, 1)}
        for select in step.locator(f"select[name^='{name}-']").all():
            key = select.get_attribute("name").partition("-")[2]
            select.select_option(given.get(key, ""), force=True)
    elif isinstance(given, dict):
        for key, group in given.items():
            field = step.locator(f"[name='{name}-{key}']")
            if field.first.evaluate("one => one.tagName") == "SELECT":
                field.select_option(group, force=True)
            else:
                step.locator(f"[name='{name}-{key}'][value='{group}']").check(force=True)
    elif question.kind == Question.Kind.CHECKLIST:
        for card in step.locator("[data-card]").all():
            key = card.locator("input").get_attribute("value")
            card.locator(".deck__answers button").nth(0 if key in given else 1).click()
    else:
        for key in [given] if isinstance(given, str) else given:
            step.locator(f"[name='{name}'][value='{key}']").check()


def answer(page, site, own_ngo, lesson, exercise):
    page.goto(site(own_ngo, f"/ar/learn/lessons/{lesson.pk}/exercises/{exercise.pk}/"))
    while True:
        step = page.locator("[data-step]:not([hidden])")
        answer_step(page, step)
        go = page.locator("[data-go=check]")
        if go.is_visible():
            go.click()
            expect(step.locator(".message--done")).to_be_visible()
        finish = page.locator("[data-go=finish]")
        if finish.is_visible():
            return finish.click()
        number = step.get_attribute("data-step")
        page.locator("[data-go=next]").click()
        expect(page.locator(f"[data-step='{number}']")).to_be_hidden()


def play(page, site, own_ngo, lesson, exercise):
    """To the best ending; the address has the decisions by their places."""
    case = read_case(exercise)
    page.goto(site(own_ngo, f"/ar/learn/lessons/{lesson.pk}/simulations/{exercise.pk}/"))
    for place in case.follow_keys(best_path(exercise)).places:
        heading = page.locator("#scene").inner_text()
        page.locator(f"main form input[data-place='{place}'], main form input[value='{place}']").first.check()
        page.locator("main form:visible .button, main form:visible button").first.click()
        expect(page.locator("#scene").or_(page.locator("#ending")).first).not_to_have_text(heading)
    expect(page.locator("#ending")).to_be_visible()


def finish(page, site, own_ngo, lesson, *, cut_off):
    page.goto(site(own_ngo, lesson.url.replace("/fr/", "/ar/")))
    here = page.url
    page.locator("form[action$='/done/'] button").click()
    if not cut_off:
        page.wait_for_url(lambda url: url != here)


def take(page, site, own_ngo, lesson, *, cut_off=False):
    """A lesson with all that stands in it."""
    for placed in lesson.lesson_exercises.exclude(exercise__kind="refresher").select_related("exercise"):
        if placed.exercise.is_simulation:
            play(page, site, own_ngo, lesson, placed.exercise)
        else:
            answer(page, site, own_ngo, lesson, placed.exercise)
            if cut_off:
                expect(page.locator("main .message[role=status]").last).to_contain_text("محفوظ")
            else:
                page.wait_for_url("**/attempts/**")
    finish(page, site, own_ngo, lesson, cut_off=cut_off)


@pytest.mark.parametrize(
    "only",
    [
        pytest.param("M0", id="M0"),
        pytest.param("", id="M0 to M4", marks=pytest.mark.long),
    ],
)
def test_in_arabic_on_a_phone_partly_offline_to_the_certificate(site, own_ngo, open_page, only):
    load_curriculum(read_curriculum()[0], only=only)
    page = open_page(PHONE, loses_network=True)
    page.set_default_timeout(60_000)
    course = join_course(page, site, own_ngo).course
    first, *others = course.live_lessons()
    take(page, site, own_ngo, first)
    assert LessonProgress.objects.count() == 1
    page.goto(site(own_ngo, f"/ar/learn/courses/{course.pk}/offline/"))
    page.locator("[data-save-start]").click()
    expect(page.locator("[data-save-delete]")).to_be_visible(timeout=LONGEST)
    before = [
        one for one in others if one.lesson_exercises.filter(exercise__kind="pre")
    ]  # asked before the first lesson
    without_network = next((one for one in others if one not in before), others[0])
    for lesson in before:
        if lesson != without_network:
            take(page, site, own_ngo, lesson)
    page.context.set_offline(True)
    take(page, site, own_ngo, without_network, cut_off=True)
    expect(page.locator("[data-outbox-count]")).to_be_visible()
    page.context.set_offline(False)
    page.goto(site(own_ngo, "/ar/me/"))
    wait_until(page, "(await window.outbox.own()).length === 0")
    for lesson in others:
        if lesson != without_network and lesson not in before:
            take(page, site, own_ngo, lesson)
    enrolment = Enrolment.objects.get()
    assert enrolment.completed_at is not None
    assert Certificate.objects.get().language == "fr-ar"
    assert not Attempt.objects.filter(passed=False).exists()
    page.goto(site(own_ngo, "/ar/certificates/mine/"))
    expect(page.locator("main")).to_contain_text("التعرف على الضحايا: الأساس")
    check(page)
