"""Points: exactly what was earned, never below nothing or above the maximum, whatever is shown how."""

import uuid

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from courses.models import Choice
from courses.quiz.grading import grade, right_keys, screening_of
from courses.quiz.selection import shuffled
from tests.support.courses import question
from tests.support.exercises import checklist, one_of_each, ordering, right_answer, sorting, true_false


def keys(asked):
    return [str(choice.key) for choice in asked.choices.all()]


@pytest.mark.parametrize("asked", one_of_each(), ids=lambda asked: asked.kind)
def test_the_right_answer_gets_all_points_and_nothing_none(asked):
    points, maximum = grade(asked, right_answer(asked))
    assert points == maximum == {"ordering": 3, "sorting": 3, "matching": 2, "checklist": 3}.get(asked.kind, 1)
    assert grade(asked, []) == (0, maximum)


@pytest.mark.parametrize(("taken", "points"), [([1, 2], 1), ([2, 1], 1), ([1], 0), ([0, 1, 2], 0), ([0], 0)], ids=str)
def test_several_right_answers_are_all_or_nothing(taken, points):
    asked = question("deux", 1, 2, multiple=True)
    assert grade(asked, [keys(asked)[n] for n in taken]) == (points, 1)


@pytest.mark.parametrize(("is_true", "given", "points"), [(True, "true", 1), (True, "false", 0), (False, "false", 1)])
def test_a_statement(is_true, given, points):
    assert grade(true_false(is_true=is_true), given) == (points, 1)


@pytest.mark.parametrize(
    ("places", "points"),
    [([0, 1, 2], 3), ([0, 2, 1], 1), ([1, 2, 0], 0), ([0], 1), ([1, 0], 0), ([0, 1, 2, 3], 0), ([0, 1, 3], 0)],
    ids=str,
)
def test_an_order_gets_a_point_for_each_step_in_its_place_and_none_with_a_danger(places, points):
    asked = ordering()  # the last of its four choices endangers somebody
    assert grade(asked, [keys(asked)[place] for place in places]) == (points, 3)


def test_sorting_gets_a_point_for_each_item_in_its_group():
    asked = sorting()
    right = right_answer(asked)
    (first, group), *_, (last, other) = right.items()
    assert grade(asked, right | {first: other}) == (2, 3)
    assert grade(asked, right | {first: other, last: group}) == (1, 3)


@pytest.mark.parametrize(
    ("ticked", "points"),
    [
        pytest.param([], 0, id="seeing nothing earns nothing"),
        pytest.param([2, 3], 0, id="nor does what is not there"),
        pytest.param([0], 3, id="one of the two: its dimension, the one without signs, and the conclusion"),
        pytest.param([0, 1], 4, id="both"),
    ],
)
def test_two_strong_signs_are_not_answered_by_none_of_these(ticked, points):
    """Two strong signs of two dimensions make neither positive: what the result says is not what was seen."""
    asked = checklist()
    rows = [("exploitation", True), ("coercion", True), ("deceptive_recruitment", False), ("coercion", False)]
    asked.choices = [
        Choice(dimension=dimension, weight="strong", correct=present, sort_order=place)
        for place, (dimension, present) in enumerate(rows)
    ]
    assert grade(asked, [keys(asked)[n] for n in ticked]) == (points, 4)


@pytest.mark.parametrize(
    ("ticked", "points"),
    [
        pytest.param([0, 1, 2], 3, id="all that is present"),
        pytest.param([0, 1, 2, 4], 3, id="one too many that changes no result"),
        pytest.param([0, 1], 1, id="exploitation missed: the conclusion too"),
        pytest.param([0, 1, 2, 3, 4], 1, id="coercion too many: the conclusion too"),
        pytest.param([3, 4], 0, id="all wrong"),
    ],
)
def test_a_checklist_is_judged_by_its_results(ticked, points):
    asked = checklist()
    assert grade(asked, [keys(asked)[n] for n in ticked]) == (points, 3)


def test_the_same_indicators_say_more_of_a_child():
    adult, child = checklist(), checklist(person="child")
    assert screening_of(adult, right_keys(adult)).conclusion == "labour_rights"
    assert screening_of(child, right_keys(child)).conclusion == "indicated"


KINDS = one_of_each()
ALL_KEYS = [
    str(thing.key)
    for asked in KINDS
    for thing in (*asked.choices.all(), *asked.groups.all(), *(i for g in asked.groups.all() for i in g.items.all()))
]
KEY = st.sampled_from(ALL_KEYS)
ANYTHING = st.one_of(
    st.lists(KEY), st.dictionaries(KEY, KEY), st.sampled_from(["true", "false", "", None]), st.integers()
)


@drawn(st.sampled_from(KINDS), ANYTHING)
def test_points_are_within_their_bounds_whatever_is_given(asked, anything):
    points, maximum = grade(asked, anything)
    assert 0 <= points <= maximum
    assert maximum > 0


@drawn(st.uuids(), st.sampled_from(KINDS), st.lists(KEY, unique=True))
def test_the_order_shown_and_the_language_never_change_the_points(attempt, asked, given):
    # What is ticked comes back in the order shown; an order to put in is the answer itself.
    told = given if asked.kind == "ordering" else shuffled(given, attempt, asked.key)
    assert grade(asked, told) == grade(asked, given)


@drawn(st.uuids(), st.lists(st.integers()))
def test_shuffling_loses_nothing_and_is_the_same_each_time(attempt, things):
    asked = KINDS[0]
    assert sorted(shuffled(things, attempt, asked.key)) == sorted(things)
    assert shuffled(things, attempt, asked.key) == shuffled(things, attempt, asked.key)


def test_two_attempts_are_shuffled_apart():
    orders = {tuple(shuffled(range(8), uuid.uuid4(), KINDS[0].key)) for _ in range(5)}
    assert len(orders) > 1
