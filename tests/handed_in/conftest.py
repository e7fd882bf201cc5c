"""A room with every door."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.roles import Role
from tests.handed_in.doors import Room


@pytest.fixture
def room(own_ngo, sign_in, course, tmp_path):
    made = Room(sign_in(own_ngo, Role.ADMINISTRATOR), tmp_path)
    made.prepare()
    return made


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are compared in English, the language of their sources."""
    with translation.override("en"):
        yield
