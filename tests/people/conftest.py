"""Every test here has counts of tries of its own."""

import pytest


@pytest.fixture(autouse=True)
def _own_counts(own_counts: None) -> None:
    pass
