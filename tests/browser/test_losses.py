"""What is typed in the writing screen outlives what happens to lines, servers, sessions, tabs and devices."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from accounts.roles import Role
from courses.models import CoursePage, LessonPage, ModulePage
from pages.models import HomePage
from tests.browser.pages import LAPTOP, sign_in
from tests.support.courses import READY, texts

TYPED = "Ce que j’ai écrit"
DRAWN = 1500  # milliseconds until the screen has drawn its editors and looks for changes
KEPT = 2600  # until the device has a copy


@pytest.fixture
def lesson(own_ngo, make_user):
    make_user(own_ngo, Role.TRAINER, "trainer")
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    module = course.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))
    made = module.add_child(instance=LessonPage(heading_fr="Leçon", live=False))
    made.save_revision()
    return made


@pytest.fixture
def screen(site, own_ngo, lesson, open_page):
    page = open_page(LAPTOP, loses_network=True, fails=True)
    sign_in(page, site(own_ngo, f"/fr/sign-in/?next=/admin/write/lessons/{lesson.pk}/"), "trainer")
    page.wait_for_timeout(DRAWN)
    return page


def type_it(page: Page) -> None:
    page.locator("[name=heading-fr]").fill(TYPED)


def status(page: Page, words: str) -> None:
    expect(page.locator("[data-status]")).to_contain_text(words)


def take_the_copy(page: Page) -> None:
    page.get_by_role("button", name="L’enregistrer comme brouillon").click()
    expect(page.locator("[name=heading-fr]")).to_have_value(TYPED)
    assert heading() == TYPED


def heading() -> str:
    return str(LessonPage.objects.get().get_latest_revision_as_object().heading_fr)


def answer_500(route: Route) -> None:
    if route.request.method == "POST":
        route.fulfill(status=500, body="<h1>500</h1>", content_type="text/html")
    else:
        route.continue_()


def test_a_server_that_fails_is_asked_again_until_it_answers(screen):
    screen.route("**/admin/write/lessons/**", answer_500)
    type_it(screen)
    status(screen, "reste sur cet appareil")
    screen.unroute("**/admin/write/lessons/**")
    status(screen, "Enregistré à")
    assert heading() == TYPED


def test_a_session_that_ended_is_said_and_the_text_is_there_after_signing_in(screen, site, own_ngo, lesson):
    screen.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    type_it(screen)
    status(screen, "vous êtes déconnecté")
    screen.wait_for_timeout(KEPT)
    sign_in(screen, site(own_ngo, f"/fr/sign-in/?next=/admin/write/lessons/{lesson.pk}/"), "trainer")
    take_the_copy(screen)


@pytest.mark.parametrize("leave", ["reload", "go_back"])
def test_a_page_that_is_left_before_it_was_saved_offers_what_was_typed(screen, site, own_ngo, lesson, leave):
    address = screen.url
    if leave == "go_back":
        screen.goto(site(own_ngo, "/admin/write/"))
        screen.goto(address)
        screen.wait_for_timeout(DRAWN)
    type_it(screen)
    getattr(screen, leave)()
    screen.goto(address)
    take_the_copy(screen)


def test_a_slow_line_saves_late(screen):
    slow = {"offline": False, "latency": 2500, "downloadThroughput": 20_000, "uploadThroughput": 20_000}
    screen.context.new_cdp_session(screen).send("Network.emulateNetworkConditions", slow)
    type_it(screen)
    status(screen, "Enregistrement…")
    status(screen, "Enregistré à")
    assert heading() == TYPED


def test_another_editor_is_named_and_nothing_is_written_over(screen, lesson, own_ngo, make_user):
    colleague = make_user(own_ngo, Role.COORDINATOR, "colleague")
    User.objects.filter(pk=colleague.pk).update(first_name="Salma", last_name="Exemple")
    draft = LessonPage.objects.get().get_latest_revision_as_object()
    draft.heading_fr = "Celle de Salma"
    draft.save_revision(user=User.objects.get(pk=colleague.pk))
    type_it(screen)
    status(screen, "Salma Exemple")
    assert heading() == "Celle de Salma"
    screen.wait_for_timeout(KEPT)
    screen.reload()
    take_the_copy(screen)  # the later one stands; the other is in the history
    assert "Celle de Salma" in [one.content["heading_fr"] for one in LessonPage.objects.get().revisions.all()]


def test_a_device_without_room_says_so_and_the_server_has_the_text(screen):
    screen.evaluate("""() => {
        let piece = "x".repeat(1 << 20);
        while (piece) {
            try { localStorage.setItem(`full${localStorage.length}`, piece); }
            catch { piece = piece.slice(1 + piece.length / 2); }
        }
    }""")  # fmt: skip
    screen.route("**/admin/write/lessons/**", answer_500)
    type_it(screen)
    expect(screen.locator(".device-copy")).to_contain_text("n’a plus de place")
    screen.unroute("**/admin/write/lessons/**")
    status(screen, "Enregistré à")
    assert heading() == TYPED


def test_a_clock_that_jumps_changes_nothing(screen):
    screen.evaluate("() => { Date.now = () => 0; }")
    screen.context.set_offline(True)
    type_it(screen)
    screen.wait_for_timeout(KEPT)
    screen.context.set_offline(False)
    status(screen, "Enregistré à")
    screen.reload()
    expect(screen.locator("[name=heading-fr]")).to_have_value(TYPED)
    expect(screen.locator(".device-copy")).to_have_count(0)
