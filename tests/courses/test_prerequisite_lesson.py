"""The lesson of rules comes before the others; a content note offers ways past the text."""

import pytest

from courses.models import Attempt, LessonProgress

LESSON = "/fr/cours/module/lecon-2/"


@pytest.fixture
def ordered(lessons):
    """The first lesson comes before the second, which has the exercise."""
    lessons[0].is_gate = True
    lessons[0].save()
    return lessons


@pytest.fixture
def exercise_path(ordered, exercise):
    return f"/fr/learn/lessons/{ordered[1].pk}/exercises/{exercise.pk}/"


def test_the_other_lessons_lead_to_the_first_until_it_is_done(participant, ordered):
    html = participant.get(LESSON).content.decode()
    assert '<a class="button" href="/fr/cours/module/lecon-1/" lang="fr" dir="ltr">Leçon 1 fr</a>' in html
    assert "data-place" not in html
    assert "/done/" not in html
    participant.post(f"/fr/learn/lessons/{ordered[0].pk}/done/")
    html = participant.get(LESSON).content.decode()
    assert "data-place" in html
    assert f"/fr/learn/lessons/{ordered[1].pk}/done/" in html


def test_nothing_is_taken_before_the_first_lesson(participant, ordered, exercise_path):
    for path in (exercise_path, f"/fr/learn/lessons/{ordered[1].pk}/done/"):
        response = participant.post(path)
        assert (response.status_code, response["location"]) == (302, "/fr/cours/module/lecon-1/")
        response = participant.post(path, headers={"X-Wasl-Outbox": "1"})
        assert (response.status_code, list(response.json())) == (409, ["reason"])
    assert participant.get(exercise_path).status_code == 302
    assert (Attempt.objects.count(), LessonProgress.objects.count()) == (0, 0)


def test_who_has_not_joined_reads_on_and_leaves_no_place_on_the_phone(client, ordered):
    html = client.get(LESSON).content.decode()
    assert ('id="after-text"' in html, "data-place" in html) == (True, False)


def test_the_way_on_and_saving_begin_with_the_first_lesson(participant, ordered, course):
    html = participant.get(f"/fr/learn/courses/{course.pk}/offline/").content.decode()
    assert "data-save-start" not in html
    assert 'href="/fr/cours/module/lecon-1/"' in html
    ordered[0].move(ordered[1], pos="right")  # last in reading order, and still first
    html = participant.get("/fr/cours/").content.decode()
    assert 'href="/fr/cours/module/lecon-1/#place"' in html


def test_the_first_lesson_done_opens_saving(participant, ordered, course):
    participant.post(f"/fr/learn/lessons/{ordered[0].pk}/done/")
    assert "data-save-start" in participant.get(f"/fr/learn/courses/{course.pk}/offline/").content.decode()


NOTE = {"type": "content_note", "value": "Ce texte parle de violence."}
KEY = {"type": "key_message", "value": "Toujours demander l’accord."}
TEXT = {"type": "paragraph", "value": "<p>Le récit entier.</p>"}


@pytest.mark.parametrize(
    ("body", "query", "shown"),
    [
        ([NOTE, TEXT, KEY], "", ("skip", "short", "pause", "text", "key")),
        ([NOTE, TEXT], "", ("skip", "pause", "text")),
        ([NOTE, TEXT, KEY], "?short=1", ("key",)),
        ([NOTE, TEXT], "?short=1", ("skip", "pause", "text")),
        ([TEXT, KEY], "", ("text", "key")),
    ],
    ids=["whole", "no key points", "key points", "nothing shorter", "no note"],
)
def test_a_content_note_offers_to_skip_to_pause_and_the_key_points(client, lessons, body, query, shown):
    lessons[1].body_fr = body
    lessons[1].save()
    html = client.get(LESSON + query).content.decode()
    marks = {
        "skip": 'href="#after-text"', "short": 'href="?short=1"', "pause": '<a href="/fr/cours/">Faire une pause',
        "text": "Le récit entier.", "key": "Toujours demander l’accord.",
    }  # fmt: skip
    assert tuple(name for name, mark in marks.items() if mark in html) == shown
    assert ('<p data-whole><a href="?">' in html) is ("text" not in shown)
