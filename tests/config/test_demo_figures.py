"""The demo's workbooks add up to the published figures, by the recount of tests/reference."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from demo.figures import NGOS, workbook_rows
from tests.reference.indicators import NOT_PROFESSIONAL
from tests.reference.recount import network_recount, recount

Workbooks = list[tuple[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def workbooks() -> dict[int, Workbooks]:
    return {year: [(ngo.schema, workbook_rows(ngo.schema, year)) for ngo in NGOS] for year in (2018, 2019)}


def counted(workbooks: dict[int, Workbooks], year: int) -> dict[str, Any]:
    return network_recount(workbooks[year], date(year, 1, 1), date(year, 12, 31))["indicators"]


def cells(workbooks: dict[int, Workbooks], axis: str) -> Counter[str]:
    """Attendances of 2019 by cell, all NGOs together."""
    total: Counter[str] = Counter()
    for _schema, rows in workbooks[2019]:
        by = recount(rows, date(2019, 1, 1), date(2019, 12, 31), by=axis)["by"][axis]
        total.update({cell: values["ATT"] for cell, values in by.items()})
    return total


def test_2019_is_as_published(workbooks: dict[int, Workbooks]) -> None:
    figures = counted(workbooks, 2019)
    assert (figures["S_HELD"]["value"], figures["S_HELD"]["organised"]) == (35, 34)
    assert figures["ATT"]["value"] == 1787
    assert (figures["PRO_S"]["n"], figures["PRO_S"]["N"]) == (23, 35)


def test_2018_is_as_published(workbooks: dict[int, Workbooks]) -> None:
    figures = counted(workbooks, 2018)
    assert (figures["PRO_S"]["n"], figures["PRO_S"]["N"], figures["ATT"]["value"]) == (13, 25, 718)


def test_professionals_came_1179_times(workbooks: dict[int, Workbooks]) -> None:
    by_category = cells(workbooks, "category")
    assert sum(by_category.values()) == 1787
    assert sum(number for cell, number in by_category.items() if cell not in {*NOT_PROFESSIONAL, "unknown"}) == 1179


def test_the_save_trainings_had_151_attendances(workbooks: dict[int, Workbooks]) -> None:
    assert cells(workbooks, "project")["SAVE"] == 151


def test_the_cycle_had_63_attendances_of_61_people(workbooks: dict[int, Workbooks]) -> None:
    paris = next(rows for schema, rows in workbooks[2019] if schema == "save_paris")
    cycle = recount(paris, date(2019, 1, 1), date(2019, 12, 31), by="cycle")["by"]["cycle"]["controle-2019"]
    assert (cycle["ATT"], cycle["REACH"]) == (63, 61)
