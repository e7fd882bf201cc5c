"""Every kind of question, answered with the keyboard alone on a phone, and written in the editor."""

import pytest
from playwright.sync_api import expect

from courses.models import Attempt
from tests.browser.exercises import make_lesson, open_exercise, picture
from tests.browser.pages import PHONE, check
from tests.support.exercises import right_answer


@pytest.fixture
def lesson(own_ngo):
    return make_lesson()


def press_until(page, selector):
    """Tab on until the element has the focus."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached with Tab")


def press_button(page, button):
    """Tab to a button that a script has made, and press it."""
    for _ in range(80):
        if button.evaluate("button => document.activeElement === button"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError("a button is not reached with Tab")


def row_of(page, name, key):
    return page.locator(f".choice--place:has([name='{name}-{key}'])")


def move_by_keyboard(page, given, name):
    """Take out what is no step, then move each step up to its place."""
    for select in page.locator(f"select[name^='{name}-']").all():
        key = select.get_attribute("name").partition("-")[2]
        if key not in given:
            press_button(page, row_of(page, name, key).locator(".moves button").nth(2))
    for key, place in given.items():
        row = row_of(page, name, key)
        while int(row.locator("select").input_value()) > int(place):
            press_button(page, row.locator(".moves button").first)


def pair_by_keyboard(page, given, name):
    for key, group in given.items():
        row = row_of(page, name, key)
        press_button(page, row.locator("> button"))
        wanted = row.locator(f"option[value='{group}']").inner_text()
        press_button(page, row.locator(".pairs").get_by_role("button", name=wanted, exact=True))
        expect(row.locator("select")).to_have_value(group)


def look_at_each_sign(page, given, name, scripts):
    """A checklist's cards: say of each whether it is in the facts; without a script tick it and follow the link on."""
    signs = page.locator(f"[data-card] [name={name}]").evaluate_all("boxes => boxes.map(box => box.value)")
    for key in signs:
        card = page.locator(f"[data-card]:has([value='{key}'])")
        expect(card).to_be_visible()
        expect(page.locator("[data-card]:visible")).to_have_count(1)
        if scripts:
            press_button(page, card.locator(".deck__answers button").nth(0 if key in given else 1))
            continue
        press_until(page, f"[name={name}][value='{key}']")
        if key in given:
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.locator("[data-card]:visible")).to_have_count(len(signs) if scripts else 0)


def answer_by_keyboard(page, question, scripts):
    given, name = right_answer(question), f"q{question.pk}"
    if question.kind == "checklist":
        look_at_each_sign(page, given, name, scripts)
        return
    if question.kind == "sorting":
        for item, group in given.items():
            radios = f"[name='{name}-{item}']"
            press_until(page, radios)
            page.keyboard.press("Space")
            while page.locator(f"{radios}:checked").get_attribute("value") != group:
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Tab")
        return
    if question.kind == "ordering":
        given = {key: str(position) for position, key in enumerate(given, 1)}
    if isinstance(given, dict) and scripts:
        by_keyboard = move_by_keyboard if question.kind == "ordering" else pair_by_keyboard
        by_keyboard(page, given, name)
        return
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
    if question.kind == "multiple":
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
    questions = list(exercise.questions.order_by("sort_order"))
    for number, question in enumerate(questions, 1):
        expect(page.locator("[data-step]:not([hidden])")).to_have_attribute("data-step", str(number))
        answer_by_keyboard(page, question, scripts)
        press_until(page, "[data-go=check]")
        page.keyboard.press("Enter")
        expect(page.locator("[data-step]:not([hidden]) .message--done")).to_be_visible()
        if scripts:
            check(page)
        picture(page, f"told-{number}-{language}")
        press_until(page, "[data-go=next], [data-go=finish]")
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
    page.locator("[data-go=check]").click()
    expect(page.locator(".question.field--wrong")).to_have_count(1)
    expect(page.locator(".field__error")).to_be_visible()
    tops = "one => [one, one.querySelector('legend')].map((part) => part.getBoundingClientRect().top)"
    box, legend = page.locator(".question.field--wrong").first.evaluate(tops)
    assert box <= legend  # the bar stands beside the question too
    check(page)
    picture(page, f"errors-{language}")
    for question in exercise.questions.order_by("sort_order"):
        name = f"q{question.pk}"
        if question.kind == "sorting":
            for item in page.locator(f".choice--sort:has([name^='{name}-'])").all():
                item.locator("label").last.click()
        elif question.kind == "matching":
            for row in page.locator(f".choice--place:has([name^='{name}-'])").all():
                row.locator("> button").click()
                row.locator(".pairs button").last.click()
        elif question.kind == "checklist":
            for card in page.locator(f"[data-card]:has([name={name}])").all():
                card.locator(".deck__answers button").nth(1).click()
            expect(page.locator("[data-none] input")).to_be_checked()  # none was seen: it is said for one
            check(page)
        elif question.kind != "ordering":  # as it stands, with what is no step in it
            page.locator(f"[name={name}]").last.check()
        page.locator("[data-go=check]").click()
        expect(page.locator("[data-step]:not([hidden]) [data-outcome]")).to_be_visible()
        check(page)
        page.locator("[data-go]:not([hidden])").first.click()
    expect(page.locator(".big__value")).to_be_visible()
    for fold in page.locator("details.fold").all():
        fold.locator("summary").click()
    check(page)
    picture(page, f"wrong-{language}")


