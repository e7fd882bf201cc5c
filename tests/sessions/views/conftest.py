"""What the pages say is asserted in the language it is written in."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tenants.models import Tenant


@pytest.fixture(autouse=True)
def _in_english(own_ngo: Tenant) -> Iterator[None]:
    with translation.override("en"):
        yield
