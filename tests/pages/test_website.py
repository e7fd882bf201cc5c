"""The website's pages: what they show, to whom, in which language; the same queries for one entry and for many."""

import datetime

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml.html import fromstring
from wagtail.blocks import StructBlockValidationError
from wagtail.documents import get_document_model

from accounts.roles import Role
from pages.models import (
    ArticlePage,
    HomePage,
    LibraryPage,
    NewsIndexPage,
    NewsPage,
    ProjectIndexPage,
    ProjectPage,
    ResourcePage,
)
from pages.website.blocks import ContactBlock, HelpNumberBlock, MeetingBlock, PhaseBlock
from tests.support.clients import TenantClient
from tests.support.website import meeting, plant

DAY = datetime.date
ATOM = "{http://www.w3.org/2005/Atom}"
NUMBER = {"service": "Police", "phone": "+212 5 37 00 00 00", "country": "MA", "hours": ""}


@pytest.fixture
def home(own_ngo):
    return HomePage.objects.get()


@pytest.fixture
def library(home):
    return plant(home, LibraryPage, "ressources")


def put(library, slug, languages="fr", **fields):
    page = plant(library, ResourcePage, slug, **fields)
    for code in languages.split():
        file = ContentFile(slug.encode(), name=f"{slug}-{code}.txt")
        document = get_document_model().objects.create(title=f"{slug} {code}", file=file)
        page.files.add(page.files.model(document=document, language=code))
    page.save_revision().publish()
    return page


def queries(client, path):
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def found(client, question):
    html = client.get(f"/fr/ressources/{question}").content.decode()
    return [slug for slug in ("guide", "affiche", "loi") if f"{slug} fr" in html]


# Library


@pytest.mark.parametrize(
    ("question", "slugs"),
    [
        ("", ["guide", "affiche", "loi"]),
        ("?kind=poster", ["affiche"]),
        ("?language=ar", ["guide", "loi"]),
        ("?readers=public", ["affiche"]),
        ("?sector=farming&language=fr", ["guide"]),
        ("?exploitation=labour", ["guide", "loi"]),
        ("?pole=legal&kind=guide", []),
        ("?kind=nonsense&sector=';drop", ["guide", "affiche", "loi"]),
    ],
)
def test_the_library_is_filtered_by_all_that_was_chosen(client, library, question, slugs):
    put(library, "guide", "fr ar", kind="guide", sectors=["farming", "building"], exploitation=["labour"])
    put(library, "affiche", "fr", kind="poster", readers=["public", "young"])
    put(library, "loi", "ar", kind="law", exploitation=["labour", "slavery"], poles=["legal"])
    assert found(client, question) == slugs


def test_a_file_of_the_library_says_what_it_is_and_opens(client, library):
    page = put(library, "guide", "fr ar", licence="cc-by", author="Réseau", sectors=["farming"], readers=["public"])
    html = client.get("/fr/ressources/guide/").content.decode()
    assert "CC BY : partager et modifier en citant l’auteur" in html
    assert "Agriculture" in html
    assert "(<bdi>TXT</bdi>, <bdi>5" in html
    files = [file.document.url for file in page.files.all()]
    assert len(files) == 2
    for address in files:
        assert f'href="{address}"' in html
        assert b"".join(client.get(address).streaming_content) == b"guide"


def test_a_resource_is_found_by_its_words_in_any_language(client, library):
    put(library, "guide", heading_ar="دليل اللقاء الأول")
    html = client.post("/fr/search/", {"q": "اللقاء"}).content.decode()
    assert "/fr/ressources/guide/" in html


def test_an_empty_library_says_what_will_stand_there(client, library):
    html = client.get("/ar/ressources/").content.decode()
    assert "المكتبة فارغة" in html


def test_as_many_queries_for_1_and_30_entries(client, library, home):
    put(library, "un", "fr ar")
    news = plant(home, NewsIndexPage, "actualites")
    plant(news, NewsPage, "n0")
    paths = ("/fr/ressources/", "/fr/actualites/")
    few = [queries(client, path) for path in paths]
    for number in range(11):
        put(library, f"r{number}", "fr ar")
        plant(news, NewsPage, f"m{number}")
    assert [queries(client, path) for path in paths] == few


# News


def test_news_stand_the_newest_first_and_by_kind(client, home):
    news = plant(home, NewsIndexPage, "actualites")
    plant(news, NewsPage, "ancien", day=DAY(2025, 1, 1), kind="press")
    plant(news, NewsPage, "nouveau", day=DAY(2026, 1, 1))
    html = client.get("/fr/actualites/").content.decode()
    assert html.index("nouveau fr") < html.index("ancien fr")
    html = client.get("/fr/actualites/?kind=press").content.decode()
    assert ("nouveau fr" in html, "ancien fr" in html) == (False, True)


def test_the_feed_is_in_the_language_of_its_address_and_leaves_drafts_out(client, home):
    news = plant(home, NewsIndexPage, "actualites")
    plant(news, NewsPage, "un", day=DAY(2026, 1, 1))
    plant(news, NewsPage, "brouillon").unpublish()
    response = client.get("/ar/actualites/?feed")
    text = response.content.decode()
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert ('xml:lang="ar"' in text, "un ar" in text, "brouillon" in text) == (True, True, False)


# Projects


