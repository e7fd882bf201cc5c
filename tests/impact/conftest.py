"""The worked oracle of definitions.md in our NGO, and whoever changes something there."""

import pytest

from accounts.models import User
from sessions.records.actions import import_rows
from tenants.models import Tenant
from tests.reference import oracles


@pytest.fixture
def actor(own_ngo: Tenant) -> User:
    return User.objects.create(username="coordinator")


@pytest.fixture
def oracle_a(own_ngo: Tenant) -> None:
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
