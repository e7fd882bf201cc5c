"""What a phone sends later is answered so that it knows what to keep; what is saved of a course."""

import json
import re
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from courses.models import Attempt, LessonExercise, LessonPage, LessonProgress, ModulePage
from tests.support.clients import TenantClient
from tests.support.courses import READY, texts

LATER = {"X-Wasl-Outbox": "1"}


def done(lessons):
    return f"/ar/learn/lessons/{lessons[0].pk}/done/"


def test_what_is_taken_says_where_to_go_on_and_is_taken_once(participant, lessons):
    for _again in range(2):
        response = participant.post(done(lessons), headers=LATER)
        assert (response.status_code, response.json()) == (200, {"next": "/ar/cours/module/lecon-2/"})
    assert LessonProgress.objects.count() == 1


def test_who_is_signed_out_keeps_it(client, lessons):
    response = client.post(done(lessons), headers=LATER)
    assert (response.status_code, list(response.json())) == (401, ["reason"])


def test_what_is_incomplete_is_refused_with_the_reason(participant, lessons, exercise):
    path = f"/fr/learn/lessons/{lessons[1].pk}/exercises/{exercise.pk}/"
    response = participant.post(path, {"attempt": uuid.uuid4()}, headers=LATER)
    assert (response.status_code, list(response.json())) == (422, ["reason"])
    assert not Attempt.objects.exists()


def test_the_stranger_ngo_takes_nothing(other_ngo, sign_in, lessons):
    response = sign_in(other_ngo).post(done(lessons), headers=LATER)
    assert (response.status_code, list(response.json())) == (404, ["reason"])


def test_without_the_header_the_form_is_an_ordinary_form(participant, lessons):
    assert participant.post(done(lessons)).status_code == 302


def save_path(course):
    return f"/fr/learn/courses/{course.pk}/offline/"


def test_saving_lists_each_page_with_the_size_first(participant, course, lessons, exercise):
    saved = participant.get(save_path(course)).context["saved"]
    assert [(str(page.heading), page.url, page.source) for page in saved.pages] == [
        ("Cours fr", "/fr/cours/", ""), ("Module fr", "/fr/cours/module/", ""),
        ("Leçon 1 fr", "/fr/cours/module/lecon-1/", ""), ("Leçon 2 fr", "/fr/cours/module/lecon-2/", ""),
        ("Test fr", f"/fr/learn/lessons/{lessons[1].pk}/exercises/{exercise.pk}/", ""),
    ]  # fmt: skip
    assert saved.megabytes == 0.2


def test_who_saves_reads_titles_and_first_who_else_can_read_it(participant, course):
    for path in (save_path(course), "/fr/learn/offline/"):
        html = participant.get(path.replace("/fr/", "/en/")).content.decode()
        assert html.count("Whoever holds this phone can read what is saved on it.") == 1
    html = participant.get(save_path(course)).content.decode()
    assert html.count('data-page="" lang="fr" dir="ltr">Leçon 1 fr</a>') == 1


def test_without_javascript_nothing_is_said_that_cannot_be_known(client, own_ngo):
    html = client.get("/en/learn/offline/").content.decode()
    assert html.count("<noscript>") == 1
    assert (html.count(" hidden data-saved-courses"), html.count(" hidden data-outbox-list")) == (1, 1)


def test_saving_takes_as_many_queries_for_thirty_lessons_as_for_two(participant, course, exercise):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert participant.get(save_path(course)).status_code == 200
        return len(queries)

    count()
    few, module = count(), ModulePage.objects.get()
    for number in range(30):
        lesson = LessonPage(**texts("heading", f"Plus {number}"), **READY, slug=f"plus-{number}")
        lesson.lesson_exercises = [LessonExercise(exercise=exercise)]
        module.add_child(instance=lesson)
    assert count() == few


@pytest.mark.parametrize("who", ["anonymous", "not enrolled", "stranger"])
def test_only_the_enrolled_save(client, sign_in, own_ngo, other_ngo, course, who):
    client = {"anonymous": lambda: client, "not enrolled": lambda: sign_in(own_ngo)}.get(
        who, lambda: sign_in(other_ngo)
    )()
    assert client.get(save_path(course)).status_code == (302 if who == "anonymous" else 404)


@pytest.mark.parametrize(("code", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_the_manifest_is_neutral_and_speaks_the_readers_language(client, own_ngo, code, direction):
    response = client.get(f"/{code}/app.webmanifest")
    found = json.loads(response.content)
    assert (found["name"], found["lang"], found["dir"]) == ("Wasl", code, direction)
    assert found["start_url"] == f"/{code}/home/"
    assert own_ngo.name_fr not in response.content.decode()


def test_the_icons_of_a_phone_are_of_the_size_they_say(client):
    icons = json.loads(client.get("/ar/app.webmanifest").content)["icons"]
    found = {}
    for icon in icons:
        if icon["type"] == "image/png":
            name = re.sub(r"\.[0-9a-f]{12}(?=\.png)", "", icon["src"].rpartition("/")[2])
            with Image.open(settings.ROOT / "platform" / "static" / "img" / name) as picture:
                found[icon["purpose"], icon["sizes"]] = picture.size
    assert found == {
        ("any", "192x192"): (192, 192),
        ("any", "512x512"): (512, 512),
        ("maskable", "512x512"): (512, 512),
    }


def test_the_worker_and_the_page_for_no_network_name_nobody(participant, other_ngo):
    script = participant.get("/sw.js")
    assert (script.status_code, script.headers["content-type"]) == (200, "text/javascript")
    assert '"ar": "/ar/learn/offline/"' in script.content.decode()
    assert TenantClient(other_ngo).get("/sw.js").content == script.content
    assert "Salma" not in participant.get("/ar/learn/offline/").content.decode()
