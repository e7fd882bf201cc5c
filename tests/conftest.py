"""Two NGOs and the hub for every test, cloned from one template database.

`own_ngo` is active in a test that asks for it; `other_ngo` is the stranger whose data must never show. A client keeps
to its tenant's host and leaves the active tenant as it found it.
"""

import gc
import os
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from accounts.roles import Role, give_role
from config import middleware
from tenants.models import Tenant
from tests import database, distributed
from tests.support import worlds
from tests.support.clients import TenantClient

pytest_plugins = [
    "tests.timing", "tests.support.courses", "tests.support.furnished.network", "tests.support.files",
    "tests.support.limits", "tests.support.push_service", "tests.support.shapes",
]  # fmt: skip
LANGUAGE = "fr"
OF_MANY_FILES = {"furnished_network"}  # it takes as long to make as all its tests in some of them
middleware.TENANT_SECONDS = 3600  # on a busy machine a test counts statements for longer than a tenant is remembered
# `make test` draws fewer examples than a search for counter-examples would: `make long` draws many.
settings.register_profile("suite", max_examples=30, deadline=None)
settings.register_profile("long", max_examples=200, deadline=None)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "suite")
settings.load_profile(PROFILE)


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Clone the template database for this worker; what a transactional test leaves is undone when it ends."""
    with django_db_blocker.unblock():
        suite = distributed.Suite() if distributed.is_asked_for() else database.Suite(worker_id)
    # Django's own flush would truncate whatever schema is active, root page and roles included.
    TransactionTestCase._fixture_teardown = lambda self: suite()  # type: ignore[method-assign]
    yield
    with django_db_blocker.unblock():
        worlds.fall()
        suite.drop()


@pytest.fixture
def _world(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The world of this test, before its own savepoint."""
    with django_db_blocker.unblock():
        worlds.stand(worlds.world_of(request.node))


@pytest.fixture
def _django_db_helper(_world: None, _django_db_helper: None) -> None:
    """pytest-django's own, above the world."""


@pytest.fixture(autouse=True)
def _as_new() -> Iterator[None]:
    """Every test begins in French with empty caches, whatever ran before it."""
    translation.activate(LANGUAGE)
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def hub(db: None) -> Tenant:
    return Tenant.objects.get(schema_name="hub")


@pytest.fixture
def own_ngo(db: None) -> Iterator[Tenant]:
    """Our NGO, active for the whole test."""
    tenant = Tenant.objects.get(schema_name="own_ngo")
    connection.set_tenant(tenant)
    yield tenant
    connection.set_schema_to_public()


@pytest.fixture
def other_ngo(db: None) -> Tenant:
    """The stranger: activate it with `with other_ngo:`."""
    before = connection.tenant
    connection.set_schema_to_public()
    tenant = Tenant.objects.get(schema_name="other_ngo")
    connection.set_tenant(before)
    return tenant


@pytest.fixture
def client(own_ngo: Tenant) -> TenantClient:
    """Nobody in particular, on our NGO's host."""
    return TenantClient(own_ngo)


@pytest.fixture
def make_user() -> Callable[..., User]:
    """Make a user with a role in a tenant: `make_user(own_ngo, Role.TRAINER)`."""

    def make(tenant: Tenant, role: Role | None = None, username: str = "") -> User:
        with tenant:
            user = User.objects.create_user(username=username or (role.value if role else "somebody"), password="x")
            if role:
                give_role(user, role)
        return user

    return make


@pytest.fixture
def sign_in(make_user: Callable[..., User]) -> Callable[..., TenantClient]:
    """A client signed in as a new user with a role: `sign_in(own_ngo, Role.COORDINATOR)`."""

    def make(tenant: Tenant, role: Role | None = None) -> TenantClient:
        client = TenantClient(tenant)
        client.force_login(make_user(tenant, role))
        return client

    return make


def pytest_configure() -> None:
    """Say at once that the suite cannot run on what is asked for."""
    distributed.is_asked_for()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests are marked, and those of many examples; of a file, those of one world stand together, and those of
    the costliest world whatever their file."""
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
        if os.environ.get("CI") or item.get_closest_marker("browser") or item.get_closest_marker("slow"):
            # A browser or a server of its own on a busy machine, and all before landing: tried once more, named RERUN.
            item.add_marker(pytest.mark.flaky(reruns=1))
        if PROFILE == "long" and getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.long)
    if distributed.is_asked_for() and (left_out := distributed.left_out(items)):
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: (_asks_a_database(item), worlds.world_of(item) in OF_MANY_FILES))
    items[:] = [
        item
        for _file, of_file in groupby(items, lambda item: (item.path, worlds.commits(item)))
        for item in sorted(of_file, key=worlds.world_of)
    ]


def _asks_a_database(item: pytest.Item) -> bool:
    """Tests that ask none come first: one worker runs them while the other builds the template."""
    fixtures = getattr(item, "fixturenames", ())
    return bool(item.get_closest_marker("django_db")) or not {"db", "django_db_setup"}.isdisjoint(fixtures)


def pytest_collection_finish() -> None:
    """What is imported and collected lives as long as the process: the collector of garbage need not walk it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name the browser tests that could not run."""
    missed = [report.nodeid for report in terminalreporter.stats.get("skipped", []) if "/browser/" in report.nodeid]
    if missed:
        terminalreporter.write_line(f"{len(missed)} browser tests did not run, for want of a Chromium:")
        for name in missed:
            terminalreporter.write_line(f"  {name}")
