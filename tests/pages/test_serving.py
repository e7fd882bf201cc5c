"""Pages as they are served: few statements, nothing unpublished, restrictions held, what is kept is of one tenant."""

import pytest
from wagtail.models import PageViewRestriction

from core.kept import PAGES, kept
from core.stamps import touch
from courses.models import CoursePage
from tenants.connection import connection
from tests.support.clients import TenantClient
from tests.support.queries import count_queries

LESSON = "/fr/cours/module/lecon-2/"


@pytest.mark.parametrize(("signed_in", "statements"), [(False, 7), (True, 13)], ids=["anonymous", "signed in"])
def test_a_lesson_takes_few_statements(client, participant, lessons, signed_in, statements):
    reader = participant if signed_in else client
    reader.get(LESSON)  # the addresses of the site are known from then on
    assert count_queries(reader, LESSON) == statements


def test_what_pages_share_is_asked_for_once_while_it_is_kept(client, lessons, settings):
    client.get(LESSON)
    before = count_queries(client, LESSON)
    settings.PAGE_CACHE_SECONDS = 60
    touch(PAGES)
    client.cookies["anew"] = "1"
    client.get(LESSON)
    assert count_queries(client, LESSON) < before
    CoursePage.objects.update(heading_fr="Un autre titre")
    assert "Un autre titre" not in client.get(LESSON).content.decode()
    touch(PAGES)  # as every save of an editor does
    assert "Un autre titre" in client.get(LESSON).content.decode()


def test_what_is_kept_is_of_one_tenant(own_ngo, other_ngo, settings):
    settings.PAGE_CACHE_SECONDS = 60
    touch(PAGES)
    assert kept("a-name", lambda: "ours") == "ours"
    connection.set_tenant(other_ngo)
    assert kept("a-name", lambda: "theirs") == "theirs"
    connection.set_tenant(own_ngo)
    assert kept("a-name", lambda: "another") == "ours"


@pytest.mark.parametrize("path", ["cours", "cours/module", "cours/module/lecon-2"])
def test_nothing_below_what_is_not_published_is_served(client, other_ngo, course, lessons, path):
    page = {"cours": course, "cours/module": lessons[0].get_parent(), "cours/module/lecon-2": lessons[1]}[path]
    assert client.get(LESSON).status_code == 200
    page.unpublish()
    assert client.get(LESSON).status_code == 404
    assert TenantClient(other_ngo).get(LESSON).status_code == 404


def test_a_restriction_of_a_page_above_holds(client, participant, course, lessons):
    PageViewRestriction.objects.create(page=course.page_ptr, restriction_type="login")
    assert client.get(LESSON).status_code == 302
    assert participant.get(LESSON).status_code == 200


@pytest.mark.parametrize("path", ["", "cours/", "cours/module/", "nothing/"])
def test_a_page_in_the_languages_there_are(client, course, lessons, path):
    expected = 404 if path == "nothing/" else 200
    assert {client.get(f"/{language}/{path}").status_code for language in ("fr", "ar", "en")} == {expected}
