"""`doctor` is read in English; the settings of a server in order."""

import pytest
from django.utils import translation

from tests.support.keys import RANDOM


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def server(settings):
    """The settings of a server, as first_run would have them."""
    settings.DEMO, settings.SECURE_SSL_REDIRECT = False, True
    settings.SECRET_KEY, settings.NETWORK_TOKEN_KEY = RANDOM, RANDOM[::-1]
    return settings
