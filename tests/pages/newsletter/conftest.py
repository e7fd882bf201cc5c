"""A list of news, an issue of it, and the server of mail."""

import pytest

from pages.models import HomePage, NewsIndexPage, NewsPage
from tests.support.limits import *  # noqa: F403
from tests.support.mail_server import MailServer
from tests.support.newsletter import plant


@pytest.fixture
def news(own_ngo):
    return plant(HomePage.objects.get(), NewsIndexPage, "actualites")


@pytest.fixture
def issue(news):
    return plant(news, NewsPage, "traite-automne", kind="newsletter")


@pytest.fixture
def server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "core.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
        yield server
