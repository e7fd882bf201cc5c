"""A room without a network: rolls, badges and walk-ins wait on the phone; nothing is lost, nothing is doubled."""

import pytest
from playwright.sync_api import expect

from accounts.login import badge_token
from accounts.models import User
from people.merging import merge_people
from people.models import Person
from sessions import actions
from sessions.models import Evidence
from sessions.querysets import presences
from tests.browser.pages import LAPTOP, PHONE, check, open_as, wait_until
from tests.browser.rooms import CAMERA, line, person
from tests.support.sessions import a_user

# When the page says so, the server writes what it is sent and its answer gets lost, once.
LOSES = """
const really = window.fetch;
window.fetch = async (url, options) => {
  const answer = await really(url, options);
  if (options?.method === "POST" && localStorage.getItem("lose")) {
    localStorage.removeItem("lose");
    throw new TypeError("lost");
  }
  return answer;
};
"""
SENT = "(await window.outbox.own()).length === 0"


@pytest.fixture
def phone(slot, address, open_page):
    """Opens a phone of the trainer that holds the rolls: `phone("fr")`."""

    def make(language="ar", viewport=PHONE, **options):
        page = open_page(viewport, loses_network=True, **options)
        page.add_init_script(LOSES + CAMERA)
        open_as(page, address(slot, "without-network", language))
        wait_until(page, "navigator.serviceWorker.controller !== null")
        check(page)
        page.locator("[data-save-start]").click()
        expect(page.locator("[data-save-delete]")).to_be_visible(timeout=60_000)
        return page

    return make


def tick(page, *names):
    for name in names:
        line(page, name).locator("[name=present]").check()


def save_roll(page):
    page.locator(".actions--sticky button").first.click()


@pytest.mark.parametrize(("language", "viewport"), [("ar", PHONE), ("fr", LAPTOP)], ids=["Arabic phone", "French"])
def test_marks_scans_and_walk_ins_wait_for_the_network(slot, address, phone, language, viewport):
    driouch = person("Bilal Driouch")
    driouch.user = User.objects.create_user(username="driouch", password="1234")
    driouch.save(update_fields=["user"])
    page = phone(language, viewport)
    page.context.set_offline(True)
    page.goto(address(slot, "attendance", language))
    tick(page, "Amina Alaoui", "سلمى العلمي")
    line(page, "Bilal Zniber").locator("summary").click()
    line(page, "Bilal Zniber").locator("[name^=late]").fill("30")
    save_roll(page)
    expect(page.locator("[data-kept-here]")).to_have_count(3)
    tick(page, "Amina Tazi")  # the next sheet
    save_roll(page)
    expect(page.locator("[data-outbox-count]")).to_contain_text("2")
    check(page)
    page.goto(address(slot, "scan", language))
    page.locator("[data-scan-start]").click()
    page.evaluate("text => { window.shown = text; }", f"http://x.localhost/ar/badge/{badge_token(driouch.user)}/")
    expect(page.locator("[data-outbox-count]")).to_contain_text("3")
    page.goto(address(slot, "walk-in", language))
    for name in ("زهراء مثال", "Omar Exemple"):
        page.fill("[name=full_name]", name)
        page.locator("main form .actions button").click()
        expect(page.locator("[data-walk-in-kept]")).to_contain_text(name)
        expect(page.locator("[name=full_name]")).to_have_value("")
    check(page)
    expect(page.locator("[data-outbox-count]")).to_contain_text("5")
    assert Evidence.objects.count() == 0
    page.evaluate("localStorage.setItem('lose', '1')")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_until(page, "localStorage.getItem('lose') === null")
    page.goto(address(slot, "attendance", language))
    wait_until(page, SENT)
    page.reload()
    check(page)
    expect(page.locator(".roll input:checked")).to_have_count(7)
    expected = dict.fromkeys(
        ("Amina Alaoui", "سلمى العلمي", "Amina Tazi", "Bilal Driouch", "زهراء مثال", "Omar Exemple"), 210
    )
    expected["Bilal Zniber"] = 180
    assert presences(slot) == {person(name).pk: minutes for name, minutes in expected.items()}
    assert Evidence.objects.count() == 7
    assert Person.objects.count() == 42
    assert Evidence.objects.filter(corrected_time__isnull=True).count() == 0
    assert len(set(Evidence.objects.values_list("device", flat=True)) - {""}) == 1


def test_two_phones_in_one_room_disagree_and_it_is_shown(slot, address, phone):
    first, second = phone("ar"), phone("fr", LAPTOP)
    for page, language in ((first, "ar"), (second, "fr")):
        page.context.set_offline(True)
        page.goto(address(slot, "attendance", language))
    tick(first, "Amina Alaoui", "Amina Benali")
    save_roll(first)
    tick(second, "Amina Benali")
    line(second, "Amina Alaoui").locator("summary").click()
    line(second, "Amina Alaoui").locator("[name^=late]").fill("45")
    save_roll(second)
    for page in (second, first):
        expect(page.locator("[data-kept-here]")).to_have_count(2)
        page.context.set_offline(False)
        page.evaluate("window.dispatchEvent(new Event('online'))")
        wait_until(page, SENT)
    alaoui, benali = person("Amina Alaoui"), person("Amina Benali")
    assert presences(slot) == {alaoui.pk: 210, benali.pk: 210}
    assert Evidence.objects.count() == 4
    assert len(set(Evidence.objects.values_list("device", flat=True))) == 2
    for page in (first, second):
        page.reload()
        expect(line(page, "Amina Alaoui").locator("strong")).to_contain_text("165 / 210")
        expect(line(page, "Amina Benali").locator("strong")).to_have_count(0)
        check(page)
    line(second, "Amina Alaoui").locator("a").click()
    expect(second.locator("main tbody tr")).to_have_count(2)
    check(second)
    second.fill("[name=minutes]", "165")
    second.fill("[name=reason]", "Arrivée à 9 h 45")
    second.locator("main form button").first.click()
    expect(second.locator(".message--done")).to_be_visible()
    expect(line(second, "Amina Alaoui").locator("strong")).to_have_count(0)
    assert presences(slot) == {alaoui.pk: 165, benali.pk: 210}


def test_a_roll_outlives_what_happened_at_the_office(slot, address, phone):
    """Meanwhile one person was merged with another record, one taken off the list, and the session closed."""
    page = phone("fr", is_refused=True)
    page.context.set_offline(True)
    page.goto(address(slot, "attendance", "fr"))
    tick(page, "Amina Alaoui", "Amina Benali", "Amina Chafik")
    save_roll(page)
    expect(page.locator("[data-kept-here]")).to_have_count(3)
    office, other = a_user("office"), Person.objects.create(full_name="Amina El Alaoui")
    merge_people(kept=other, absorbed=person("Amina Alaoui"), actor=office)
    actions.remove_person(session=slot.session, person=person("Amina Benali"), actor=office)
    actions.record_presences(slot=slot, marks=[actions.Mark(person("Bilal Tazi"))], actor=office, source="trainer")
    actions.close_session(session=slot.session, actor=office)
    page.context.set_offline(False)
    with page.expect_response("**/attendance/"):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-kept-here]").first).to_contain_text("close", ignore_case=True)
    assert Evidence.objects.count() == 1
    actions.reopen_session(session=slot.session, reason="Une liste attendait encore", actor=office)
    page.locator("[data-outbox-send]").click()
    wait_until(page, SENT)
    names = ("Amina El Alaoui", "Amina Benali", "Amina Chafik", "Bilal Tazi")
    assert presences(slot) == {person(name).pk: 210 for name in names}
    assert Evidence.objects.count() == 4
