"""Which cells are hidden, at the edges of the rule: counts of 1 to k - 1, no more (definitions.md, section 5)."""

import pytest

from impact.disclosure import FUNDER_K, PUBLIC_K, Equation, Table, crossed, hide, listed
from impact.disclosure.tables import TOTAL

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


def sums(cells, totals, fixed=""):
    """Cells by a letter each, and totals named by the letters of their parts: `AB` is `a` and `b`."""
    whole = {total: sum(cells[part.lower()] for part in total) for total in totals.split()}
    return Table(cells | whole, [Equation(total, tuple(total.lower())) for total in whole], set(fixed))


@pytest.mark.parametrize(
    ("table", "k", "also", "hidden"),
    [
        (sums({"a": 2, "b": 30, "c": 2, "d": 4}, "ABCD"), 5, "", "a c d"),
        (sums({"a": 5, "b": 9, "c": 10, "d": 5}, "ABC ACD BC"), 5, "bc", "a b c d ABC ACD"),
        (sums({"a": 2, "b": 20, "c": 12, "d": 5, "e": 5}, "ABC AD BCDE"), 5, "", "a b c d AD"),
        (sums({"a": 3, "b": 6, "c": 0, "d": 0, "e": 4}, "ABC ABCD ABCDE ACDE"), 5, "", "a b e ABCDE ACDE"),
        (sums({"a": 6, "b": 30, "c": 12, "d": 0, "e": 12}, "ABCE ABD", fixed="d"), 10, "", "a b"),
        (sums({"a": 15, "b": 0, "c": 3, "d": 2, "e": 10}, "ABCD ABCDE ABE BCE BD", fixed="a"), 10, "",
         "c d e ABCD ABCDE ABE BD"),
        (sums({"a": 10, "b": 15, "c": 25, "d": 10, "e": 9, "f": 15}, "ABCEF ACDEF BCDEF BDF DF"), 5, "af",
         "a b c d e f ACDEF BDF"),
    ],
    ids=["the smallest", "hidden before", "more than one sum", "with zeros", "what is out", "much is out", "many sums"],
)  # fmt: skip
def test_the_company_of_a_hidden_cell(table, k, also, hidden):
    """To the letter: what is hidden in a publication stays so, whoever made it and on whichever machine."""
    assert hide(table, k, set(also)) == set(hidden.split())


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        (["10 12", "15 5", "1 4"], ["..", "xx", "xx"]),
        (["3 9 1", "15 5 1", "7 5 30", "7 30 0"], ["xxx", ".xx", "xxx", "..."]),
    ],
    ids=["a ring", "rings that share cells"],
)
def test_the_cheapest_rings_of_a_table(rows, hidden):
    values = [[int(cell) for cell in row.split()] for row in rows]
    places = {(row, column): values[row][column] for row in range(len(rows)) for column in range(len(values[0]))}
    table = crossed(range(len(rows)), range(len(values[0])), places)
    found = hide(table, FUNDER_K)
    marks = ["".join("x" if (row, column) in found else "." for column in range(len(hidden[0])))
             for row in range(len(rows))]  # fmt: skip
    assert marks == hidden
    assert found <= places.keys()  # no total


def test_where_nothing_else_is_left_a_total_goes():
    found = hide(crossed(range(2), range(2), {(0, 0): 1, (1, 1): 5}), FUNDER_K)
    assert found == {(0, 0), (1, 1), (0, TOTAL), (1, TOTAL), (TOTAL, 0), (TOTAL, 1)}
