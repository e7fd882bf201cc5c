"""The reference against the worked oracles and the edges of `definitions.md`."""

from datetime import date, timedelta

import pytest

from . import oracles
from .recount import figures, network_recount, recount
from .rows import attendance, headcount, person, result, session, slot, workbook

YEAR = oracles.year(2019)
DAY = date(2019, 5, 6)

CHECKS = [
    pytest.param(rows, check, id=f"{oracle.__name__}-{check.start}-{check.end}-{check.by}")
    for oracle in oracles.ORACLES
    for rows, checks in [oracle()]
    for check in checks
]


def one_training(minutes, presences, **cells):
    """One person in one held training, a half-day a day from DAY on; `presences` by slot number."""
    return workbook(
        people=[person("P1")],
        sessions=[session("S1", **cells)],
        slots=[slot("S1", n, DAY + timedelta(days=n - 1), minutes=m) for n, m in enumerate(minutes, start=1)],
        attendance=[attendance("S1", n, "P1", m) for n, m in presences],
    )


@pytest.mark.parametrize(("rows", "check"), CHECKS)
def test_oracle(rows, check):
    answer = recount(rows, check.start, check.end, by=check.by, scope="tenant:save_agadir")

    assert oracles.restrict(answer, check.expected) == check.expected


def test_oracle_a_is_the_whole_json_of_the_interfaces():
    rows, _ = oracles.oracle_a()

    assert recount(rows, *YEAR, by="region", scope="tenant:save_agadir") == oracles.A_ANSWER


def test_nothing_gives_zeros_and_nulls():
    counted = figures(workbook(), *YEAR)

    assert counted["PRO"] == {"n": 0, "N": 0, "percent": None, "known": 0, "of": 0, "additive": False}
    assert counted["PRO_S"] == {"n": 0, "N": 0, "percent": None, "additive": False}
    assert counted["GAIN"] == {
        "pairs": 0,
        "of": 0,
        "pre_percent": None,
        "post_percent": None,
        "hake_g": None,
        "improved": 0,
        "additive": False,
    }
    assert counted["RANGE"] == {"low": 0, "high": 0, "additive": False}
    assert counted["H_DEL"] == {"value": 0.0, "additive": True}


@pytest.mark.parametrize(
    ("minutes", "presences", "completed"),
    [
        pytest.param([100, 100], [(1, None), (2, 60)], 1, id="exactly 80 %"),
        pytest.param([100, 100], [(1, None), (2, 59)], 0, id="a minute short"),
        pytest.param([7], [(1, 6)], 1, id="6 of 7"),
        pytest.param([7], [(1, 5)], 0, id="5 of 7"),
        pytest.param([60], [(1, 600)], 1, id="cut to the slot"),
        pytest.param([100, 100], [(1, 600), (2, 59)], 0, id="cut before it is summed"),
        pytest.param([60], [(1, 10), (1, None), (1, 0)], 1, id="the longest of several rows"),
        pytest.param([60, 60], [(1, 30), (1, 30), (2, None)], 0, id="several rows are not added"),
    ],
)
def test_completion_at_theta(minutes, presences, completed):
    assert figures(one_training(minutes, presences), *YEAR)["CMP"]["value"] == completed


@pytest.mark.parametrize(
    ("mark", "tests", "completed"),
    [
        pytest.param(60, [("post", 12, 20)], 1, id="at the mark"),
        pytest.param(60, [("post", 11.5, 20)], 0, id="below it"),
        pytest.param(60, [("pre", 20, 20)], 0, id="only a pre-test"),
        pytest.param(0, [], 0, id="a mark of zero still asks for a test"),
        pytest.param(None, [("post", 0, 20)], 1, id="no mark"),
    ],
)
def test_completion_needs_the_post_test_where_there_is_a_mark(mark, tests, completed):
    rows = one_training([60], [(1, None)], pass_mark=mark)
    rows["tests"] = [result("S1", "P1", *test) for test in tests]

    assert figures(rows, *YEAR)["TRAINED"]["value"] == completed


def test_awareness_completes_but_does_not_train():
    counted = figures(one_training([60], [(1, None)], kind="awareness"), *YEAR)

    assert [counted[code]["value"] for code in ("ATT", "CMP", "REACH", "TRAINED", "CUM")] == [1, 1, 1, 0, 0]


