"""The writing screen: what is put into a lesson, kept for another, moved in its module or into another."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from accounts.roles import Role
from core.languages import ORDER
from core.writing import KEY
from courses.models import Exercise, LessonPage, ModulePage, SavedBlock
from tests.support.courses import READY, texts
from tests.support.writing_screen import form_of, newest, send


def chosen_form(lesson, kind, sent, texts=()):
    """What the screen sends of a lesson with one block in which something is chosen; `sent`: by the place in it."""
    one = str(uuid.uuid4())
    data = {"loaded": str(LessonPage.objects.get(pk=lesson.pk).latest_revision_id), "block": [f"{one}:{kind}"]}
    data |= {f"heading-{code}": f"Leçon {code}" for code in ORDER}
    data |= {f"set-{one}{'/' + place if place else ''}": value for place, value in sent.items()}
    return data | {f"text-{code}-{one}/{place}": text for code, place, text in texts}


def kept_values(lesson):
    draft = newest(lesson)
    return {
        code: [(one["type"], one["value"]) for one in getattr(draft, f"body_{code}").get_prep_value()] for code in ORDER
    }


def test_what_is_chosen_stands_once_for_every_language_and_waits_for_its_words(trainer, lesson):
    picture = Image.objects.create(title="Cercle", file=get_test_image_file("cercle.png"))
    sent = {"image": str(picture.pk), "decorative": ["set"]}
    send(trainer, lesson, chosen_form(lesson, "image", sent, [("fr", "alt_text", "Un cercle")]))
    shown = {"image": picture.pk, "decorative": False, "alt_text": "Un cercle"}
    assert kept_values(lesson) == {"fr": [("image", shown)], "ar": [], "en": []}
    send(trainer, lesson, chosen_form(lesson, "image", sent | {"decorative": ["set", "on"]}))
    assert [[value["decorative"] for _kind, value in body] for body in kept_values(lesson).values()] == [[True]] * 3
    send(trainer, lesson, chosen_form(lesson, "diagram", {"": "safe-room"}))
    assert kept_values(lesson) == {code: [("diagram", "safe-room")] for code in ORDER}


def test_a_law_and_a_checklist_are_written_in_place(trainer, lesson):
    sent = {"jurisdiction": "FR", "valid_from": "2024-02-01", "valid_to": "", "to_check": ["set", "on"]}
    texts = [(code, name, f"{name} {code}") for code in ORDER for name in ("article", "text", "source")]
    send(trainer, lesson, chosen_form(lesson, "law_reference", sent, texts))
    ((kind, law),) = kept_values(lesson)["ar"]
    assert (kind, law["jurisdiction"], str(law["valid_from"]), law["valid_to"], law["to_check"], law["source"]) == (
        "law_reference", "FR", "2024-02-01", None, True, "source ar",
    )  # fmt: skip
    points = [str(uuid.uuid4()) for _ in range(3)]
    texts = [("fr", "title", "Avant"), *(("fr", f"points/{point}", f"Point {n}") for n, point in enumerate(points[:2]))]
    data = chosen_form(lesson, "checklist", {}, texts)
    one = data["block"][0].partition(":")[0]
    send(trainer, lesson, data | {f"items-{one}": ["", points[1], points[0], points[2]]})
    ((_kind, checklist),) = kept_values(lesson)["fr"]
    assert [(item["id"], item["value"]) for item in checklist["points"]] == [
        (points[1], "Point 1"),
        (points[0], "Point 0"),
    ]


@pytest.mark.parametrize(
    ("kind", "sent", "sentence"),
    [
        pytest.param("image", {"image": "999"}, "choisissez-en un autre", id="a picture that is gone"),
        pytest.param("law_reference", {"valid_from": "hier"}, "n’est pas une date", id="no date"),
        pytest.param("document", {"language": "xx"}, "Chargez-la de nouveau", id="no language"),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_the_remedy(trainer, lesson, kind, sent, sentence):
    before = newest(lesson).latest_revision_id
    answer = send(trainer, lesson, chosen_form(lesson, kind, sent), headers={"accept": "application/json"})
    assert (answer.status_code, sentence in answer.json()["why"]) == (422, True), answer.json()
    assert newest(lesson).latest_revision_id == before


def test_a_block_is_kept_put_into_another_lesson_and_forgotten(trainer, lesson, other_ngo, sign_in):
    data = form_of(lesson)
    send(trainer, lesson, data)
    key, asked = (entry.partition(":")[0] for entry in data["block"][1:])
    address = reverse("courses_writing:keep", args=[lesson.pk])
    assert trainer.post(address, {"block": key, "name": "À retenir"}).status_code == 200
    refused = [
        trainer.post(address, sent).status_code
        for sent in ({"block": asked, "name": "Question"}, {"block": "x", "name": "x"}, {"block": key, "name": ""})
    ]
    assert refused == [422, 422, 422]
    kept = SavedBlock.objects.get()
    assert (kept.kind, kept.values) == ("key_message", {code: f"Message {code}" for code in ORDER})
    row = trainer.get(reverse("courses_writing:saved_row", args=[kept.pk])).content.decode()
    assert ("Message ar" in row, key in row) == (True, False)
    stranger = sign_in(other_ngo, Role.TRAINER)
    assert stranger.get(reverse("courses_writing:saved_row", args=[kept.pk])).status_code == 404
    trainer.post(reverse("courses_writing:forget", args=[kept.pk]))
    assert SavedBlock.objects.count() == 0


def test_a_locked_lesson_says_who_locked_it(trainer, lesson, own_ngo, make_user):
    colleague = make_user(own_ngo, Role.REVIEWER, "colleague")
    LessonPage.objects.update(locked=True, locked_by=colleague, locked_at=timezone.now())
    answer = send(trainer, lesson, form_of(lesson), headers={"accept": "application/json"})
    assert (answer.status_code, "colleague" in answer.json()["why"]) == (423, True)
    page = trainer.get(reverse("courses_writing:lesson", args=[lesson.pk])).content.decode()
    assert "colleague" in page.partition("wr-locked")[2][:400]


def test_an_exercise_of_any_kind_is_put_into_the_lesson_and_opens(trainer, lesson, other_ngo, sign_in):
    address = reverse("courses_writing:add_exercise", args=[lesson.pk])
    answer = trainer.post(address, {"kind": "simulation"})
    exercise = Exercise.objects.get()
    assert (answer.url, exercise.kind, exercise.heading_fr) == (
        f"/admin/write/cases/{exercise.pk}/", "simulation", "Simulation de cas : Nouvelle leçon",
    )  # fmt: skip
    assert kept_values(lesson) == {"fr": [("exercise", exercise.pk)], "ar": [], "en": []}
    assert trainer.post(address, {"kind": "bank"}).status_code == 404
    assert sign_in(other_ngo, Role.TRAINER).post(address, {"kind": "practice"}).status_code == 404
    assert str(exercise) in trainer.get("/admin/write/").content.decode()


def test_a_lesson_is_dragged_into_another_module(trainer, module, lesson, other_ngo, sign_in):
    second = module.get_parent().add_child(instance=ModulePage(**texts("heading", "Deux"), **READY, slug="deux"))
    there = second.add_child(instance=LessonPage(heading_fr="Là", slug="la"))
    address = reverse("courses_writing:place", args=[lesson.pk])
    json = {"headers": {"accept": "application/json"}}
    assert trainer.post(address, {"module": second.pk, "before": there.pk}, **json).json() == {"said": "Déplacée."}
    assert list(second.get_children().values_list("pk", flat=True)) == [lesson.pk, there.pk]
    trainer.post(address, {"module": second.pk, "before": ""}, **json)
    assert list(second.get_children().values_list("pk", flat=True)) == [there.pk, lesson.pk]
    assert trainer.post(address, {"module": "x"}, **json).status_code == 404
    assert sign_in(other_ngo, Role.TRAINER).post(address, {"module": second.pk}).status_code == 404


@pytest.mark.parametrize(("way", "order"), [("up", ["b", "a"]), ("down", ["a", "b"])])
def test_a_lesson_is_moved_in_its_module(trainer, module, way, order):
    for name in "ab":
        module.add_child(instance=LessonPage(heading_fr=name, slug=name))
    second = LessonPage.objects.get(slug="b")
    assert trainer.post(reverse("courses_writing:move", args=[second.pk, way])).status_code == 302
    assert list(LessonPage.objects.order_by("path").values_list("slug", flat=True)) == order


def test_the_screen_asks_as_many_questions_of_the_database_for_many_blocks_as_for_few(
    trainer, lesson, django_assert_max_num_queries
):
    address = reverse("courses_writing:lesson", args=[lesson.pk])
    trainer.get(address)
    stream = lesson.body_fr.stream_block
    lesson.body_fr = stream.to_python([{"type": "key_message", "value": f"M{n}", "id": str(n)} for n in range(30)])
    lesson.save_revision()
    with django_assert_max_num_queries(75):
        assert trainer.get(address).status_code == 200


def test_a_lesson_or_an_exercise_is_put_in_once_however_often_its_form_is_sent(trainer, module):
    sent = {KEY: str(uuid.uuid4())}
    first, second = (trainer.post(reverse("courses_writing:add", args=[module.pk]), sent).url for _ in range(2))
    lesson = LessonPage.objects.get()
    assert (first, second) == (f"/admin/write/lessons/{lesson.pk}/",) * 2
    sent = {KEY: str(uuid.uuid4()), "kind": "practice"}
    first, second = (
        trainer.post(reverse("courses_writing:add_exercise", args=[lesson.pk]), sent).url for _ in range(2)
    )
    assert (first, Exercise.objects.count(), len(newest(lesson).body_fr)) == (second, 1, 1)
    keys = re.findall(rf'name="{KEY}" value="([^"]+)"', trainer.get(first_address(lesson)).content.decode())
    assert len(keys) == len(set(keys)) == 2


def first_address(lesson):
    return reverse("courses_writing:lesson", args=[lesson.pk])