def test_a_project_that_ends_before_it_begins_is_refused(home):
    index = plant(home, ProjectIndexPage, "projets")
    with pytest.raises(ValidationError) as refused:
        plant(index, ProjectPage, "p", starts_on=DAY(2026, 2, 1), ends_on=DAY(2026, 1, 1))
    assert list(refused.value.message_dict) == ["ends_on"]
    assert not ProjectPage.objects.exists()


def test_projects_under_way_stand_before_those_that_are_over(client, home):
    index = plant(home, ProjectIndexPage, "projets")
    plant(index, ProjectPage, "fini", starts_on=DAY(2019, 1, 1), ends_on=DAY(2020, 1, 1))
    plant(index, ProjectPage, "encours", starts_on=DAY(2018, 1, 1))
    html = client.get("/fr/projets/").content.decode()
    assert html.index("encours fr") < html.index("fini fr")
    assert html.count("Achevé") == 1


# Blocks


@pytest.mark.parametrize(
    ("block", "value", "field"),
    [
        (ContactBlock(), {"purpose": "Presse", "email": "", "phone": "", "hours": ""}, "email"),
        (ContactBlock(), {"purpose": "Presse", "email": "", "phone": "appelez", "hours": ""}, "phone"),
        (HelpNumberBlock(), NUMBER | {"checked_on": None}, "checked_on"),
        (MeetingBlock(), meeting("x", 3, ends_on=DAY(2026, 11, 30))[1], "ends_on"),
        (PhaseBlock(), {"title": "x", "text": "", "starts_on": DAY(2019, 2, 1), "ends_on": DAY(2019, 1, 1)}, "ends_on"),
    ],
)  # fmt: skip
def test_a_block_is_refused_at_its_field(block, value, field):
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.normalize(value))
    assert list(refused.value.block_errors) == [field]


def test_an_article_shows_questions_contacts_and_numbers(client, home):
    body = [
        ("question", {"question": "Qui ?", "answer": "<p>Nous.</p>"}),
        ("contact", {"purpose": "Presse", "email": "presse@example.org", "phone": "", "hours": ""}),
        ("help_number", NUMBER | {"checked_on": DAY(2026, 1, 2)}),
        ("channel", {"purpose": "report", "address": "https://example.org/", "text": ""}),
    ]
    plant(home, ArticlePage, "contact", body_fr=body)
    html = client.get("/fr/contact/").content.decode()
    assert "<details" in html
    assert 'href="mailto:presse@example.org"' in html
    assert 'href="tel:+212537000000"' in html
    assert "Vérifié le 2 janvier 2026" in html
    assert "Ce site ne reçoit aucun signalement" in html


# Menu


@pytest.mark.parametrize(
    ("regions", "tiles"),
    [(["MA-09", "MA-09", "MA-04", "FR-IDF"], {"Souss-Massa": "2", "Rabat-Salé-Kénitra": "1"}), (["FR-IDF"], {}),
     ([], {})],
    ids=["Morocco", "France", "no directory"],
)  # fmt: skip
def test_a_directory_shows_the_regions_of_its_organisations(client, home, regions, tiles):
    empty = {"name": "Une association", "text": "", "email": "contact@une.example", "site": ""}
    body = [("organisation", empty | {"region": region}) for region in regions]
    plant(home, ArticlePage, "partenaires", body_fr=body)
    page = fromstring(client.get("/fr/partenaires/").content)
    told = dict(title.text.split("\u00a0: ") for title in page.xpath("//*[@class='tiles']//*[local-name()='title']"))
    assert {region: count for region, count in told.items() if count != "0"} == tiles
    headings = [one.text for one in page.xpath("//*[@id='where']")]
    assert headings == (["Associations par région du Maroc"] if tiles else [])


def test_the_front_page_leads_to_the_newest_news_and_files(client, home, library):
    assert "our-news" not in client.get("/fr/").content.decode()
    news = plant(home, NewsIndexPage, "actualites")
    for day in range(1, 5):
        plant(news, NewsPage, f"lettre-{day}", day=DAY(2026, 1, day))
    put(library, "guide", published_on=DAY(2026, 1, 1))
    page = fromstring(client.get("/fr/").content)
    links = page.xpath("//section[starts-with(@aria-labelledby, 'our-')]//a/@href")
    assert [link.rpartition("/fr")[2] for link in links] == [
        "/actualites/lettre-4/", "/actualites/lettre-3/", "/actualites/lettre-2/", "/actualites/",
        "/ressources/guide/", "/ressources/",
    ]  # fmt: skip
    news.unpublish()
    assert "our-news" not in client.get("/fr/").content.decode()


def test_the_menu_leads_to_what_is_ticked_and_the_foot_to_other_texts(client, home, other_ngo, sign_in, own_ngo):
    plant(home, ArticlePage, "a-propos", show_in_menus=True)
    plant(home, ArticlePage, "contact")
    plant(home, ArticlePage, "brouillon", show_in_menus=True).unpublish()
    html = client.get("/ar/").content.decode()
    head, foot = html.split("<main")[0], html.split("<footer")[1]
    assert ("/ar/a-propos/" in head, "/ar/contact/" in head, "brouillon" in html) == (True, False, False)
    assert ("/ar/a-propos/" in foot, "/ar/contact/" in foot) == (False, True)
    assert "a-propos" not in TenantClient(other_ngo).get("/fr/").content.decode()
    staff = sign_in(own_ngo, Role.COORDINATOR).get("/fr/").content.decode()
    assert "a-propos" not in staff.split("<main")[0]
