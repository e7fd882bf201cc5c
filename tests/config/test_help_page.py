"""The page of help numbers: its link at the foot of every page, where it is published and in the reader's language."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.languages import ORDER
from demo.publishing import add_help_page
from demo.texts import read
from pages.models import ArticlePage
from tests.support.clients import TenantClient

LINKS = {
    "fr": '<a href="/fr/aide/">Aide</a>',
    "ar": '<a href="/ar/aide/">المساعدة</a>',
    "en": '<a href="/en/aide/">Help</a>',
}


@pytest.fixture
def help_page(own_ngo):
    add_help_page()
    add_help_page()  # a second call adds none
    return ArticlePage.objects.get()


def shows(client, language, path="verify/"):
    return LINKS[language] in client.get(f"/{language}/{path}").content.decode()


@pytest.mark.parametrize("language", ORDER)
def test_every_page_leads_to_it(client, help_page, language):
    assert [shows(client, language, path) for path in ("", "verify/", "glossary/")] == [True] * 3
    html = client.get(f"/{language}/aide/").content.decode()
    assert [f'href="tel:{number}"' in html for number in ("19", "177", "17", "112", "0800004747")] == [True] * 5
    assert ["2022" in html, "2024" in html, f'<a href="/{language}/aide/" aria-current="page">' in html] == [True] * 3


def test_the_page_is_valid_in_every_language(help_page):
    for code in ORDER:
        body = getattr(help_page, f"body_{code}")
        body.stream_block.clean(body)


def test_no_link_without_such_a_page_or_where_it_is_not_ready(client, help_page, other_ngo):
    assert shows(TenantClient(other_ngo), "fr") is False  # the stranger has none
    help_page.ready_ar = False
    help_page.save_revision().publish()
    assert [shows(client, language) for language in ORDER] == [code != "ar" for code in ORDER]
    help_page.unpublish()
    cache.clear()
    assert [shows(client, language) for language in ORDER] == [False] * 3


def test_the_hub_has_its_own(hub, help_page):
    assert shows(TenantClient(hub), "fr", "") is False
    with hub:
        add_help_page()
    cache.clear()
    assert shows(TenantClient(hub), "fr", "") is True


def test_it_is_looked_up_once_a_minute(client, help_page):
    client.get("/fr/verify/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/fr/verify/")
    assert [query["sql"] for query in captured if "articlepage" in query["sql"]] == []


def test_no_note_to_editors_and_no_date_in_digits_is_left():
    assert re.findall(r"avant publication|before publication|قبل النشر|\d\d-\d\d-\d{4}", str(read("help"))) == []
