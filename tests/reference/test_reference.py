"""The reference against the worked oracles, the edges of `definitions.md`, and what holds for any history."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from . import oracles, strategies
from .recount import AXES, PERSON_AXES, network_recount, recount
from .rows import attendance, headcount, person, result, session, slot, workbook

YEAR = oracles.year(2019)
DAY = date(2019, 5, 6)
SUMMED = ("S_PLAN", "S_HELD", "ATT", "HDP", "CMP", "HC")  # and the hours, which are rounded
slowly = settings(suppress_health_check=[HealthCheck.too_slow])

CHECKS = [
    pytest.param(rows, check, id=f"{oracle.__name__}-{check.start}-{check.end}-{check.by}")
    for oracle in oracles.ORACLES
    for rows, checks in [oracle()]
    for check in checks
]


def figures(rows, start=YEAR[0], end=YEAR[1]):
    """The indicators of one period."""
    return recount(rows, start, end)["indicators"]


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
    counted = figures(workbook())

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
    assert figures(one_training(minutes, presences))["CMP"]["value"] == completed


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

    assert figures(rows)["TRAINED"]["value"] == completed


def test_awareness_completes_but_does_not_train():
    counted = figures(one_training([60], [(1, None)], kind="awareness"))

    assert [counted[code]["value"] for code in ("ATT", "CMP", "REACH", "TRAINED", "CUM")] == [1, 1, 1, 0, 0]


def test_a_session_across_a_years_end():
    rows = one_training([60, 60, 60], [(2, None), (3, None), (1, 30)])
    for line, after in zip(rows["slots"], (0, 1, 2), strict=True):
        line["date"] = date(2019, 12, 31) + timedelta(days=after)
    old, new = figures(rows), figures(rows, *oracles.year(2020))

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
    counted = figures(rows)

    assert [counted[code]["value"] for code in ("S_HELD", "HC", "REACH")] == [sessions, heads, 0]


def test_negative_gains_round_half_away_from_zero():
    rows = one_training([60], [(1, None)])
    rows["tests"] = [result("S1", "P1", "pre", 60, 100), result("S1", "P1", "post", 59.5, 100)]

    assert figures(rows)["GAIN"]["hake_g"] == -0.013


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
    assert figures(other)["S_HELD"] == {"value": 1, "organised": 0, "additive": True}
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


@slowly
@given(strategies.histories())
def test_random_histories_are_valid_for_import(rows):
    minutes = {(line["session"], line["slot"]): line["minutes"] for line in rows["slots"]}
    with_slots = {ref for ref, _ in minutes}
    scores = [(line["session"], line["person"], line["kind"]) for line in rows["tests"]]

    assert len(minutes) == len(rows["slots"])
    assert len(set(scores)) == len(scores)
    assert all(1 <= length <= 720 for length in minutes.values())
    assert {line["ref"] for line in rows["sessions"] if line["state"] == "held"} <= with_slots
    assert all(0 <= (line["minutes"] or 0) <= minutes[line["session"], line["slot"]] for line in rows["attendance"])
    assert all(0 <= line["score"] <= line["max"] for line in rows["tests"])


@slowly
@given(strategies.histories(), strategies.periods())
def test_new_and_returning_people_are_the_people_trained(rows, period):
    counted = figures(rows, *period)

    assert counted["NEW"]["value"] + counted["RET"]["value"] == counted["TRAINED"]["value"]


@slowly
@given(strategies.histories(), strategies.days())
def test_two_halves_unite_in_the_whole(rows, middle):
    first = figures(rows, date(2018, 1, 1), middle)
    second = figures(rows, middle + timedelta(days=1), date(2020, 12, 31))
    whole = figures(rows, date(2018, 1, 1), date(2020, 12, 31))

    assert first["TRAINED"] == first["CUM"] == first["NEW"]
    assert second["CUM"]["value"] == whole["TRAINED"]["value"]
    assert first["NEW"]["value"] + second["NEW"]["value"] == whole["TRAINED"]["value"]


@slowly
@given(strategies.histories(), st.lists(strategies.days(), min_size=3, max_size=3, unique=True).map(sorted))
def test_additive_indicators_add_over_adjacent_periods(rows, days):
    start, middle, end = days
    first, second = figures(rows, start, middle), figures(rows, middle + timedelta(days=1), end)
    whole = figures(rows, start, end)

    counts = [(code, "value") for code in SUMMED]
    for code, key in [*counts, ("S_HELD", "organised"), ("HDP", "headcounted")]:
        assert first[code][key] + second[code][key] == whole[code][key], code
    for code, key in [("H_DEL", "value"), ("PH", "value"), ("PH", "headcounted")]:
        hundredths = [round(100 * part[code][key]) for part in (first, second, whole)]
        assert abs(hundredths[0] + hundredths[1] - hundredths[2]) <= 1, code  # each of them is rounded


@slowly
@given(strategies.histories(), strategies.periods(), st.sampled_from(AXES))
def test_axes_partition_attendances_and_person_axes_partition_people(rows, period, axis):
    answer = recount(rows, *period, by=axis)
    cells = answer["by"][axis].values()
    totals = {code: answer["indicators"][code]["value"] for code in ("ATT", "REACH", "TRAINED")}
    sums = {code: sum(cell[code] for cell in cells) for code in totals}

    assert sums["ATT"] == totals["ATT"]
    assert sums == totals or axis not in PERSON_AXES
    assert all(max(cell[code] for cell in cells) <= totals[code] <= sums[code] for code in totals)


@slowly
@given(
    strategies.histories(),
    strategies.periods(),
    st.sampled_from([("cancelled", "training"), ("planned", "awareness"), ("held", "event")]),
)
def test_a_session_that_is_not_held_is_only_planned(rows, period, state_and_kind):
    state, kind = state_and_kind
    more = deepcopy(rows)
    more["people"].append(person("late"))
    more["sessions"].append(session("extra", state=state, kind=kind))
    more["slots"].append(slot("extra", 1, period[1]))
    more["headcounts"].append(headcount("extra", 1, 100))
    more["tests"] += [result("extra", "late", kind, 10, 20) for kind in ("pre", "post")]
    more["attendance"] += [attendance("extra", 1, line["ref"]) for line in more["people"]]
    expected = figures(rows, *period)
    expected["S_PLAN"]["value"] += kind != "event"

    assert figures(more, *period) == expected


@slowly
@given(strategies.histories(), strategies.periods(), strategies.axes(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows, period, axis, random):
    shuffled = {sheet: random.sample(lines, len(lines)) for sheet, lines in rows.items()}

    assert recount(shuffled, *period, by=axis) == recount(rows, *period, by=axis)


@slowly
@given(strategies.histories(), strategies.periods())
def test_the_bounds_of_the_rooms_are_in_order(rows, period):
    counted = figures(rows, *period)

    assert counted["REACH"]["value"] <= counted["RANGE"]["low"] <= counted["RANGE"]["high"]


@slowly
@given(strategies.histories(shared_keys=()), strategies.periods())
def test_a_network_of_strangers_is_the_sum_of_its_tenants(rows, period):
    alone = figures(rows, *period)
    network = network_recount([("a", rows), ("b", workbook()), ("c", rows)], *period)["indicators"]

    for code in SUMMED:
        assert network[code]["value"] == 2 * alone[code]["value"], code
    assert network["PRO_S"] == {**alone["PRO_S"], "n": 2 * alone["PRO_S"]["n"], "N": 2 * alone["PRO_S"]["N"]}


@slowly
@given(strategies.networks(), strategies.periods())
def test_a_network_never_has_more_sessions_than_its_tenants(tenants, period):
    network = network_recount(tenants, *period)["indicators"]
    each = [figures(rows, *period) for _, rows in tenants]

    sums = {code: sum(one[code]["value"] for one in each) for code in SUMMED}
    for code in ("S_PLAN", "S_HELD"):
        assert network[code]["value"] <= sums[code], code
    for code in ("ATT", "HDP", "CMP", "HC"):
        assert network[code]["value"] == sums[code], code
