"""Attendance as a room takes it, on a phone in Arabic, on a laptop in French: ticked, scanned, disputed, closed."""

import re

import pytest
from playwright.sync_api import expect

from accounts.login import badge_token
from accounts.models import User
from people.models import Person
from sessions.models import AttendanceDispute, Evidence, Registration
from sessions.querysets import presences
from tests.browser.pages import LAPTOP, PHONE, check, open_as
from tests.browser.rooms import CAMERA, line, person
from tests.support.page_weight import REQUESTS, weigh
from tests.support.sessions import a_person, a_session, present

ATTENDANCE = 45_000  # bytes of a page with its offline queue (indicators-source.md, section 5)
BOTH = pytest.mark.parametrize(
    ("language", "viewport"), [("ar", PHONE), ("fr", LAPTOP)], ids=["Arabic phone", "French"]
)


@BOTH
def test_forty_people_in_few_taps(slot, address, open_page, language, viewport):
    page = open_page(viewport)
    open_as(page, address(slot, "attendance", language))
    check(page)
    page.check("#everyone")
    expect(page.locator("[data-ticked] output")).to_have_text("40")
    for name in ("Amina Tazi", "يوسف بنعلي"):
        line(page, name).locator("[name=present]").uncheck()
    for name, field, minutes in (("Bilal Zniber", "late", "30"), ("سلمى العلمي", "early", "60")):
        line(page, name).locator("summary").click()
        line(page, name).locator(f"[name^={field}]").fill(minutes)
    check(page)
    expect(page.locator("[data-ticked] output")).to_have_text("38")
    page.locator(".actions--sticky button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    check(page)
    found = presences(slot)
    assert len(found) == 38
    assert {name: found[person(name).pk] for name in ("Bilal Zniber", "سلمى العلمي", "Bilal Tazi")} == {
        "Bilal Zniber": 180, "سلمى العلمي": 150, "Bilal Tazi": 210,
    }  # fmt: skip
    assert not {person("Amina Tazi").pk, person("يوسف بنعلي").pk} & found.keys()


@BOTH
def test_a_walk_in_is_three_taps_and_a_name(slot, address, open_page, language, viewport):
    page = open_page(viewport)
    open_as(page, address(slot, "attendance", language))
    page.locator("a[href$='/walk-in/']").click()
    expect(page.locator("[name=full_name]")).to_be_focused()
    check(page)
    page.keyboard.type("زهراء مثال")
    page.locator("main form .actions button").click()
    expect(page.locator(".message--done")).to_be_visible()
    expect(line(page, "زهراء مثال").locator("input")).to_be_checked()
    check(page)
    newcomer = person("زهراء مثال")
    assert (newcomer.user, newcomer.email, newcomer.phone) == (None, "", "")
    assert Registration.objects.get(person=newcomer).walk_in
    assert presences(slot) == {newcomer.pk: 210}


@BOTH
def test_a_presence_is_disputed_and_resolved(slot, address, open_page, own_ngo, site, language, viewport):
    amina = person("Amina Alaoui")
    amina.user = User.objects.create_user(username="amina", password="x")
    amina.save(update_fields=["user"])
    session = slot.session
    phone = open_page(PHONE)
    open_as(phone, site(own_ngo, f"/{language}/sessions/{session.uuid}/registered/"), "amina")
    check(phone)
    phone.locator(f"a[href$='/{slot.number}/contest/']").click()
    check(phone)
    phone.locator("main form button").first.click()
    expect(phone.locator(".message--done").first).to_be_visible()
    expect(phone.locator("section[aria-labelledby=after] .badge")).to_be_visible()
    check(phone)
    page = open_page(viewport)
    open_as(page, site(own_ngo, f"/{language}/sessions/{session.uuid}/"))
    check(page)
    page.locator("a[href*='/contests/']").click()
    check(page)
    page.check(f"[name=outcome][value={AttendanceDispute.Outcome.UPHELD.value}]")
    page.fill("[name=reason]", "Assise au fond de la salle")
    page.locator("main form button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    assert presences(slot) == {amina.pk: 210}
    phone.reload()
    expect(phone.locator("section[aria-labelledby=after]")).to_contain_text("Assise au fond de la salle")


@BOTH
def test_a_closed_session_is_opened_again_with_a_reason(slot, address, open_page, own_ngo, site, language, viewport):
    present(slot, person("Amina Alaoui"))
    page = open_page(viewport)
    here = site(own_ngo, f"/{language}/sessions/{slot.session.uuid}/")
    open_as(page, here)
    page.locator("a[href$='/close/']").click()
    check(page)
    page.locator("main form button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    page.goto(address(slot, "attendance", language))
    expect(page.locator("[name=present]")).to_have_count(0)
    check(page)
    page.goto(here)
    page.locator("a[href$='/reopen/']").click()
    check(page)
    page.locator("main form button").first.click()  # without a reason nothing happens
    expect(page.locator(".message--wrong")).to_be_visible()
    page.fill("[name=reason]", "Une feuille est arrivée plus tard")
    page.locator("main form button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Une feuille est arrivée plus tard")
    check(page)
    page.goto(address(slot, "attendance", language))
    expect(page.locator("[name=present]")).to_have_count(39)


@BOTH
def test_the_trainer_has_no_box(slot, address, open_page, trainer, language, viewport):
    own = Person.objects.create(full_name="Youssef Formateur", user=trainer)
    Registration.objects.create(session=slot.session, person=own)
    page = open_page(viewport)
    open_as(page, address(slot, "attendance", language))
    expect(line(page, "Youssef Formateur").locator("input")).to_be_disabled()
    page.check("#everyone")
    page.locator(".actions--sticky button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    assert own.pk not in presences(slot)
    assert len(presences(slot)) == 40


@BOTH
def test_the_last_half_days_are_drawn_and_told(slot, address, open_page, trainer, language, viewport):
    amina, bilal = person("Amina Alaoui"), person("Bilal Alaoui")
    for days, came in ((-9, [amina, bilal]), (-5, [amina]), (-2, [amina])):
        before = a_session(on=days, trainers=[trainer], people=[amina, bilal])
        present(before.slots.get(), *came)
        before.__class__.objects.filter(pk=before.pk).update(state="held")
    page = open_page(viewport)
    open_as(page, address(slot, "attendance", language))
    for name, was in (("Amina Alaoui", 3), ("Bilal Alaoui", 1)):
        drawn = line(page, name).locator(".lately")
        expect(drawn.locator("i")).to_have_count(3)
        expect(drawn.locator(".was")).to_have_count(was)
        assert {str(was), "3"} <= set(re.findall(r"\d", drawn.get_attribute("aria-label")))
    expect(line(page, "Amina Benali").locator(".lately")).to_have_count(0)
    check(page)


@BOTH
def test_people_without_names_are_counted_by_sex_and_category(slot, address, open_page, language, viewport):
    page = open_page(viewport)
    open_as(page, address(slot, "head-count", language))
    for count, sex, category in ((12, "f", "general_public"), (7, "m", "student"), (3, "", "")):
        page.fill("[name=count]", str(count))
        page.select_option("[name=sex]", sex)
        page.select_option("[name=category]", category)
        page.locator("main form button").last.click()
        expect(page.locator(".message--done")).to_be_visible()
    check(page)
    expect(page.locator("#counted")).to_contain_text("22")
    rows = slot.head_counts.order_by("pk").values_list("count", "sex", "category")
    assert list(rows) == [(12, "f", "general_public"), (7, "m", "student"), (3, "", "")]
    assert Evidence.objects.count() == 0


def test_the_code_on_the_wall_is_opened_by_a_phone(slot, address, open_page, own_ngo):
    amina = person("Amina Alaoui")
    amina.user = User.objects.create_user(username="amina", password="x")
    amina.save(update_fields=["user"])
    wall = open_page(LAPTOP)
    wall.clock.install()
    open_as(wall, address(slot, "screen", "fr"))
    check(wall)
    first = wall.locator("[data-room-code] svg").inner_html()
    with wall.expect_response("**/screen/code/") as answered:  # it renews itself
        wall.clock.run_for(20_000)
    url = answered.value.json()["url"]
    expect(wall.locator("[data-room-code] svg")).to_be_visible()
    assert wall.locator("[data-room-code] svg").inner_html() != "" != first
    phone = open_page(PHONE)
    phone.goto(url)  # what the camera opens
    check(phone)
    phone.locator("main a[href*='sign-in']").click()
    phone.fill("[name=username]", "amina")
    phone.fill("[name=password]", "x")
    phone.locator("main form button").click()
    check(phone)
    phone.locator("main form button.button").first.click()
    expect(phone.locator(".message--done").first).to_be_visible()
    check(phone)
    assert list(Evidence.objects.values_list("person", "source")) == [(amina.pk, "qr")]
    wall.clock.run_for(20_000)
    expect(wall.locator("[data-room-present]")).to_have_text("1")


def test_a_badge_is_read_by_the_camera(slot, address, open_page, own_ngo):
    tokens = []
    for name in ("Amina Alaoui", "Bilal Benali"):
        somebody = person(name)
        somebody.user = User.objects.create_user(username=f"p{somebody.pk}", password="1234")
        somebody.save(update_fields=["user"])
        tokens.append(badge_token(somebody.user))
    page = open_page(PHONE)
    page.add_init_script(CAMERA)
    open_as(page, address(slot, "scan"))
    check(page)
    page.locator("[data-scan-start]").click()
    for number, token in enumerate(tokens, start=1):
        for _time in range(2):  # the same badge held before the camera is one scan
            page.evaluate("text => { window.shown = text; }", f"http://own-ngo.localhost/ar/badge/{token}/")
            expect(page.locator("[data-scan-count]")).to_have_text(str(number))
    check(page)
    assert sorted(presences(slot)) == sorted([person("Amina Alaoui").pk, person("Bilal Benali").pk])
    assert set(Evidence.objects.values_list("source", flat=True)) == {"qr"}
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize("view", ["attendance", "scan", "walk-in", "head-count"])
def test_a_room_of_forty_is_light(slot, address, open_page, view):
    page = open_page(PHONE)
    open_as(page, address(slot, view))
    kinds, requests = weigh(page, address(slot, view))
    assert max(sum(kinds.values()), ATTENDANCE) == ATTENDANCE, kinds
    assert requests <= REQUESTS


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_first_screen_of_a_small_phone_shows_names(slot, address, open_page, language):
    Person.objects.filter(full_name="Amina Alaoui").update(name_other_script="أمينة العلوي")
    for name, status in (("Nora Exemple", "waiting"), ("Omar Exemple", "invited"), ("Sami Exemple", "declined")):
        slot.session.registrations.create(person=a_person(name), status=status)
    page = open_page({"width": 360, "height": 640})
    open_as(page, address(slot, "attendance", language))
    edge = page.locator(".actions--sticky").bounding_box()["y"]
    boxes = [one.bounding_box() for one in page.locator(".roll label").all()[:6]]
    assert sum(box["y"] + box["height"] <= edge for box in boxes) >= 3
    first = line(page, "أمينة العلوي").locator("bdi").first
    expect(first).to_have_text({"fr": "Amina Alaoui", "ar": "أمينة العلوي"}[language])
    expect(page.locator(".roll").last.locator("li")).to_have_count(2)  # who waits or was invited, not who said no
    check(page)
    page.locator("[data-check-all-of]").check()
    expect(line(page, "Nora Exemple").locator("[name=present]")).not_to_be_checked()
    page.locator("[data-check-all-of]").uncheck()
    line(page, "Nora Exemple").locator("[name=present]").check()
    page.locator(".actions--sticky button").first.click()
    expect(page.locator(".message--done")).to_be_visible()
    assert presences(slot) == {person("Nora Exemple").pk: 210}
    assert slot.session.registrations.get(person=person("Nora Exemple")).status == "confirmed"
