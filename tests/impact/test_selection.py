"""A filtered count equals the cell of its axis and the recount of what was chosen, whatever the history."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.counting import Period, Selection, count_tenant
from impact.facts.definitions import LEVELS, PERSON_AXES, SESSION_AXES
from sessions.records.actions import import_rows
from tests.reference import strategies
from tests.reference.recount import recount
from tests.support.random_histories import random_histories, undone

CHOOSING = [axis for axis in SESSION_AXES if axis != "month"]
STORED = [axis for axis in CHOOSING if axis not in LEVELS]
COLUMNS = {"session_language": "language"}


def of_cells(counted):
    return {code: counted["indicators"][code]["value"] for code in ("ATT", "REACH", "TRAINED")}


@random_histories
@given(rows=strategies.histories(), period=strategies.periods(), axis=st.sampled_from([*PERSON_AXES, *CHOOSING]))
def test_a_filter_gives_the_cell_of_its_axis(own_ngo, rows, period, axis):
    with undone():
        import_rows(rows=rows, tenant=own_ngo)
        period = Period(*period)
        cells = count_tenant(period, axis)["by"][axis]
        for value, cell in cells.items():
            assert of_cells(count_tenant(period, selection=Selection({axis: value}))) == cell


@random_histories
@given(rows=strategies.histories(), period=strategies.periods(), axis=st.sampled_from(STORED), data=st.data())
def test_chosen_sessions_count_as_if_there_were_no_others(own_ngo, rows, period, axis, data):
    column = COLUMNS.get(axis, axis)
    values = sorted({row.get(column) or "unknown" for row in rows["sessions"]} | {"unknown"})
    value = data.draw(st.sampled_from(values))
    kept = {row["ref"] for row in rows["sessions"] if (row.get(column) or "unknown") == value}
    chosen = dict(rows)
    chosen["sessions"] = [row for row in rows["sessions"] if row["ref"] in kept]
    for sheet in ("slots", "attendance", "headcounts", "tests"):
        chosen[sheet] = [row for row in rows[sheet] if row["session"] in kept]
    with undone():
        import_rows(rows=rows, tenant=own_ngo)
        counted = count_tenant(Period(*period), selection=Selection({axis: value}))
    assert counted == recount(chosen, *period, scope="tenant:own_ngo")


def test_an_axis_that_is_none_is_refused():
    with pytest.raises(KeyError):
        Selection({"password": "x"})
