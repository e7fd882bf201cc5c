"""Reading on this device: a cookie, on every page, without JavaScript."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.models import CoursePage, LessonPage, ModulePage
from pages.models import HomePage
from tests.support.clients import TenantClient

READY = {"ready_fr": True, "heading_fr": "Page"}


@pytest.fixture
def reader(own_ngo):
    return TenantClient(own_ngo)


def opening(reader):
    html = reader.get("/fr/").content.decode()
    return html[html.index("<html") : html.index("<head>")].strip()


def test_nothing_chosen_leaves_it_to_the_device(reader):
    assert opening(reader) == '<html lang="fr" dir="ltr">'


def test_choices_are_kept_and_lead_back(reader):
    sent = {"size": "larger", "theme": "dark", "pictures": "", "next": "/fr/glossary/?q=a"}
    response = reader.post("/fr/reading/", sent)
    assert (response.status_code, response["location"]) == (302, "/fr/glossary/?q=a")
    cookie = response.cookies["reading"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("larger.dark.", True, "Lax")
    assert opening(reader) == '<html lang="fr" dir="ltr" data-theme="dark" data-size="larger">'
    html = reader.get("/fr/reading/").content.decode()
    assert html.count(" checked") == 3


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(reader, elsewhere):
    assert reader.post("/fr/reading/", {"next": elsewhere})["location"] == "/fr/"


@pytest.mark.parametrize("code", ["fr", "ar", "en"])
def test_who_came_from_nowhere_goes_on_in_the_language_of_the_page(reader, code):
    in_english = {"accept-language": "en"}
    assert reader.get(f"/{code}/reading/", headers=in_english).context["back"] == f"/{code}/"
    assert reader.post(f"/{code}/reading/", {"theme": "dark"}, headers=in_english)["location"] == f"/{code}/"


@pytest.mark.parametrize("kept", ["", "...", "huge.dark.", 'x"><script>', "a.b.c.d.e"])
def test_a_cookie_that_is_none_of_ours_counts_as_none(reader, kept):
    reader.cookies["reading"] = kept
    assert opening(reader) == '<html lang="fr" dir="ltr">'


def test_a_choice_that_is_none_is_refused(reader):
    response = reader.post("/fr/reading/", {"size": "huge"})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["size"])
    assert "reading" not in response.cookies


@pytest.mark.parametrize(
    ("cookie", "header", "asked"), [("", "", False), ("", "on", True), ("..asked", "", True), ("..", "off", False)]
)
def test_pictures_come_on_demand_where_data_is_spared(reader, cookie, header, asked):
    image = get_image_model().objects.create(title="Image", file=get_test_image_file())
    course = HomePage.objects.get().add_child(instance=CoursePage(**READY, slug="cours"))
    module = course.add_child(instance=ModulePage(**READY, slug="module"))
    lesson = LessonPage(**READY, slug="lecon")
    lesson.body_fr = [{"type": "image", "value": {"image": image.pk, "alt_text": "Une porte", "decorative": False}}]
    module.add_child(instance=lesson)
    reader.cookies["reading"] = cookie
    html = reader.get("/fr/cours/module/lecon/", headers={"Save-Data": header}).content.decode()
    assert ("<img " in html, "Voir l’image</a> <span>Une porte</span>" in html) == (not asked, asked)
    image.file.delete(save=False)
