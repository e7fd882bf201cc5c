"""The statistics of an exercise: exact figures over first attempts, none of them of fewer than five people."""

import statistics

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from courses.actions import enrol_person
from courses.models import Answer, Attempt, Exercise, Question
from courses.simulations.figures import read_case_figures
from courses.statistics import QuestionFigures, Verdict, correlation, read_questions
from people.models import Person
from tests.support.courses import question, texts
from tests.support.simulations import make_case


def attempt(exercise, course, rows, *, person=None, path=()):
    """An attempt of a new person; `rows`: (question, given, points, maximum)."""
    person = person or Person.objects.create(full_name="Quelqu’un")
    made = Attempt.objects.create(
        enrolment=enrol_person(person=person, course=course), exercise=exercise, passed=True, path=list(path),
        score=sum(row[2] for row in rows), maximum=sum(row[3] for row in rows),
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(attempt=made, question=asked, given=what, points=points, maximum=most)
        for asked, what, points, most in rows
    )
    return person


@pytest.fixture
def answered(exercise, course):
    """Six first attempts at two questions, and a second one that does not count."""
    one, two = exercise.questions.all()
    keys = [str(choice.key) for choice in one.choices.all()]
    for first, second in [(0, 1), (0, 1), (0, 0), (1, 0), (1, 0), (0, 1)]:
        person = attempt(exercise, course, [(one, [keys[first]], int(not first), 1), (two, [], second, 1)])
    attempt(exercise, course, [(one, [keys[2]], 0, 1), (two, [], 0, 1)], person=person)
    return exercise


def test_figures_are_those_of_first_attempts(answered):
    one, two = read_questions(answered)
    assert (one.n, one.points, one.maximum, one.percent) == (6, 4, 6, 67)
    assert (two.n, two.points, two.maximum, two.percent) == (6, 3, 6, 50)
    expected = round(statistics.correlation([1, 1, 1, 0, 0, 1], [1, 1, 0, 0, 0, 1]), 2)
    assert (one.discrimination, two.discrimination) == (expected, expected) == (0.71, 0.71)
    assert [(taken.text.value, taken.n, taken.of, taken.correct) for taken in one.choices] == [
        ("un0 fr", 4, 6, True), ("un1 fr", 2, 6, False), ("un2 fr", 0, 6, False),
    ]  # fmt: skip


def test_nothing_is_said_below_five(exercise, course):
    asked = exercise.questions.first()
    for _person in range(4):
        attempt(exercise, course, [(asked, [], 1, 1)])
    first, second = read_questions(exercise)
    assert first == QuestionFigures(asked, 4)
    assert (first.verdict, second.n) == (Verdict.TOO_FEW, 0)
    attempt(exercise, course, [(asked, [], 1, 1)])
    assert read_questions(exercise)[0].percent == 100


def test_a_question_that_never_varies_has_no_discrimination(exercise, course):
    one, two = exercise.questions.all()
    for right in (0, 1, 1, 0, 1):
        attempt(exercise, course, [(one, [], 1, 3), (two, [], right, 1)])
    assert [row.discrimination for row in read_questions(exercise)] == [None, None]


def test_true_and_false_are_counted(exercise, course):
    statement = Question.objects.create(exercise=exercise, kind="true_false", is_true=True, sort_order=9)
    for word in ("true", "true", "false", "true", "true"):
        attempt(exercise, course, [(statement, word, int(word == "true"), 1)])
    assert [(taken.n, taken.of, taken.correct) for taken in read_questions(exercise)[-1].choices] == [
        (4, 5, True), (1, 5, False),
    ]  # fmt: skip


def test_drawn_questions_count_in_the_exercise_and_in_the_bank(exercise, course):
    bank = Exercise(kind=Exercise.Kind.BANK, **texts("heading", "Banque"))
    bank.questions = [question("trois", 0)]
    bank.save()
    drawn = bank.questions.get()
    for _person in range(5):
        attempt(exercise, course, [(drawn, [], 1, 1)])
    assert [(row.question, row.n) for row in read_questions(bank)] == [(drawn, 5)]
    assert [row.n for row in read_questions(exercise)] == [0, 0, 5]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), min_size=5, max_size=30))
