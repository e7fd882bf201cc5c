"""The simulation of many NGOs: what was measured comes out of it, and the same with every run."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture
def simulation(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import cells  # bench/ is a folder of programs, no package

    yield cells
    sys.modules.pop("cells", None)


def test_what_was_measured_lies_within_the_error_of_its_line(simulation):
    for points in (
        simulation.MEASURED.catalogue_mb,
        simulation.MEASURED.database_mb,
        simulation.MEASURED.backup_of_one_s,
        simulation.MEASURED.nothing_to_do_s,
    ):
        line = simulation.Line.through(points)
        assert [place for place, value in points if abs(value - line.at(place)) > line.error(place)] == []


def test_the_line_and_its_error_by_hand(simulation):
    """Through (0, 1), (1, 3), (2, 5), (3, 9): slope 2.6, start 0.6, squares left 1.2, so a spread of root 0.6."""
    line = simulation.Line.through(((0, 1), (1, 3), (2, 5), (3, 9)))
    assert (round(line.slope, 6), round(line.start, 6), round(line.spread, 6)) == (2.6, 0.6, round(0.6**0.5, 6))
    assert round(line.error(1), 3) == round(4.303 * 0.6**0.5 * (1 + 1 / 4 + 0.25 / 5) ** 0.5, 3)


def test_it_draws_the_same_every_time(simulation):
    assert [simulation.cells(ngos) for ngos in simulation.SIZES] == [
        simulation.cells(ngos) for ngos in simulation.SIZES
    ]
    assert simulation.cluster(300) == simulation.cluster(300)


def test_a_cell_is_within_every_limit_and_a_thousand_ngos_are_not(simulation):
    assert simulation.cluster(simulation.CELL).beyond(simulation.MACHINE) == []
    assert simulation.cluster(1_000).beyond(simulation.MACHINE) == ["catalogue", "connections"]
    small = replace(simulation.MACHINE, memory_mb=4_096, window_s=60, night_s=60)
    assert simulation.cluster(simulation.CELL, small).beyond(small) == ["catalogue", "connections", "night", "upgrade"]


def test_a_machine_that_is_never_away_leaves_nobody_out(simulation):
    many = simulation.cells(10_000, replace(simulation.MACHINE, away=0))
    assert (many.cells, many.whole, many.away, many.away_at_worst) == (40, 1, 0, 0)
    none = simulation.cells(600, replace(simulation.MACHINE, away=1))
    assert (none.cells, none.whole, none.away, none.away_at_worst) == (3, 0, 600, 600)
