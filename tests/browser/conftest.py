"""A real Chromium against a real server: what participants and coordinators do, in French and in Arabic.

Without Chromium these tests are skipped and named at the end of the run; with CI=true that is a failure.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from accounts.roles import Role
from people.models import Person
from tenants.models import Tenant
from tests import database
from tests.browser.pages import PHONE
from tests.browser.rooms import NAMES
from tests.restoring import KEPT
from tests.support import worlds
from tests.support.sessions import a_session
from tools.setup import CHROMIUM_NAMES

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps an event loop in this thread
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip

POOLED = {"pool": {"min_size": 1, "max_size": 12}, "application_name": KEPT}


def find_chromium() -> str | None:
    """The path of a Chromium: CHROMIUM, the system's, or playwright's own."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found:
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if os.path.exists(own) else None


@pytest.fixture(scope="session")
def chromium(django_db_blocker: DjangoDbBlocker) -> Iterator[Browser]:
    """One browser for all tests of a worker.

    Playwright's loop gives this thread other connections to the database: no world may stand while it begins or ends.
    """
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("No Chromium: the browser tests are required in CI.")
        pytest.skip("no Chromium (install it, or set CHROMIUM to its path)")
    with django_db_blocker.unblock():
        worlds.fall()
    playwright: Playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        with django_db_blocker.unblock():
            worlds.fall()
        browser.close()


@pytest.fixture(scope="session")
def _pooled(django_db_setup: None) -> Iterator[None]:
    """The pool of all browser tests is closed before their database goes."""
    yield
    connection.settings_dict["OPTIONS"].update(POOLED)
    connection.close_pool()
    _no_longer_pooled()


@pytest.fixture
def _warm_connections(transactional_db: None, _pooled: None) -> Iterator[None]:
    """The server's threads share connections, and those of the tests before: a new one reads the catalogue of all
    tables again, for every page."""
    connections.close_all()
    connection.settings_dict["OPTIONS"].update(POOLED)
    yield
    connections.close_all()
    if not _is_at_rest():
        connection.close_pool()
    _no_longer_pooled()


def _no_longer_pooled() -> None:
    for name in POOLED:
        del connection.settings_dict["OPTIONS"][name]


def _is_at_rest() -> bool:
    """Whether the server's threads have given all connections back: else one of them may still write."""
    deadline = time.monotonic() + 1
    while time.monotonic() < deadline:
        found = connection.pool.get_stats()
        if found["pool_available"] == found["pool_size"]:
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def site(_warm_connections: None, live_server: Any) -> Callable[[Tenant, str], str]:
    """The address of a path on a tenant's host: `site(own_ngo, "/fr/")`."""
    port = live_server.url.rpartition(":")[2]
    return lambda tenant, path: f"http://{database.provisioning.default_host(tenant.schema_name)}:{port}{path}"


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A page of its own, `open_page(PHONE)`; anything the console calls an error fails the test."""
    contexts, complaints = [], []

    def make(
        viewport: dict[str, int] = PHONE, *, loses_network: bool = False, is_refused: bool = False,
        is_closed: bool = False, fails: bool = False, **options: Any,
    ) -> Page:  # fmt: skip
        def complain(text: str) -> None:
            # Of a phone without a network: what was sent later, and not taken (409), the console calls an error too.
            # So does Chromium a service worker that it looked for anew and could not fetch.
            lost = ("net::ERR_", "409 (Conflict)", "error occurred when fetching the script")
            cut_off = loses_network and any(words in text for words in lost)
            paused = is_closed and "status of 503" in text
            failing = fails and any(f"status of {code}" in text for code in (403, 409, 500))
            if not (cut_off or paused or failing or (is_refused and "status of 422" in text)):
                complaints.append(text)

        context = chromium.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: complain(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def trainer(own_ngo: Tenant, make_user: Callable[..., Any]) -> Any:
    return make_user(own_ngo, Role.TRAINER, "trainer")


@pytest.fixture
def slot(trainer: Any) -> Any:
    """The morning of today with forty people on the list, run by the trainer."""
    people = [Person.objects.create(full_name=name, category="social_worker") for name in NAMES]
    return a_session(trainers=[trainer], people=people).slots.get()


@pytest.fixture
def address(site: Callable[..., str], own_ngo: Tenant) -> Callable[..., str]:
    """The address of a page of a half-day: `address(slot, "attendance", "fr")`."""
    return lambda slot, view, language="ar": site(
        own_ngo, f"/{language}/sessions/{slot.session.uuid}/{slot.number}/{view}/"
    )
