"""What the pages say is asserted in the language it is written in; Amina takes part, with an account of her own."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.models import User
from people.consent import give_consent
from people.models import Person
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person


@pytest.fixture(autouse=True)
def _in_english(own_ngo: Tenant) -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def amina(own_ngo: Tenant) -> Person:
    person = a_person("Amina", user=User.objects.create_user(username="p-1"), email="amina@example.org")
    give_consent(person=person)
    return person


@pytest.fixture
def own(own_ngo: Tenant, amina: Person) -> TenantClient:
    client = TenantClient(own_ngo)
    client.force_login(amina.user)
    return client
