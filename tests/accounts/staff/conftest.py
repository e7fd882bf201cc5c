"""An administrator at their desk, and a trainer whom they manage."""

import pytest

from accounts.roles import Role
from tests.support.clients import TenantClient


@pytest.fixture
def administrator(own_ngo, make_user):
    return make_user(own_ngo, Role.ADMINISTRATOR, "administrator")


@pytest.fixture
def trainer(own_ngo, make_user):
    return make_user(own_ngo, Role.TRAINER, "amina")


@pytest.fixture
def at_the_desk(own_ngo, administrator):
    """A client signed in as the administrator."""
    client = TenantClient(own_ngo)
    client.force_login(administrator)
    return client
