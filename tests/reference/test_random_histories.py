"""The reference on random histories: what holds for any of them."""

from copy import deepcopy
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from . import strategies
from .recount import AXES, PERSON_AXES, figures, network_recount, recount
from .rows import attendance, headcount, person, result, session, slot, workbook

SUMMED = ("S_PLAN", "S_HELD", "ATT", "HDP", "CMP", "HC")  # and the hours, which are rounded
slowly = settings(suppress_health_check=[HealthCheck.too_slow])


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
