"""For the room: slides from the module itself, a guide, a handout of two pages, pocket tools, on a page and tagged."""

import shutil

import pytest
from django.utils import translation

from accounts.roles import Role
from core.languages import ORDER
from courses.models import CoursePage, Exercise, LessonPage, ModulePage
from courses.room.guides import guide_of
from courses.room.handouts import handout_of
from courses.room.slides import slides_of
from courses.room.tools import tool_of
from courses.starter import FOLDER, check, load_curriculum, read_curriculum, read_room
from courses.starter.room import room
from tests.support.modules import make_module
from tests.support.pdf import pages
from tests.support.pdf_ua import faults
from tests.support.worlds import world

CODES = ("M0", "M1", "M2", "M3", "M4")
CURRICULUM = read_curriculum()[0]


@world
def lessons_of_m3():
    """M3 of the files in our NGO, as if it had been written here."""
    load_curriculum(CURRICULUM, only="M3")


@pytest.fixture
def module(lessons_of_m3):
    return ModulePage.objects.get()


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "curriculum")


def change(folder, name, old, new):
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


# The files


@pytest.mark.parametrize("code", CODES)
def test_every_module_has_a_guide_of_two_half_days(code):
    guide = room().guides[code]
    assert [0 < half_day.minutes <= 240 for half_day in guide.half_days] == [True, True]
    assert len(guide.questions) >= 4


def test_the_sentence_that_parks_a_case_names_both_articles():
    why = room().common.why
    for code, articles in {"fr": ("448-7", "448-9"), "ar": ("448.7", "448.9"), "en": ("448-7", "448-9")}.items():
        assert [article in why[code] for article in articles] == [True, True]


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("room/m3.yaml", "exercise: say-or-not", "exercise: say-or-knot", "exercise"),
        ("room/m3.yaml", "minutes: 40", "minutes: 400", "guide"),
        ("room/m3.yaml", "preset: break", "preset: brake", "file"),
        ("room/common.yaml", "article 448-9 whoever", "article 448-8 whoever", "article"),
        ("room/tools.yaml", ", ar: \"العزلة", ", ar: \"٣ العزلة", "digits"),
        ("room/tools.yaml", "**Isolement** : à qui", "**Isolement** : l’esclave, à qui", "word"),
        ("room/tools.yaml", 'ar: "ما أنجز", ', "", "language"),
    ],
    ids=["an exercise that is not there", "a half-day too long", "no such step", "an article no law stands for",
         "other digits", "a word not used", "a missing language"],
)  # fmt: skip
def test_a_planted_error_is_caught(copy, name, old, new, rule):
    if rule == "digits":
        change(copy, name, "**العزلة**", "**العزلة** ٣")
    else:
        change(copy, name, old, new)
    curriculum = read_curriculum(copy, only="M3")[0]
    assert rule in {one.rule for one in check(curriculum, read_room(copy)) if one.place.file == name}


# Slides


def test_slides_say_what_the_lessons_say_one_idea_a_screen(module):
    slides = slides_of(module)
    assert (slides[0].title, slides[1].title) == (
        "M3 · Premier contact et entretien", "On s’arrête là, on en parle ailleurs."
    )  # fmt: skip
    assert max(len(slide.points) for slide in slides) == 6
    assert {one.diagram is not None for one in slides if one.kind == "diagram"} == {True}
    lessons = [slide.title for slide in slides if slide.kind == "lesson"]
    assert [one.heading_fr in lessons for one in LessonPage.objects.child_of(module)] == [True] * 5


def test_an_answer_follows_its_question(module):
    slides = slides_of(module)
    question = Exercise.objects.get(heading_fr="Partager ou non ?").questions.first()
    kinds = [one.kind for one in slides if one.title == question.text_fr]
    assert kinds == ["question", "answer"]
    answer = next(one for one in slides if one.title == question.text_fr and one.kind == "answer")
    right = [choice.text_fr for choice in question.choices.filter(correct=True)]
    assert [(point.text, point.is_right) for point in answer.points] == [(text, True) for text in right]


