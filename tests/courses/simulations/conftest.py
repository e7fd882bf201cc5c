"""A case in a lesson, and somebody enrolled."""

import pytest

from tests.support.simulations import make_case


@pytest.fixture
def case(lessons):
    return make_case(lessons[0])