def test_the_correlation_is_pearsons(pairs):
    x, y = zip(*pairs, strict=True)
    row = {
        "pairs": len(pairs), "x": sum(x), "y": sum(y), "xx": sum(a * a for a in x), "yy": sum(b * b for b in y),
        "xy": sum(a * b for a, b in pairs),
    }  # fmt: skip
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert correlation(row) is None
    else:
        assert correlation(row) == pytest.approx(statistics.correlation(x, y), abs=0.0051)


@pytest.mark.parametrize(
    ("n", "points", "discrimination", "verdict"),
    [
        (4, 2, 0.5, "too_few"), (100, 90, 0.5, "easy"), (100, 89, 0.5, "good"), (100, 30, 0.5, "good"),
        (100, 29, 0.5, "hard"), (100, 50, 0.2, "good"), (100, 50, 0.19, "flat"), (100, 95, -0.01, "against"),
        (100, 50, None, "good"), (100, 100, None, "easy"),
    ],
)  # fmt: skip
def test_verdicts(n, points, discrimination, verdict):
    assert QuestionFigures(Question(), n, points, 100, discrimination).verdict == verdict


@pytest.fixture
def played(course):
    """Seven people in the case: two to the door, three protected, two who asked too much."""
    case = make_case()
    start, second = case.scenes.all()[:2]
    (note, door), (wish, every) = start.options.all(), second.options.all()
    for path in [[door]] * 2 + [[note, wish]] * 3 + [[note, every]] * 2:
        person = attempt(case, course, [], path=[option.key for option in path])
    attempt(case, course, [], person=person, path=[door.key])
    return case


def test_decisions_and_endings_of_a_case(played):
    figures = read_case_figures(played)
    assert figures.n == 7
    assert [(row.scene.number, row.n, [taken.n for taken in row.decisions]) for row in figures.scenes] == [
        (1, 7, [5, 2]), (2, 5, [3, 2]),
    ]  # fmt: skip
    assert [(row.scene.number, row.taken.n, row.taken.of) for row in figures.endings] == [
        (3, 3, 7),
        (4, 2, 7),
        (5, 2, 7),
    ]


def test_a_scene_that_fewer_than_five_came_to_says_nothing(played):
    Attempt.objects.filter(path__len=2).first().delete()
    assert [(row.n, len(row.decisions)) for row in read_case_figures(played).scenes] == [(6, 2), (4, 0)]
    Attempt.objects.filter(path__len=2).delete()
    figures = read_case_figures(played)
    assert (figures.n, figures.scenes, figures.endings) == (3, (), ())


def path(exercise):
    return f"/admin/exercises/{exercise.pk}/statistics/"


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_those_who_write_see_the_page_and_a_link_to_it(sign_in, own_ngo, answered, role):
    client = sign_in(own_ngo, role)
    html = client.get(path(answered)).content.decode()
    assert html.count("Quelqu’un") == 0
    assert "un0 fr" in html
    assert path(answered) in client.get("/admin/snippets/courses/exercise/").content.decode()


def test_the_page_of_a_case(sign_in, own_ngo, played):
    response = sign_in(own_ngo, Role.TRAINER).get(path(played))
    assert (response.status_code, response.context["case"].n) == (200, 7)


@pytest.mark.parametrize("who", ["anonymous", "funder", "participant"])
def test_nobody_else_sees_it(client, participant, sign_in, own_ngo, answered, who):
    sender = {"anonymous": client, "participant": participant}.get(who) or sign_in(own_ngo, Role.FUNDER)
    assert sender.get(path(answered)).status_code == 302


def test_the_stranger_ngo_has_no_such_exercise(sign_in, other_ngo, answered):
    assert sign_in(other_ngo, Role.COORDINATOR).get(path(answered)).status_code == 404


def test_as_many_queries_for_2_and_32_questions(sign_in, own_ngo, answered, course):
    client = sign_in(own_ngo, Role.TRAINER)

    def count():
        client.get(path(answered))
        with CaptureQueriesContext(connection) as captured:
            client.get(path(answered))
        return len(captured)

    few = count()
    for number in range(30):
        asked = question(f"q{number}", 0)
        asked.exercise = answered
        asked.save()
    questions = list(answered.questions.all())
    for _person in range(6):
        attempt(answered, course, [(asked, [], 1, 1) for asked in questions])
    assert len(read_questions(answered)) == 32
    assert count() == few
