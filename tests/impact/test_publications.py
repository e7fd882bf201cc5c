"""What a reader of everything that was published can tell of a hidden cell: nothing, whatever was published when.

Random NGOs, whose periods are published in any order with their restatements; funders' tables (k = 5) and the public's
(k = 10) alone and together; the network beside its NGOs.
"""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impact.disclosure.concealing import hidden_cells
from impact.disclosure.layout import AXES, period_name
from impact.disclosure.levels import choose_layout
from impact.disclosure.relations import link_members, link_periods
from tests.impact.publications import SPANS, YEAR, Reader, ngos, publish, shown_or_hidden

WITHOUT = " without "  # in the name of days that are in a period and in none of the others
SLACK = 1e-6  # of floating point
MOST = 12  # hidden cells looked at in one publication
slowly = settings(
    suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=settings().max_examples // 3
)  # each of them is many programs to solve


def small(table, hidden, k):
    """Cells of 1 to k - 1 that are shown."""
    return [key for key, value in table.cells.items() if 0 < value < k and key not in hidden]


def told(table, hidden):
    """Hidden cells that everything shown leaves one number for."""
    reader = Reader(table, hidden)
    some = [key for key in hidden if table.cells[key]]
    looked_at = sorted(some, key=lambda key: (table.cells[key], key.count("|"), key))
    found = []
    for key in itertools.islice(looked_at, MOST):
        low, high = reader.bounds(key)
        assert low - SLACK <= table.cells[key] <= high + SLACK
        if high - low < 1 - SLACK:
            found.append((key, round(low)))
    return found


def check(table, hidden, k):
    """Nothing small is shown and nothing hidden can be told: to funders, who may read what the public reads, and to the
    public. Nor can what nobody has published, the days between two periods."""
    between = {key for key in table.cells if WITHOUT in key}
    assert small(table, hidden | between, k) == []
    found = told(table, hidden | between)
    protected = hidden - table.unseen
    assert [(key, value) for key, value in found if key in protected or 0 < value < k] == []


@slowly
@given(ngo=ngos(), spans=st.permutations(SPANS).flatmap(lambda spans: st.integers(1, 4).map(lambda n: spans[:n])),
       leveled=st.booleans())  # fmt: skip
def test_periods_in_any_order_give_nothing_away(ngo, spans, leveled):
    contents = {}
    for span in spans:
        content = publish(ngo, span, list(contents.values()), leveled=leveled)
        contents[period_name(content)] = content
    for k, (table, hidden) in shown_or_hidden(contents).items():
        link_periods(table, contents)
        check(table, hidden, k)


@slowly
@given(ngo=ngos(), late=ngos(most=4), leveled=st.booleans())
def test_a_restatement_gives_nothing_away(ngo, late, leveled):
    """Late evidence of new people: both snapshots are out, each with its own numbers."""
    people, attendances = ngo
    first = publish(ngo, YEAR, [], leveled=leveled)
    more = [(one[0] + len(people), *one[1:]) for one in late[1]]
    second = publish((people + late[0], attendances + more), YEAR, [first], leveled=leveled)
    assert all(set(first["hidden"][k]) - set(second["hidden"][k]) - gone(first, second) == set() for k in ("5", "10"))
    for content in (first, second):
        for k, (table, hidden) in shown_or_hidden({"x": content}).items():
            check(table, hidden, k)


def gone(first, second):
    """Cells of projects or values that the restatement does not have any more."""
    (before, _hidden), (after, _hidden) = (shown_or_hidden({"x": content})[5] for content in (first, second))
    return {key.removeprefix("x|") for key in before.cells.keys() - after.cells.keys()}


@slowly
@given(members=st.lists(ngos(most=15), min_size=2, max_size=3), leveled=st.booleans())
def test_the_network_beside_its_ngos_gives_nothing_away(members, leveled):
    published = {f"tenant:{n}": publish(ngo, YEAR, [], scope=f"tenant:{n}", leveled=leveled)
                 for n, ngo in enumerate(members)}  # fmt: skip
    whole = network(published)
    whole = {part: value for part, value in whole.items() if part not in ("levels", "without")}
    if leveled:
        whole |= choose_layout(whole, [], [list(published.values())])
    contents = published | {"network": whole | {"hidden": hidden_cells(whole, [], [list(published.values())])}}
    for k, (table, hidden) in shown_or_hidden(contents).items():
        link_members(table, "network", published)
        check(table, hidden, k)


def network(members):
    """The additive figures of all, which is what the network adds up from its NGOs."""
    parts = list(members.values())
    summed = ("ATT", "HDP", "CMP", "HC")
    certificates = sum(part["beside"]["CERT"]["value"] for part in parts)
    indicators = {
        code: {"value": sum(part["indicators"][code]["value"] for part in parts) if code in summed else None}
        for code in (*summed, "REACH", "TRAINED", "NEW", "RET")
    } | {"PRO": {"n": None, "N": None, "of": None}}
    by = {
        axis: {
            value: {"ATT": sum(part["by"][axis].get(value, {"ATT": 0})["ATT"] for part in parts),
                    "REACH": None, "TRAINED": None}
            for value in {value for part in parts for value in part["by"][axis]}
        }
        for axis in AXES
    }  # fmt: skip
    return parts[0] | {
        "scope": "network",
        "projects": {},
        "has_tables": True,
        "indicators": indicators,
        "by": by,
        "beside": {"CERT": {"value": certificates}},
    }


@pytest.mark.parametrize("k", [5, 10])
def test_the_reader_finds_what_is_badly_hidden(k):
    """The check itself: one cell hidden alone in a table with its total is told."""
    people = [{"category": code, "sex": "f", "age_band": "50+"} for code in ("police", "police", *["lawyer"] * 20)]
    ngo = (people, [(who, YEAR[0], "MA-04", "unknown", False) for who in range(len(people))])
    content = publish(ngo, YEAR, [])
    table, hidden = shown_or_hidden({"x": content})[k]
    assert "x||ATT|category|police" in hidden
    assert told(table, {"x||ATT|category|police"}) == [("x||ATT|category|police", 2)]
    assert told(table, hidden) == []