def test_what_is_answered_is_kept_on_the_phone_until_it_is_sent(site, own_ngo, lesson, open_page):
    page = open_page(PHONE)
    exercise = open_exercise(page, site, own_ngo, lesson, "ar")
    first, *_others = exercise.questions.order_by("sort_order")
    answer_by_keyboard(page, first, scripts=True)
    page.locator("[data-go=check]").click()
    page.locator("[data-go=next]").click()
    shown = page.locator("[data-step]:not([hidden])")
    page.locator("[data-step='2'] input").first.check()
    page.reload()
    expect(page.locator("[data-kept-note]")).to_contain_text("عادت أجوبتكم")
    expect(shown).to_have_attribute("data-step", "2")
    expect(page.locator("[data-step='2'] input").first).to_be_checked()
    page.locator("[data-go=back]").click()
    expect(shown.locator(".message--done")).to_be_visible()  # it was judged, and stays so
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    page.locator("[data-go=next]").click()
    expect(page.locator("[data-kept-note]")).to_contain_text("لم يبق متسع")
    check(page)
    Attempt.objects.all().delete()


def test_an_exercise_is_put_off_and_found_again(site, own_ngo, lesson, open_page):
    page = open_page(PHONE)
    exercise = open_exercise(page, site, own_ngo, lesson, "ar")
    expect(page.locator("h1.h3")).to_have_count(0)
    answer_by_keyboard(page, exercise.questions.order_by("sort_order").first(), scripts=True)
    page.locator("[data-go=check]").click()
    page.locator("[data-go=next]").click()
    expect(page.locator("h1.h3")).to_have_count(1)  # large once
    check(page)
    page.locator("[data-later]").click()
    expect(page.locator("[data-begun]")).to_be_visible()
    check(page)
    page.locator(".card:has([data-begun]) a.button").click()
    expect(page.locator("[data-kept-note]")).to_contain_text("عادت أجوبتكم")
    expect(page.locator("[data-step]:not([hidden])")).to_have_attribute("data-step", "2")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_another_language_keeps_what_was_ticked(site, own_ngo, lesson, open_page, scripts):
    page = open_page(PHONE, java_script_enabled=scripts)
    exercise = open_exercise(page, site, own_ngo, lesson, "fr")
    first, *_others = exercise.questions.order_by("sort_order")
    wanted = f"[name=q{first.pk}][value='{right_answer(first)[0]}']"
    page.locator(wanted).check()
    page.locator(".languages a[lang=ar]" if scripts else "button[formaction*='/ar/']").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("[data-step]:not([hidden])")).to_have_attribute("data-step", "1")
    expect(page.locator(wanted)).to_be_checked()


def test_two_windows_know_of_each_other(site, own_ngo, lesson, open_page):
    page = open_page(PHONE)
    open_exercise(page, site, own_ngo, lesson, "fr")
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("[data-step='1'] input").first.check()
    expect(other.locator("[data-kept-note]")).to_contain_text("une autre fenêtre")
