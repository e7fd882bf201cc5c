"""Every kind of question, answered by touch in flight mode, and what a screen reader is told of it."""

import re

import pytest
from playwright.sync_api import expect

from courses.models import Attempt
from tests.browser.exercises import make_lesson, open_exercise
from tests.browser.pages import PHONE, wait_until
from tests.support.exercises import right_answer


@pytest.fixture
def lesson(own_ngo):
    return make_lesson()


# What a screen reader is told of the kinds that are more than a list of choices, before anything is answered.
CONTROLS = {"radiogroup", "radio", "checkbox", "button", "combobox"}
TREE = {
    "single": {"radio"},
    "true_false": {"radio"},
    "multiple": {"checkbox"},
    "sorting": {"radiogroup", "radio"},
    "ordering": {"button"},
    "matching": {"button"},
    "checklist": {"button"},
}


def test_every_kind_by_touch_in_flight_mode(site, own_ngo, lesson, open_page):
    page = open_page(PHONE, has_touch=True, is_mobile=True, loses_network=True)
    exercise = open_exercise(page, site, own_ngo, lesson, "ar")
    page.context.set_offline(True)
    for question in exercise.questions.order_by("sort_order"):
        step = page.locator("[data-step]:not([hidden])")
        roles = set(re.findall(r"^ *- (\w+)", step.aria_snapshot(), re.MULTILINE))
        assert roles & CONTROLS == TREE[question.kind]
        names = re.findall(r"^ *- (?:button|radiogroup|radio|checkbox)\b(.*)$", step.aria_snapshot(), re.MULTILINE)
        assert [name for name in names if not name.startswith(' "')] == []  # each says what it is
        answer_by_touch(step, question)
        page.locator("[data-go=check]").tap()
        expect(step.locator(".message--done")).to_be_visible()
        page.locator("[data-go=next], [data-go=finish]").locator("visible=true").tap()
    expect(page.locator("main .message[role=status]").last).to_contain_text("محفوظ")
    assert (Attempt.objects.count(), page.evaluate("Object.keys(localStorage)")) == (0, [])
    page.context.set_offline(False)
    page.goto(site(own_ngo, "/ar/me/"))
    wait_until(page, "(await window.outbox.own()).length === 0")
    assert Attempt.objects.get().score == 14


def answer_by_touch(step, question):
    """Tap as a finger does: no field is written to, nothing is dragged."""
    given, name = right_answer(question), f"q{question.pk}"
    if question.kind == "sorting":
        for item, group in given.items():
            step.locator(f".bucket:has([name='{name}-{item}'][value='{group}'])").tap()
    elif question.kind == "ordering":
        for row in step.locator(".choice--place").all():
            if row.locator("select").get_attribute("name").partition("-")[2] not in given:
                row.locator(".moves button").nth(2).tap()
        for place, key in enumerate(given, 1):
            row = step.locator(f".choice--place:has([name='{name}-{key}'])")
            while int(row.locator("select").input_value()) > place:
                row.locator(".moves button").first.tap()
    elif question.kind == "matching":
        for key, group in given.items():
            row = step.locator(f".choice--place:has([name='{name}-{key}'])")
            row.locator("> button").tap()
            wanted = row.locator(f"option[value='{group}']").inner_text()
            row.locator(".pairs").get_by_role("button", name=wanted, exact=True).tap()
    elif question.kind == "checklist":
        for card in step.locator("[data-card]").all():
            key = card.locator("input").get_attribute("value")
            card.locator(".deck__answers button").nth(0 if key in given else 1).tap()
    else:
        for key in [given] if isinstance(given, str) else given:
            step.locator(f".choice:has([name='{name}'][value='{key}']) label").tap()
