"""A case is played to each of its endings, in Arabic on a phone; the editor sees its graph."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from courses.actions import enrol_person
from courses.models import Attempt, CoursePage, LessonPage, ModulePage, Scene
from pages.models import HomePage
from people.consent import give_consent
from people.models import Person
from tests.browser.pages import LAPTOP, PHONE, check, sign_in
from tests.support.clients import TenantClient
from tests.support.courses import READY, texts
from tests.support.simulations import OPTIONS, SCENES, make_case

TAKEN = {(at, to): words for at, to, _effects, words in OPTIONS}
ENDINGS = {"protected": ([1, 2, 3], 5), "mixed": ([1, 2, 4], 3), "harmed": ([1, 5], 0)}


@pytest.fixture
def case(own_ngo):
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    module = course.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))
    lesson = module.add_child(instance=LessonPage(**texts("heading", "Leçon"), **READY, slug="lecon"))
    course.save_revision().publish()
    return make_case(lesson)


def let_in(page, site, own_ngo):
    """Enrol somebody and give the browser their session: how one joins is tested elsewhere."""
    user = User.objects.create_user(username="somebody", password="2468")
    person = Person.objects.create(full_name="Salma Exemple", user=user)
    give_consent(person=person)
    enrol_person(person=person, course=CoursePage.objects.get(slug="cours"))
    client = TenantClient(own_ngo)
    client.force_login(user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site(own_ngo, "/")}])


def decide(page, at, to, language="ar"):
    page.get_by_label(TAKEN[at, to][language]).check()
    page.locator("main form button").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_each_ending_in_arabic_on_a_phone(site, own_ngo, case, open_page, ending, scripts):
    page = open_page(PHONE, java_script_enabled=scripts)
    let_in(page, site, own_ngo)
    page.goto(site(own_ngo, "/ar/cours/module/lecon/"))
    page.locator("#exercises ~ .card a.button").click()
    way, points = ENDINGS[ending]
    for at, to in pairwise(way):
        expect(page.locator("#scene")).to_have_text(SCENES[at][0]["ar"])
        if scripts:
            check(page)
        decide(page, at, to)
    expect(page.locator("#ending")).to_have_text(SCENES[way[-1]][0]["ar"])
    expect(page.locator(".big__value")).to_have_text(f"{points} من 5")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    if scripts:
        check(page)
    attempt = Attempt.objects.get()
    assert (attempt.score, attempt.passed) == (points, ending == "protected")
    assert len(attempt.path) == len(way) - 1


def test_going_back_reloading_and_another_language_keep_the_place(site, own_ngo, case, open_page):
    page = open_page(PHONE)
    let_in(page, site, own_ngo)
    page.goto(site(own_ngo, "/ar/cours/module/lecon/"))
    page.locator("#exercises ~ .card a.button").click()
    page.keyboard.press("Tab")
    decide(page, 1, 2)
    expect(page.locator("#scene")).to_have_text(SCENES[2][0]["ar"])
    page.reload()
    page.locator(".languages a[lang=fr]").click()
    expect(page.locator("#scene")).to_have_text(SCENES[2][0]["fr"])
    check(page)
    page.locator("main form a").first.click()  # back by one decision
    expect(page.locator("#scene")).to_have_text(SCENES[1][0]["fr"])
    page.go_back()
    expect(page.locator("#scene")).to_have_text(SCENES[2][0]["fr"])
    page.locator("main form button").click()  # nothing chosen
    expect(page.locator(".field__error")).to_be_visible()
    check(page)
    page.get_by_label(TAKEN[2, 3]["fr"]).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#ending")).to_have_text(SCENES[3][0]["fr"])
    assert Attempt.objects.get().score == 5


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_the_editor_sees_the_graph(site, own_ngo, make_user, case, open_page, language, direction):
    user = make_user(own_ngo, Role.TRAINER, "trainer")
    user.wagtail_userprofile.preferred_language = language
    user.wagtail_userprofile.save()
    Scene.objects.create(exercise=case, number=9, sort_order=9, outcome="mixed", **texts("heading", "Oubliée"))
    case.refresh_from_db()
    case.save_revision()
    page = open_page(LAPTOP)
    path = f"/admin/snippets/courses/exercise/edit/{case.pk}/"
    sign_in(page, site(own_ngo, f"/{language}/sign-in/?next={path}"), "trainer")
    page.get_by_role("tab").last.click()
    drawing = page.locator(".scene-graph__drawing")
    expect(drawing).to_be_visible()
    expect(drawing.locator(".scene-graph__box")).to_have_count(6)
    expect(drawing.locator(".scene-graph__wire")).to_have_count(4)
    expect(drawing.locator(".scene-graph__apart")).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    first = drawing.locator(".scene-graph__number", has_text="3 ·").bounding_box()
    other = drawing.locator(".scene-graph__number", has_text="4 ·").bounding_box()
    assert (first["x"] < other["x"]) == (direction == "ltr")
