"""Nobody is written twice: who may be meant is shown while a name is typed, without a script and without a network."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from people.models import Person
from sessions.models import Evidence, Registration
from sessions.querysets import presences
from tests.browser.pages import LAPTOP, PHONE, check, open_as, wait_until
from tests.browser.rooms import line, person
from tests.people.test_names import APART, MORE_APART, MORE_SAME, SAME

everywhere = pytest.mark.parametrize(("language", "viewport"), [("fr", LAPTOP), ("ar", PHONE)], ids=["fr", "ar"])
SENT = "(await window.outbox.own()).length === 0"


@pytest.fixture
def coordinator(own_ngo, make_user):
    return make_user(own_ngo, Role.COORDINATOR, "somebody")


@pytest.fixture
def known(own_ngo):
    return Person.objects.create(
        full_name="Mohamed Alami", name_other_script="محمد العلمي", category="police", institution="Wilaya",
        phone="+212612345678",
    )  # fmt: skip


@everywhere
def test_one_tap_takes_whoever_is_known(slot, address, coordinator, known, open_page, language, viewport):
    page = open_page(viewport)
    open_as(page, address(slot, "walk-in", language), "somebody")
    asked = page.locator("[data-known-people]")
    page.fill("[name=full_name]", "محمد العلمي")
    expect(asked.locator("li")).to_have_count(1)
    check(page)
    page.fill("[name=full_name]", "Nobody Of That Name")
    expect(asked.locator("li")).to_have_count(0)
    page.fill("[name=full_name]", "ALAMI Mohammed")
    asked.locator("li button").click()
    page.wait_for_url("**/attendance/")
    assert presences(slot) == {known.pk: 210}
    assert Person.objects.count() == 41


@everywhere
def test_who_is_faster_than_the_question_is_asked_once_sent(
    slot, address, coordinator, known, open_page, language, viewport
):
    page = open_page(viewport)
    open_as(page, address(slot, "walk-in", language), "somebody")
    page.fill("[name=full_name]", "Mohamed Alami")
    page.locator("main form .actions button").click()
    expect(page.locator("#known-people")).to_be_focused()
    check(page)
    assert Evidence.objects.count() == 0
    page.locator("[name=apart]").click()
    page.wait_for_url("**/attendance/")
    assert Person.objects.filter(full_name="Mohamed Alami").count() == 2
    assert known.pk not in presences(slot)


def test_without_a_script_a_step_asks(slot, address, coordinator, known, open_page):
    page = open_page(PHONE, java_script_enabled=False)
    open_as(page, address(slot, "walk-in", "ar"), "somebody")
    page.fill("[name=full_name]", "محمد العلمي")
    page.locator("main form .actions button").click()
    page.locator("[data-known-people] li button").click()
    page.wait_for_url("**/attendance/")
    assert presences(slot) == {known.pk: 210}


@everywhere
def test_a_trainer_is_shown_those_of_the_session_only(slot, address, known, open_page, language, viewport):
    page = open_page(viewport)
    open_as(page, address(slot, "walk-in", language))
    with page.expect_response("**/people/known/"):
        page.fill("[name=full_name]", "Mohamed Alami")
    expect(page.locator("[data-known-people] li")).to_have_count(0)
    page.fill("[name=full_name]", "امينة العلوي")  # Amina Alaoui is on the list
    page.locator("[data-known-people] li button").click()
    page.wait_for_url("**/attendance/")
    assert presences(slot) == {person("Amina Alaoui").pk: 210}
    assert Person.objects.count() == 41


@everywhere
def test_without_a_network_the_lists_on_the_phone_are_asked(slot, address, known, open_page, language, viewport):
    page = open_page(viewport, loses_network=True)
    open_as(page, address(slot, "without-network", language))
    wait_until(page, "navigator.serviceWorker.controller !== null")
    page.locator("[data-save-start]").click()
    expect(page.locator("[data-save-delete]")).to_be_visible(timeout=60_000)
    page.context.set_offline(True)
    page.goto(address(slot, "walk-in", language))
    page.fill("[name=full_name]", "Mohamed Alami")  # in the register, on no list of this phone
    page.fill("[name=full_name]", "امينة العلوي")
    expect(page.locator("[data-known-people] li")).to_have_count(1)
    check(page)
    page.locator("[data-known-people] li button").click()
    expect(page.locator("[data-walk-in-kept] li")).to_have_count(1)
    expect(page.locator("[name=full_name]")).to_have_value("")
    page.goto(address(slot, "attendance", language))
    expect(line(page, "Amina Alaoui").locator("[data-kept-here]")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_until(page, SENT)
    assert presences(slot) == {person("Amina Alaoui").pk: 210}
    assert (Person.objects.count(), Registration.objects.count()) == (41, 40)
    assert Evidence.objects.get().corrected_time is not None


@everywhere
def test_into_the_register_by_hand(site, own_ngo, coordinator, known, open_page, language, viewport):
    page = open_page(viewport)
    open_as(page, site(own_ngo, f"/{language}/people/new/"), "somebody")
    check(page)
    page.fill("[name=full_name]", "Somebody")
    page.fill("[name=phone]", "06 12 34 56 78")
    expect(page.locator("[data-known-people] li a")).to_have_count(1)
    check(page)
    page.locator("[data-known-people] li a").click()
    page.wait_for_url(f"**/people/{known.uuid}/")


def test_the_phone_compares_names_as_the_server_does(slot, address, open_page):
    """The phone keeps consonants and final vowels: it proposes all that the server would, and little more."""
    page = open_page(PHONE)
    open_as(page, address(slot, "walk-in", "fr"))
    judge = "pairs => pairs.map(([one, other]) => window.known.mayBeSame(one, other))"
    assert page.evaluate(judge, SAME + MORE_SAME) == [True] * len(SAME + MORE_SAME)
    apart = dict(zip(APART + MORE_APART, page.evaluate(judge, APART + MORE_APART), strict=True))
    by_vowels = {pair for pair, proposed in apart.items() if proposed}
    assert by_vowels == {
        ("Mahmoud", "محمد"), ("Samir", "سمر"), ("Hassan", "الحسين"), ("Hassan", "Houssaine"), ("Samir", "Samar"),
        ("Mohamed", "Mahmoud"),        ("Said", "سعد"), ("Rim", "Ram"), ("Mona", "Mina"),
    }  # fmt: skip
