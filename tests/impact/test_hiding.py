"""Which cells are hidden, at the edges of the rule: counts of 1 to k - 1, no more (definitions.md, section 5)."""

import pytest

from impact.disclosure import FUNDER_K, PUBLIC_K, hide, listed

SMALLEST_SHOWN = {FUNDER_K: 5, PUBLIC_K: 10}


@pytest.mark.parametrize("k", [FUNDER_K, PUBLIC_K])
def test_a_count_of_k_is_shown_and_one_less_is_not(k):
    shown = SMALLEST_SHOWN[k]
    assert hide(listed({"a": shown, "b": 30}), k) == set()
    assert {key for _name, key in hide(listed({"a": shown - 1, "b": 30}), k)} == {"a", "b"}
    assert {key for _name, key in hide(listed({"a": 1, "b": 30}), k)} == {"a", "b"}


@pytest.mark.parametrize("k", [FUNDER_K, PUBLIC_K])
def test_what_is_hidden_of_a_total_is_k_in_all_and_no_more_than_that(k):
    shown = SMALLEST_SHOWN[k]
    assert {key for _name, key in hide(listed({"a": 2, "b": shown - 2, "c": 40}), k)} == {"a", "b"}
    assert {key for _name, key in hide(listed({"a": 2, "b": shown - 3, "c": 40}), k)} == {"a", "b", "c"}
