"""The course that tests go through: complete in three languages, sound, scored as indicators-source.md says."""

import re
from collections import Counter

import pytest

from accounts.models import JoinCode
from core.languages import ORDER, is_arabic
from courses.actions import enrol_person
from courses.glossary import load_glossary
from courses.models import Choice, CoursePage, Exercise, Item, LessonPage, ModulePage, Option, Question, Scene
from courses.quiz.delphi import Conclusion, screen
from courses.quiz.selection import draw
from courses.simulations.graph import Graph, described, nodes_of
from courses.simulations.problems import find_problems
from people.models import Person
from tests.support.practice_course import FULL, load_course, read
from tests.support.worlds import world

KINDS_OF_TEXT = {
    Exercise: ("heading", "intro"), Question: ("text", "explanation"), Choice: ("text", "feedback"),
    Item: ("text", "feedback"), Scene: ("heading", "text"), Option: ("text", "feedback"),
    CoursePage: ("heading", "summary", "objectives"), ModulePage: ("heading", "summary", "objectives"),
    LessonPage: ("heading", "summary"),
}  # fmt: skip


@world
def full_course():
    load_course(full=True)


@pytest.fixture
def course(full_course):
    return CoursePage.objects.get()


def exercise(heading):
    return Exercise.objects.get(heading_en=heading)


def test_the_short_course_is_module_two_after_the_lesson_on_safety(own_ngo):
    course = load_course()
    assert [page.slug for page in course.get_children()] == ["reconnaitre", "bilan"]
    assert course.live_lessons().first().slug == "avant-de-commencer"
    assert course.final_exercise.heading_en == "Review: reading a situation"
    assert course.duration_minutes == 120
    assert JoinCode.objects.get().target_uuid == course.translation_key


def test_the_full_course_has_four_modules_and_opens_with_safety(course):
    modules = [page.slug for page in course.get_children()]
    assert modules == ["comprendre", "reconnaitre", "premier-contact", "orienter", "bilan"]
    assert [lesson.slug for lesson in course.live_lessons()[:2]] == ["avant-de-commencer", "point-de-depart"]
    profile = (course.phase, course.level, course.audience, course.jurisdiction)
    assert profile == ("identification", "basic", "professional", "INT")
    assert all((module.specific.level, module.specific.jurisdiction) > ("", "") for module in course.get_children())


@pytest.mark.parametrize("model", KINDS_OF_TEXT, ids=lambda model: model.__name__)
def test_every_text_is_there_in_three_languages_and_fits(course, model):
    things = list(model.objects.all())
    assert things
    fields = [f"{field}_{code}" for field in KINDS_OF_TEXT[model] for code in ORDER]
    assert [(str(thing), name) for thing in things for name in fields if not getattr(thing, name)] == []
    for thing in things:
        thing.full_clean()


def test_every_block_is_valid_and_the_languages_have_the_same_blocks(course):
    for lesson in LessonPage.objects.all():
        bodies = [getattr(lesson, f"body_{code}") for code in ORDER]
        assert len({tuple(block.block_type for block in body) for body in bodies}) == 1
        for body in bodies:
            body.stream_block.clean(body)


@pytest.mark.parametrize("name", FULL)
def test_every_law_is_marked_for_a_jurist_with_its_source_and_jurisdiction(name):
    lessons = [lesson for module in read(name)["modules"] for lesson in module["lessons"]]
    laws = [block["value"] for lesson in lessons for block in lesson["blocks"] if block["type"] == "law_reference"]
    for law in laws:
        assert law["to_check"] is True
        assert law["jurisdiction"] in ("MA", "FR", "INT")
        assert law["source"]
        for code in ORDER:  # the box itself says that it is not checked: once
            assert (MARKERS[code].search(law["text"][code]), BREAKS.search(law["article"][code])) == (None, None)
        assert [is_arabic(law[name][code]) for name in ("article", "source") for code in ORDER] == [
            False,
            True,
            False,
        ] * 2


MARKERS = {"fr": re.compile("vérifi"), "ar": re.compile("قبل النشر"), "en": re.compile("checked|publication")}
BREAKS = re.compile(r"\d-\d")  # the number of an article stays on one line


@pytest.mark.parametrize("name", [*FULL, "course"])
def test_no_note_to_editors_and_no_date_in_digits_is_left(name):
    text = str(read(name))
    assert re.findall(r"avant publication|before publication|قبل النشر|\d\d-\d\d-\d{4}", text) == []


@pytest.mark.parametrize(
    "word", ["petite bonne", "esclaves", "sauver", "clandestin", "rescue", "illegal immigrant", "الإنقاذ"]
)
def test_words_to_avoid_are_nowhere(word):
    assert [name for name in (*FULL, "course") if word in str(read(name)).lower()] == []


def test_sorting_has_four_facts_for_each_element(course):
    groups = exercise("Sorting: act, means or purpose").questions.get().groups.all()
    assert {group.text_en: group.items.count() for group in groups} == {"Act": 4, "Means": 4, "Purpose": 4}