def test_a_session_across_a_years_end():
    rows = one_training([60, 60, 60], [(2, None), (3, None), (1, 30)])
    for line, after in zip(rows["slots"], (0, 1, 2), strict=True):
        line["date"] = date(2019, 12, 31) + timedelta(days=after)
    old, new = figures(rows, *YEAR), figures(rows, *oracles.year(2020))

    def value(code):
        return old[code]["value"], new[code]["value"]

    assert [value(code) for code in ("S_HELD", "H_DEL", "ATT", "HDP", "PH", "CMP", "REACH", "TRAINED")] == [
        (1, 0), (1.0, 2.0), (1, 0), (1, 2), (0.5, 2.0), (0, 1), (1, 1), (0, 1)]  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "sessions", "heads"),
    [
        pytest.param([], 0, 0, id="nobody"),
        pytest.param([0], 0, 0, id="zero heads"),
        pytest.param([5, 5], 1, 10, id="equal rows are added"),
    ],
)
def test_head_counts(counts, sessions, heads):
    rows = one_training([60], [(1, 0)])
    rows["headcounts"] = [headcount("S1", 1, count) for count in counts]
    counted = figures(rows, *YEAR)

    assert [counted[code]["value"] for code in ("S_HELD", "HC", "REACH")] == [sessions, heads, 0]


def test_negative_gains_round_half_away_from_zero():
    rows = one_training([60], [(1, None)])
    rows["tests"] = [result("S1", "P1", "pre", 60, 100), result("S1", "P1", "post", 59.5, 100)]

    assert figures(rows, *YEAR)["GAIN"]["hake_g"] == -0.013


def test_the_months_are_all_listed():
    rows = one_training([60, 60], [(1, 30), (2, None)])
    rows["slots"][1]["date"] = date(2019, 6, 1)
    cells = recount(rows, date(2019, 4, 30), date(2019, 6, 1), by="month")["by"]["month"]

    assert cells == {
        "2019-04": {"ATT": 0, "REACH": 0, "TRAINED": 0},
        "2019-05": {"ATT": 1, "REACH": 1, "TRAINED": 0},
        "2019-06": {"ATT": 0, "REACH": 1, "TRAINED": 0},
        "unknown": {"ATT": 0, "REACH": 0, "TRAINED": 0},
    }


def test_a_joint_session_counts_once_in_the_network():
    rows = one_training([60, 60], [(1, None), (2, None)], shared_key="J", audience="public")
    other = one_training([90, 60], [(1, None)], shared_key="J", role="contributed")
    other["slots"][1]["part"] = "evening"
    cancelled = one_training([720], [], shared_key="J", state="cancelled")
    tenants = [("a", rows), ("b", other), ("c", cancelled)]
    counted = network_recount(tenants, *YEAR)["indicators"]

    assert network_recount(tenants[::-1], *YEAR)["indicators"] == counted
    assert figures(other, *YEAR)["S_HELD"] == {"value": 1, "organised": 0, "additive": True}
    assert counted["S_PLAN"] == {"value": 1, "additive": True}
    assert counted["S_HELD"] == {"value": 1, "organised": 1, "additive": True}
    assert counted["H_DEL"] == {"value": 3.5, "additive": True}
    assert counted["ATT"] == {"value": 2, "additive": True}
    assert counted["PRO_S"] == {"n": 1, "N": 1, "percent": 100, "additive": False}
    assert counted["REACH"] == {"value": 2, "sum": 2, "overlap": 0, "low": 1, "high": 2, "additive": False}


def test_a_joint_session_belongs_to_the_period_of_its_earliest_held_slot():
    early, late = (one_training([60], [(1, None)], shared_key="J") for _ in range(2))
    early["slots"][0]["date"] = date(2018, 12, 31)
    tenants = [("early", early), ("late", late)]
    years = [network_recount(tenants, *oracles.year(number))["indicators"] for number in (2018, 2019)]

    assert [[one[code]["value"] for code in ("S_PLAN", "S_HELD", "H_DEL")] for one in years] == [
        [1, 1, 1.0],
        [0, 0, 1.0],
    ]


# Whatever the history
