"""The worked oracle of definitions.md in our NGO, whoever changes something there, a published year of the demo."""

from pathlib import Path

import pytest

from accounts.models import User
from demo.figures import write_workbook
from impact.models import Snapshot
from sessions.records.actions import import_rows, import_workbook
from tenants.models import Tenant
from tests.reference import oracles
from tests.support.periods import publish


@pytest.fixture
def actor(own_ngo: Tenant) -> User:
    return User.objects.create(username="coordinator")


@pytest.fixture
def oracle_a(own_ngo: Tenant) -> None:
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)


@pytest.fixture
def published(own_ngo: Tenant, tmp_path: Path) -> Snapshot:
    write_workbook("save_agadir", 2019, tmp_path / "2019.xlsx")
    import_workbook(path=tmp_path / "2019.xlsx", tenant=own_ngo)
    return publish()