def test_the_quiz_asks_the_same_facts_at_17_and_at_19(course):
    questions = exercise("True or false").questions.all()
    assert [(question.kind, question.is_true) for question in questions] == [
        ("true_false", truth) for truth in (False, True, True, False, False, True)
    ]
    assert ["17" in questions[1].text_fr, "19" in questions[2].text_fr] == [True, True]


@pytest.mark.parametrize(
    ("place", "counts", "conclusion"),
    [
        pytest.param(
            0, {"deceptive_recruitment": (0, 2, 1), "exploitation": (1, 1, 0), "coercion": (2, 1, 0)},
            Conclusion.INDICATED, id="A",
        ),
        pytest.param(1, {"exploitation": (0, 3, 0)}, Conclusion.LABOUR_RIGHTS, id="B"),
        pytest.param(2, {"exploitation": (1, 2, 0)}, Conclusion.INDICATED, id="C"),
        pytest.param(3, {"deceptive_recruitment": (1, 0, 0)}, Conclusion.NOT_INDICATED, id="D"),
    ],
)  # fmt: skip
def test_the_right_ticks_give_the_result_of_each_vignette(course, place, counts, conclusion):
    question = exercise("Four situations to weigh").questions.all()[place]
    present = [(choice.dimension, choice.weight) for choice in question.choices.filter(correct=True)]
    screening = screen(present, child=question.person == Question.Person.CHILD)
    found = {
        dimension.value: (tally.strong, tally.medium, tally.weak)
        for dimension, tally in screening.tallies.items()
        if (tally.strong, tally.medium, tally.weak) != (0, 0, 0)
    }
    assert (found, screening.conclusion) == (counts, conclusion)
    assert question.choices.filter(correct=False).count() >= 3


@pytest.fixture
def simulation(course):
    scenes = list(exercise("The neighbour’s call").scenes.all())
    return scenes, Graph(nodes_of(described(scenes)))


def test_the_simulation_is_sound(simulation):
    _scenes, graph = simulation
    assert find_problems(graph.nodes) == []
    assert len(graph.nodes) == 9
    assert sum(node.is_ending for node in graph.nodes) == 4


def test_who_goes_to_the_door_alone_endangers_and_is_told_why(simulation):
    scenes, _graph = simulation
    alone = Option.objects.get(text_en__startswith="Go to the door yourself")
    assert (alone.endangers, alone.safety) == (True, -3)
    assert alone.feedback_en.endswith("Safety falls to zero.")
    ending = next(scene for scene in scenes if scene.number == alone.leads_to)
    assert ending.outcome == Scene.Outcome.HARMED


def test_every_ending_tells_the_rule_and_its_source_in_three_languages(simulation):
    endings = [scene for scene in simulation[0] if scene.is_ending]
    texts = [getattr(scene, f"{field}_{code}") for scene in endings for field in ("rule", "source") for code in ORDER]
    assert len(list(filter(None, texts))) == 24


def test_the_order_has_four_steps_and_three_dangers(course):
    choices = exercise("Putting a referral in order").questions.get().choices.all()
    assert [choice.correct for choice in choices] == [True] * 4 + [False] * 3


def test_each_of_six_situations_has_its_service(course):
    groups = exercise("To each situation its service").questions.get().groups.all()
    assert [group.items.count() for group in groups] == [1] * 6


def test_the_forms_of_the_bank_are_parallel(course):
    bank = exercise("Bank: understanding and recognising")
    assert Counter(bank.questions.values_list("form", flat=True)) == {"A": 8, "B": 8}
    kinds = {form: list(bank.questions.filter(form=form).values_list("kind", flat=True)) for form in "AB"}
    assert kinds["A"] == kinds["B"]
    tests = Exercise.objects.filter(bank=bank).order_by("kind").values_list("kind", "drawn_form")
    assert list(tests) == [("post", "balanced"), ("pre", "balanced")]


@pytest.mark.parametrize("full", [False, True], ids=["short", "full"])
def test_the_course_is_written_with_few_queries(own_ngo, django_assert_max_num_queries, full):
    load_glossary()  # a table of its own
    with django_assert_max_num_queries(1400 if full else 700):
        load_course(full=full)


def test_the_final_stands_last_and_draws_two_questions_of_each_module(course):
    final, last = course.final_exercise, course.live_lessons().last()
    assert [entry.exercise for entry in last.lesson_exercises.all()] == [final]
    person = Person.objects.create(full_name="Salma Exemple")
    drawn = draw(final, enrol_person(person=person, course=course)).questions
    assert sorted(one.topic for one in drawn) == sorted(
        2 * ["comprendre", "reconnaitre", "premier-contact", "orienter"]
    )


def test_each_question_of_the_final_stands_alone(course):
    """It is drawn by lot: none may lean on another."""
    asked = course.final_exercise.bank.questions.all()
    leaning = ("même situation", "situation précédente", "الحالة نفسها", "same situation")
    texts = [getattr(one, f"text_{code}") for one in asked for code in ("fr", "ar", "en")]
    assert [text for text in texts if any(words in text for words in leaning)] == []