def test_slides_are_in_the_reader_s_language(module):
    with translation.override("ar"):
        slides = slides_of(module)
    assert {slide.language for slide in slides} == {"ar"}


def test_as_many_queries_for_one_question_as_for_thirty(module, django_assert_num_queries):
    with django_assert_num_queries(8):
        slides_of(module)
    Exercise.objects.get(heading_fr="Partager ou non ?").questions.filter(sort_order__gt=0).delete()
    with django_assert_num_queries(8):
        slides_of(module)


# Sheets


@pytest.mark.parametrize("language", ORDER)
def test_guide_and_handout_are_tagged_and_the_handout_has_two_pages_at_most(module, language):
    with translation.override(language):
        guide, handout = guide_of(module).pdf(), handout_of(module).pdf()
    for pdf in (guide, handout):
        assert faults(pdf, language) == []
    assert pages(handout) <= 2


def test_a_handout_has_of_each_lesson_its_key_message_and_what_to_do(module):
    pieces = handout_of(module).pieces
    kinds = [one.kind for one in pieces]
    assert (kinds.count("key"), kinds.count("boxes")) == (5, 5)
    assert [one.title for one in pieces if one.kind == "law"] == [
        "Code pénal, article 448-7 (loi 27-14)", "Code pénal, article 448-9 (loi 27-14)"
    ]  # fmt: skip
    assert all(one.points for one in pieces if one.kind == "law")  # to be checked by a jurist


@pytest.mark.parametrize("name", sorted(room().tools))
def test_a_pocket_tool_is_one_page(name):
    with translation.override("ar"):
        assert pages(tool_of(name).pdf()) == 1


# Who sees what


@pytest.fixture
def own_module(own_ngo, own_files):
    return make_module()


def test_a_trainer_finds_what_there_is_of_each_module(sign_in, own_ngo, own_module):
    page = sign_in(own_ngo, Role.TRAINER).get("/fr/room/")
    ((_course, rows),) = page.context["shelf"]
    assert [(module.pk, str(heading)) for module, heading in rows] == [(own_module.pk, "Écouter fr")]
    assert list(page.context["tools"]) == list(room().tools)


def test_a_module_of_our_own_has_a_guide_with_its_lessons(sign_in, own_ngo, own_module):
    page = sign_in(own_ngo, Role.TRAINER).get(f"/fr/room/modules/{own_module.pk}/guide/")
    (steps,) = [one.steps for one in page.context["document"].pieces if one.kind == "steps"]
    assert [step[1] for step in steps] == ["Leçon fr"]


def test_answers_are_not_for_participants(sign_in, own_ngo, own_module, client):
    participant = sign_in(own_ngo)
    for part in ("", f"modules/{own_module.pk}/slides/", f"modules/{own_module.pk}/guide/"):
        assert participant.get(f"/fr/room/{part}").status_code == 403
        assert client.get(f"/fr/room/{part}").status_code == 302
    assert client.get(f"/fr/room/modules/{own_module.pk}/handout/").status_code == 200
    assert client.get(f"/fr/room/modules/{own_module.pk}/handout/?pdf").status_code == 302
    assert client.get("/fr/room/tools/unknown/").status_code == 404


def test_a_draft_and_a_stranger_s_module_are_not_found(sign_in, own_ngo, other_ngo, own_module):
    with other_ngo:
        for _number in range(3):
            theirs = make_module("À elles")
    trainer = sign_in(own_ngo, Role.TRAINER)
    for sheet in ("slides", "guide", "handout"):
        assert trainer.get(f"/fr/room/modules/{theirs.pk}/{sheet}/").status_code == 404
    CoursePage.objects.get().unpublish()
    assert trainer.get(f"/fr/room/modules/{own_module.pk}/handout/").status_code == 404


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_a_tool_stands_in_each_language(client, language, direction):
    page = client.get(f"/{language}/room/tools/referral-sheet/")
    assert page.context["document"].direction == direction
    assert room().tools["referral-sheet"].title[language] in page.text
