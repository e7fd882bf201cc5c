"""Two people change one record: each fact by a three-way merge, nothing that was written is lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.together import Seen, merge, read_seen, unanswered
from tenants.models import Tenant


@pytest.mark.parametrize(
    ("seen", "now", "mine", "saved", "kept", "asked"),
    [
        ("a", "a", "a", "a", [], []),
        ("a", "a", "b", "b", [], []),
        ("a", "b", "a", "b", ["x"], []),
        ("a", "b", "b", "b", [], []),
        ("a", "b", "c", "c", [], ["x"]),
        ([1, 2], [1, 2, 3], [1], [1, 3], ["x"], []),
        ([1], [2], [1, 3], [2, 3], ["x"], []),
        ({"d": 1, "h": 2}, {"d": 5, "h": 2}, {"d": 1, "h": 7}, {"d": 5, "h": 7}, ["x"], []),
        ({"d": 1, "h": 2}, {"d": 5, "h": 2}, {"d": 6, "h": 2}, {"d": 6, "h": 2}, [], ["x"]),
        ({"d": 1}, None, {"d": 1}, None, ["x"], []),
        ({"d": 1}, None, {"d": 2}, {"d": 2}, [], ["x"]),
        ({"d": 1}, {"d": 2}, None, None, [], ["x"]),
        ({"d": 1}, {"d": 1}, None, None, [], []),
    ],
    ids=["nothing", "mine", "theirs", "both alike", "both", "set", "set, all three", "row", "row, both", "gone",
         "gone, changed", "changed, gone", "taken out"],
)  # fmt: skip
def test_each_fact_by_what_each_has_changed(
    seen: Any, now: Any, mine: Any, saved: Any, kept: list[str], asked: list[str]
) -> None:
    merged = merge({"x": seen}, {"x": now}, {"x": mine})
    assert (merged.facts, merged.kept, merged.asked) == ({"x": saved}, kept, asked)


def test_of_a_form_that_says_nothing_all_that_differs_is_asked() -> None:
    merged = merge(None, {"a": 1, "b": [1]}, {"a": 2, "b": [1]})
    assert (merged.kept, merged.asked) == ([], ["a"])


FACTS = st.fixed_dictionaries({name: st.integers(0, 2) for name in "abc"})


@given(FACTS, FACTS, FACTS)
def test_nothing_that_somebody_wrote_is_lost_without_a_question(
    seen: dict[str, int], now: dict[str, int], mine: dict[str, int]
) -> None:
    merged = merge(seen, now, mine)
    for name in "abc":
        changed = {facts[name] for facts in (now, mine) if facts[name] != seen[name]}
        assert (name in merged.asked) == (len(changed) == 2)
        if len(changed) == 1:
            assert {merged.facts[name]} == changed


def test_what_a_form_was_opened_with_is_believed_of_this_record_in_this_ngo_only(
    own_ngo: Tenant, other_ngo: Tenant
) -> None:
    signed = Seen({"title": "A"}, ["title"], 3).sign("session 1")
    assert read_seen(signed, "session 1") == Seen({"title": "A"}, ["title"], 3)
    assert [read_seen(text, "session 1") for text in ("", "x:y:z", signed[:-1])] == [None] * 3
    assert read_seen(signed, "session 2") is None
    with other_ngo:
        assert read_seen(signed, "session 1") is None
    assert unanswered(["a", "b", "c"], {"keep-a": "mine", "keep-b": "x"}) == ["b", "c"]
