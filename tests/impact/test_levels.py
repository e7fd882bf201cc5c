"""At which level a table is published: the finest at which at most one row in five is hidden (section 8, 2)."""

import datetime

import pytest

from impact.disclosure.layout import AXES, level_of
from impact.models import Snapshot
from impact.publishing import open_period
from impact.publishing.published import Published
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.periods import publish

YEAR = datetime.date(2019, 1, 1), datetime.date(2019, 12, 31)


def of_people(**counts):
    """One session of so many people by profession."""
    rows = workbook()
    refs = {f"{code}-{number}": code for code, count in counts.items() for number in range(count)}
    rows["people"] = [person(ref, category=code, sex="f", age_band="35-49") for ref, code in refs.items()]
    rows["sessions"], rows["slots"] = [session("S", region="MA-04")], [slot("S", 1, "2019-05-02")]
    rows["attendance"] = [attendance("S", 1, ref) for ref in refs]
    return rows


def published(tenant, **counts):
    import_rows(rows=of_people(**counts), tenant=tenant)
    return publish(open_period(start=YEAR[0], end=YEAR[1]))


SIX = {"police": 12, "gendarme": 11, "judge": 14, "lawyer": 13, "health": 15, "ngo_staff": 10}


@pytest.mark.parametrize(
    ("counts", "levels"),
    [
        pytest.param(SIX, ("category", "category"), id="nobody is few"),
        pytest.param(SIX | {"gendarme": 3, "police": 20}, ("category_group", "category_group"), id="two of six hidden"),
        pytest.param(SIX | {"gendarme": 6}, ("category", "category_group"), id="few for the public alone"),
    ],
)
def test_coarser_before_hidden(own_ngo, counts, levels):
    snapshot = published(own_ngo, **counts)
    shown = [Published(snapshot, k) for k in (5, 10)]
    assert tuple(one.level("category") for one in shown) == levels
    for one in shown:
        table = one.tables()[one.level("category")]
        assert [value for value, cell in table.items() if cell["REACH"] is None] == []
        assert sum(cell["REACH"] for cell in table.values()) == sum(counts.values())
        assert one.indicators["PRO"]["n"] == sum(counts.values())
    assert snapshot.data["definition_version"] == 2


def test_a_restatement_keeps_the_level_of_the_first_publication(own_ngo):
    counts = SIX | {"gendarme": 3, "police": 20}
    first = published(own_ngo, **counts)
    import_rows(rows=of_people(**counts | {"gendarme": 30}), tenant=own_ngo)
    second = publish(first.period)
    assert second.data["levels"] == first.data["levels"]
    assert Published(second, 5).level("category") == "category_group"


def test_a_publication_of_before_stays_as_it_was(own_ngo):
    """One without levels is shown, and restated, at the finest: its layout was frozen so."""
    snapshot = published(own_ngo, **SIX | {"gendarme": 3, "police": 20})
    content = {name: value for name, value in snapshot.data.items() if name != "levels"} | {"definition_version": 1}
    assert {level_of(content, k, "", axis) for k in (5, 10) for axis in AXES} == set(AXES)
    assert Snapshot.objects.count() == 1
