"""What a test does with a page: sign in, look at it as axe does, wait."""

import re
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from courses.models import Choice, Exercise
from tenants.models import Domain
from tests.support.clients import TenantClient

# Only an experimental rule, which is off, wants all style sheets fetched once more.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
WIDE = """[...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && (box.left < -0.5 || box.right > document.documentElement.clientWidth + 0.5);
}).slice(-3).map((one) => one.outerHTML.slice(0, 160))"""
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def check(page: Page) -> None:
    """Axe finds nothing, and nothing sticks out at the side."""
    try:
        violations = _violations(page)
    except PlaywrightError:  # the page left while it was looked at: what came after it is meant
        page.wait_for_load_state()
        violations = _violations(page)
    assert [(found["id"], [node["html"][:120] for node in found["nodes"]]) for found in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.evaluate(WIDE)


def _violations(page: Page) -> list[dict[str, Any]]:
    if page.evaluate("typeof axe === 'undefined'"):  # half a megabyte to read, once a page
        page.evaluate(AXE_SCRIPT)
    return page.evaluate("options => axe.run(options).then(found => found.violations)", AXE_OPTIONS)


def sign_in(page: Page, address: str, username: str, password: str = "") -> None:
    """Sign in at `address` (a sign-in page): by its form where a password is given, else by a session as it leaves one,
    which takes no page."""
    if password:
        page.goto(address)
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        page.locator("main form button").click()
        return
    origin, host, following = re.fullmatch(r"(https?://([^/:]+)[^/]*)/.*?[?]next=(.*)", address).groups()
    client = TenantClient(Domain.objects.get(domain=host).tenant)
    with client.tenant:
        client.force_login(User.objects.get(username=username))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": origin}])
    page.goto(f"{origin}{following}")


def open_as(page: Page, url: str, username: str = "trainer") -> None:
    """Sign in and land on the page of `url`."""
    origin, path = re.fullmatch(r"(https?://[^/]+)(.*)", url).groups()
    sign_in(page, f"{origin}{path[:4]}sign-in/?next={path}", username)
    page.wait_for_url(url)


def wait_until(page, condition):
    """`wait_for_function` takes a promise for a yes."""
    page.evaluate(f"async () => {{ while (!({condition})) await new Promise(done => setTimeout(done, 50)); }}")


def join(page: Page, name: str, pin: str, **said: str) -> None:
    """Fill in the three parts of joining, with a script one after the other, and press; `said`: fields and choices."""
    press = page.locator("form[data-parts] button:not([type=button])")
    page.fill("[name=name]", name)
    page.fill("[name=pin]", pin)
    if page.locator("[name=consent]").is_hidden():
        press.click()
    page.check("[name=consent]")
    if page.locator("[name=category]").is_hidden():
        press.click()
    for field, value in said.items():
        page.select_option(f"[name={field}]", value)
    press.click()


def answer_rightly(page: Page, exercise: Exercise) -> Locator:
    """Answer question by question, each judged where it is told at once; the button that sends, not yet pressed."""
    keys = Choice.objects.filter(question__exercise=exercise, correct=True).values_list("key", flat=True)
    truths = exercise.questions.filter(kind="true_false").values_list("pk", "is_true")
    right = {*map(str, keys), *(f"q{pk} {str(is_true).lower()}" for pk, is_true in truths)}
    while True:
        step = page.locator("[data-step]:not([hidden])")
        for card in step.locator("[data-card]").all():  # sign by sign: in the facts, or not
            is_there = card.locator("input").get_attribute("value") in right
            card.locator(".deck__answers button").nth(0 if is_there else 1).click()
        for box in step.locator("input:is([type=radio], [type=checkbox])").all():
            name, value = box.get_attribute("name"), box.get_attribute("value")
            if value in right or f"{name} {value}" in right:
                box.check()
        go = page.locator("[data-go=check]")
        if go.is_visible():
            go.click()
            expect(step.locator(".message--done")).to_be_visible()
        finish = page.locator("[data-go=finish]")
        if finish.is_visible():
            return finish
        number = step.get_attribute("data-step")
        page.locator("[data-go=next]").click()
        expect(page.locator(f"[data-step='{number}']")).to_be_hidden()
