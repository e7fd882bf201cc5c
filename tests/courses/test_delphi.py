"""The rule of the weighted indicators: every vector and vignette of indicators-source.md, section 2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Dimension, Weight
from courses.quiz.delphi import Conclusion, Tally, advice, conclude, screen, tally

D1, D2, D3, D4, D5, D6 = Dimension
STRONG, MEDIUM, WEAK = Weight
COUNTS = st.integers(0, 5)


@pytest.mark.parametrize(
    ("strong", "medium", "weak", "positive"),
    [
        (2, 0, 0, True), (1, 0, 0, False), (1, 1, 0, True), (1, 0, 1, True), (0, 3, 0, True), (0, 2, 0, False),
        (0, 2, 1, True), (0, 1, 2, False), (0, 1, 9, False), (0, 0, 5, False), (0, 0, 0, False),
    ],
)  # fmt: skip
def test_a_dimension_is_positive_by_the_rule(strong, medium, weak, positive):
    assert Tally(strong, medium, weak).is_positive is positive


@given(COUNTS, COUNTS, COUNTS, st.sampled_from(["strong", "medium", "weak"]))
def test_one_more_indicator_never_makes_a_dimension_negative(strong, medium, weak, more):
    before = {"strong": strong, "medium": medium, "weak": weak}
    after = before | {more: before[more] + 1}
    assert Tally(**after).is_positive >= Tally(**before).is_positive


@pytest.mark.parametrize(
    ("positive", "conclusion"),
    [
        ({D4, D5, D1}, "indicated"),
        ({D4, D5, D2}, "indicated"),
        ({D1, D2, D3, D4, D5, D6}, "indicated"),
        ({D4}, "labour_rights"),
        ({D1, D4}, "deception"),
        ({D1, D3, D4}, "deception"),
        ({D4, D5}, "unclear"),
        ({D4, D5, D3}, "unclear"),
        ({D2, D4}, "unclear"),
        ({D4, D6}, "unclear"),
        ({D1, D5}, "not_indicated"),
        (set(), "not_indicated"),
    ],
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else str(value),
)
def test_the_conclusion_for_an_adult(positive, conclusion):
    assert conclude(positive, child=False) == conclusion


@given(st.sets(st.sampled_from(list(Dimension))))
def test_for_a_child_exploitation_suffices_and_is_needed(positive):
    assert (conclude(positive, child=True) == Conclusion.INDICATED) == (D4 in positive)


@pytest.mark.parametrize(
    ("indicators", "child", "positive", "conclusion"),
    [
        pytest.param(
            [(D1, MEDIUM), (D1, MEDIUM), (D1, WEAK), (D4, STRONG), (D4, MEDIUM), (D5, STRONG), (D5, STRONG),
             (D5, MEDIUM)],
            False, [D1, D4, D5], "indicated", id="A: the home help",
        ),
        pytest.param([(D4, MEDIUM)] * 3, False, [D4], "labour_rights", id="B: the building site"),
        pytest.param(
            [(D4, STRONG), (D4, MEDIUM), (D4, MEDIUM)], True, [D4], "indicated", id="C: the child in a household"
        ),
        pytest.param([(D1, STRONG)], False, [], "not_indicated", id="D: the lie about the job"),
    ],
)  # fmt: skip
def test_the_vignettes(indicators, child, positive, conclusion):
    found = screen([(str(dimension), str(weight)) for dimension, weight in indicators], child=child)
    assert [dimension for dimension, counted in found.tallies.items() if counted.is_positive] == positive
    assert found.conclusion == conclusion


def test_an_indicator_without_dimension_or_weight_counts_nowhere():
    assert set(tally([("", "strong"), ("exploitation", ""), ("other", "weak")]).values()) == {Tally()}


def test_a_child_is_not_sent_the_advice_for_adults():
    assert advice(Conclusion.INDICATED, child=True) != advice(Conclusion.INDICATED, child=False)
    assert advice(Conclusion.NOT_INDICATED, child=True) == advice(Conclusion.NOT_INDICATED, child=False)
