"""Every kind of question, answered with the keyboard alone on a phone, and written in the editor."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from courses.actions import enrol_person
from courses.models import Attempt, CoursePage, Exercise, LessonExercise, LessonPage, ModulePage, Question
from pages.models import HomePage
from people.consent import give_consent
from people.models import Person
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.support.clients import TenantClient
from tests.support.exercises import one_of_each, right_answer

SHOTS = os.environ.get("SHOTS")  # a folder to keep pictures in
READY = {"heading_fr": "Page", "ready_fr": True}


def picture(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def lesson(own_ngo):
    """A lesson with an exercise of every kind, and somebody enrolled."""
    exercise = Exercise(heading_fr="Tout", heading_ar="الكل", heading_en="All", kind="practice")
    exercise.questions = one_of_each()
    exercise.save()
    exercise.save_revision().publish()
    course = HomePage.objects.get().add_child(instance=CoursePage(**READY, slug="cours"))
    module = course.add_child(instance=ModulePage(**READY, slug="module"))
    made = LessonPage(**READY, slug="lecon")
    made.lesson_exercises = [LessonExercise(exercise=exercise)]
    module.add_child(instance=made)
    user = User.objects.create_user(username="somebody", password="2468")
    person = Person.objects.create(full_name="Salma Exemple", user=user)
    give_consent(person=person)
    enrol_person(person=person, course=course)
    return made


def open_exercise(page, site, own_ngo, lesson, language):
    exercise = lesson.lesson_exercises.get().exercise
    path = f"/{language}/learn/lessons/{lesson.pk}/exercises/{exercise.pk}/"
    client = TenantClient(own_ngo)
    client.force_login(User.objects.get(username="somebody"))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site(own_ngo, "/")}])
    page.goto(site(own_ngo, path))
    return exercise


def press_until(page, selector):
    """Tab on until the element has the focus."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached with Tab")


def answer_by_keyboard(page, question):
    given, name = right_answer(question), f"q{question.pk}"
    if question.kind == "ordering":
        given = {key: str(position) for position, key in enumerate(given, 1)}
    if isinstance(given, dict):
        for select in page.locator(f"select[name^='{name}-']").all():
            field = select.get_attribute("name")
            press_until(page, f"[name='{field}']")
            wanted = given.get(field.partition("-")[2], "")
            values = select.locator("option").evaluate_all("options => options.map(option => option.value)")
            for _ in range(values.index(wanted)):
                page.keyboard.press("ArrowDown")
            expect(select).to_have_value(wanted)
            page.keyboard.press("Tab")
        return
    keys = [given] if isinstance(given, str) else given
    if question.kind in ("multiple", "checklist"):
        for key in page.locator(f"[name={name}]").evaluate_all("boxes => boxes.map(box => box.value)"):
            press_until(page, f"[name={name}][value='{key}']")
            if key in keys:
                page.keyboard.press("Space")
            page.keyboard.press("Tab")
    else:
        press_until(page, f"[name={name}]")
        page.keyboard.press("Space")
        while page.locator(f"[name={name}]:checked").get_attribute("value") not in keys:
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")


@pytest.mark.parametrize(
    ("language", "scripts"), [("fr", True), ("ar", True), ("ar", False)], ids=["fr", "ar", "ar without JavaScript"]
)
def test_every_kind_with_the_keyboard_alone_on_a_phone(site, own_ngo, lesson, open_page, language, scripts):
    page = open_page(PHONE, java_script_enabled=scripts)
    exercise = open_exercise(page, site, own_ngo, lesson, language)
    if scripts:
        check(page)
    picture(page, f"asked-{language}")
    for question in exercise.questions.all():
        answer_by_keyboard(page, question)
    press_until(page, "main form button.button")
    page.keyboard.press("Enter")
    expect(page.locator(".big__value")).to_contain_text("14")
    if scripts:
        check(page)
    assert Attempt.objects.get().score == 14
    picture(page, f"right-{language}")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_errors_and_wrong_answers_are_said_on_a_phone(site, own_ngo, lesson, open_page, language):
    page = open_page(PHONE)
    # The outbox asks in the background first: what it is refused there, the console calls an error.
    page.route("**/outbox*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    exercise = open_exercise(page, site, own_ngo, lesson, language)
    page.locator("main form button.button").click()
    expect(page.locator(".question.field--wrong")).to_have_count(7)
    tops = "one => [one, one.querySelector('legend')].map((part) => part.getBoundingClientRect().top)"
    box, legend = page.locator(".question.field--wrong").first.evaluate(tops)
    assert box <= legend  # the bar stands beside the question too
    check(page)
    picture(page, f"errors-{language}")
    for question in exercise.questions.all():
        name = f"q{question.pk}"
        if question.kind in ("ordering", "sorting", "matching"):
            for position, select in enumerate(page.locator(f"select[name^='{name}-']").all(), 1):
                select.select_option(index=position if question.kind == "ordering" else 1)
        else:
            page.locator(f"[name={name}]").last.check()
    page.locator("main form button.button").click()
    expect(page.locator(".big__value")).to_be_visible()
    check(page)
    picture(page, f"wrong-{language}")


def test_a_sorting_question_is_written_in_the_editor(site, own_ngo, make_user, open_page):
    make_user(own_ngo, Role.TRAINER, "trainer")
    page = open_page(LAPTOP)
    path = "/admin/snippets/courses/exercise/add/"
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next={path}"), "trainer")
    page.locator("[name=heading_fr]").fill("Trier")
    expect(page.locator("[name=bank], [name=drawn]").last).to_be_visible()
    page.select_option("[name=kind]", "bank")
    expect(page.locator("[name=drawn]")).to_be_hidden()
    page.select_option("[name=kind]", "simulation")
    expect(page.get_by_role("tab", name="Questions")).to_be_hidden()
    page.select_option("[name=kind]", "practice")
    page.get_by_role("tab", name="Questions").click()
    page.locator("#id_questions-ADD").click()
    expect(page.locator("#id_questions-0-choices-ADD")).to_be_visible()
    expect(page.locator("#id_questions-0-groups-ADD")).to_be_hidden()
    expect(page.locator("[name=questions-0-form]")).to_be_hidden()
    page.select_option("[name=questions-0-kind]", "sorting")
    expect(page.locator("#id_questions-0-choices-ADD")).to_be_hidden()
    page.locator("[name=questions-0-text_fr]").fill("Acte ou moyen ?")
    for group, (name, items) in enumerate({"Acte": ["Recruter", "Héberger"], "Moyen": ["Menacer"]}.items()):
        page.locator("#id_questions-0-groups-ADD").click()
        page.locator(f"[name=questions-0-groups-{group}-text_fr]").fill(name)
        for place, text in enumerate(items):
            page.locator(f"#id_questions-0-groups-{group}-items-ADD").click()
            page.locator(f"[name=questions-0-groups-{group}-items-{place}-text_fr]").fill(text)
    picture(page, "editor")
    page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url("**/admin/snippets/courses/exercise/")
    question = Question.objects.get()
    assert question.exercise.live
    kept = {group.text_fr: [item.text_fr for item in group.items.all()] for group in question.groups.all()}
    assert kept == {"Acte": ["Recruter", "Héberger"], "Moyen": ["Menacer"]}
