"""Worlds: what several tests find in our NGO, made once for those in a row that use it, beneath the savepoint of each.

A test changes its world as it likes: that is undone with its savepoint, the world stands for the next test. A test that
commits (`transactional_db`) finds a world of its own. `@world` makes a fixture of the function
that makes one.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation

from tenants.models import Tenant

MAKERS: dict[str, Callable[[], object]] = {}


class Standing:
    """The world that stands, if any."""

    name = ""
    around = ExitStack()


def world(make: Callable[[], object]) -> Any:
    """A fixture of the same name: it stands in our NGO, which is active."""
    name = make.__name__
    MAKERS[name] = make

    @pytest.fixture(name=name)
    def found(own_ngo: Tenant) -> None:
        if Standing.name != name:
            make()

    return found


def commits(item: Any) -> bool:
    """Whether the test commits what it writes, as pytest-django decides it."""
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


def world_of(item: Any) -> str:
    """The world that a test uses; of two, one is made within the test."""
    if commits(item):
        return ""
    return next((name for name in item.fixturenames if name in MAKERS), "")


def stand(name: str) -> None:
    """Let this world stand and no other; none for an empty name."""
    if name == Standing.name:
        return
    fall()
    if not name:
        return
    with ExitStack() as around:
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]  # as those of a test: durable blocks may stand inside
        around.enter_context(atomic)
        around.callback(transaction.set_rollback, True)
        with Tenant.objects.get(schema_name="own_ngo"), translation.override("fr"):
            MAKERS[name]()
        Standing.name, Standing.around = name, around.pop_all()


def fall() -> None:
    """Take back the world that stands."""
    if Standing.name:
        connection.set_schema_to_public()
        Standing.name = ""
        Standing.around.close()
