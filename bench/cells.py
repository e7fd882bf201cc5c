#!/usr/bin/env python
"""`make bench-cells`: where one cluster ends, and what several behind one hub cost, up to 10,000 NGOs, by simulation.

Needs no database. What is put in was measured (`MEASURED`, with where and when); what the machine is and which nights
and windows there are is assumed (`Machine`), stated and changed here. A straight line is laid through what was
measured; its error, printed beside each number, is that of the line for one more machine like those measured (95 %,
Student's t). Far outside what was measured (300 NGOs) the line itself is an assumption: the error does not hold it.
Who is asked for by which connection, and which machines are away, is drawn at random, the same with every run.
"""

import random
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass

SIZES = (20, 100, 200, 300, 500, 1_000, 2_000, 5_000, 10_000)
CELL = 250  # NGOs of a cell: what docs/scaling.md advises, 200 to 300
SEED, DRAWS = 20_261_130, 400
STUDENT = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776}  # two-sided 95 %, by degrees of freedom


@dataclass(frozen=True)
class Machine:
    """What a cell runs on, and what its operator grants. A limit is where something is missed, not where it breaks."""

    memory_mb: int = 16_384
    cores: int = 4
    connections: int = 40  # web threads, workers, scheduler
    catalogue_share: float = 1 / 16  # of the memory: more pushes the rows that people read out of PostgreSQL's buffers
    connections_share: float = 1 / 4
    night_s: int = 6 * 3600  # for the backups, one after the other
    window_s: int = 3600  # for an upgrade, behind the maintenance page
    requests_of_a_connection: int = 2_000  # before it is closed
    away: float = 0.005  # share of the time in which a machine does not answer: 1.8 days a year
    answer_s: float = 0.05  # of an NGO's figures over the interface for programs
    at_once: int = 8  # questions of the hub


@dataclass(frozen=True)
class Measured:
    """(NGOs, number) as measured on one PostgreSQL 15 on two cores, cloned NGOs without rows of their own."""

    catalogue_mb: tuple[tuple[int, float], ...] = ((4, 30), (20, 86), (60, 223), (200, 706))
    database_mb: tuple[tuple[int, float], ...] = ((4, 79), (20, 265), (60, 729), (200, 2_357))
    backup_of_one_s: tuple[tuple[int, float], ...] = ((20, 0.3), (60, 0.5), (200, 2.0), (300, 2.4))
    nothing_to_do_s: tuple[tuple[int, float], ...] = ((20, 1.8), (60, 1.8), (200, 3.5), (300, 2.9))
    connection_mb: float = 2.8  # of its own, that has served one NGO (bench/many.py)
    of_a_visit_mb: float = 0.42  # for each NGO more whose pages it has served; 0.10 to 0.14 where it asked little
    upgrade_of_one_s: float = 6.5  # of one core, over forty migrations (tests/upgrading/test_many.py)


MACHINE, MEASURED = Machine(), Measured()


@dataclass(frozen=True)
class Line:
    """A straight line through what was measured, by least squares."""

    slope: float
    start: float
    spread: float
    middle: float
    width: float
    count: int

    @classmethod
    def through(cls, points: Sequence[tuple[int, float]]) -> "Line":
        places, values = [float(place) for place, _value in points], [value for _place, value in points]
        slope, start = statistics.linear_regression(places, values)
        left = sum((value - start - slope * place) ** 2 for place, value in points)
        middle = statistics.fmean(places)
        width = sum((place - middle) ** 2 for place in places)
        return cls(slope, start, (left / (len(points) - 2)) ** 0.5, middle, width, len(points))

    def at(self, ngos: int) -> float:
        return max(self.start + self.slope * ngos, 0)

    def error(self, ngos: int) -> float:
        """Half of the interval in which one more measurement lies, 95 of 100 times."""
        far = (ngos - self.middle) ** 2 / self.width
        return STUDENT[self.count - 2] * self.spread * (1 + 1 / self.count + far) ** 0.5


@dataclass(frozen=True)
class Cluster:
    """So many NGOs behind one coordinator: each node holds every NGO's tables, so more nodes make none of this less."""

    ngos: int
    catalogue_mb: float
    catalogue_error: float
    database_mb: float
    connections_mb: float
    backups_s: float
    upgrade_s: float
    look_s: float

    def beyond(self, machine: Machine) -> list[str]:
        """What it misses, in a word each."""
        found = {
            "catalogue": self.catalogue_mb > machine.memory_mb * machine.catalogue_share,
            "connections": self.connections_mb > machine.memory_mb * machine.connections_share,
            "night": self.backups_s > machine.night_s,
            "upgrade": self.upgrade_s > machine.window_s,
        }
        return [word for word, missed in found.items() if missed]


def cluster(ngos: int, machine: Machine = MACHINE, measured: Measured = MEASURED) -> Cluster:
    catalogue, database = Line.through(measured.catalogue_mb), Line.through(measured.database_mb)
    of_one, look = Line.through(measured.backup_of_one_s), Line.through(measured.nothing_to_do_s)
    visited = seen_by_a_connection(ngos, machine.requests_of_a_connection)
    return Cluster(
        ngos=ngos, catalogue_mb=catalogue.at(ngos), catalogue_error=catalogue.error(ngos),
        database_mb=database.at(ngos),
        connections_mb=machine.connections * (measured.connection_mb + measured.of_a_visit_mb * visited),
        backups_s=ngos * of_one.at(ngos), upgrade_s=ngos * measured.upgrade_of_one_s / machine.cores,
        look_s=look.at(ngos),
    )  # fmt: skip


def seen_by_a_connection(ngos: int, requests: int) -> float:
    """How many different NGOs a connection serves before it is closed, in the mean: the n-th busiest is asked for 1/n
    as often as the busiest (Zipf)."""
    draw, weights = random.Random(SEED), [1 / place for place in range(1, ngos + 1)]  # noqa: S311  no secret
    rounds = 20
    return statistics.fmean(len(set(draw.choices(range(ngos), weights, k=requests))) for _round in range(rounds))


@dataclass(frozen=True)
class Cells:
    """So many NGOs on cells of `CELL`, behind one hub that asks each for its figures."""

    ngos: int
    cells: int
    gathering_s: float
    whole: float  # of the nights: every cell answers
    away: float  # NGOs that the sums of a night lack, in the mean
    away_at_worst: int  # in nineteen nights of twenty no more


def cells(ngos: int, machine: Machine = MACHINE) -> Cells:
    number = -(-ngos // CELL)
    draw = random.Random(SEED)  # noqa: S311  no secret
    nights = sorted(
        sum(min(CELL, ngos - CELL * cell) for cell in range(number) if draw.random() < machine.away)
        for _night in range(DRAWS)
    )
    return Cells(
        ngos=ngos, cells=number, gathering_s=ngos * machine.answer_s / machine.at_once,
        whole=sum(not missing for missing in nights) / DRAWS, away=statistics.fmean(nights),
        away_at_worst=nights[int(0.95 * DRAWS) - 1],
    )  # fmt: skip


def main() -> int:
    print(f"One cluster of {MACHINE.cores} cores and {MACHINE.memory_mb // 1024} GB a machine\n")
    print("| NGOs | catalogue MB | database MB | connections MB | backups h | upgrade min | nothing to do s | misses |")
    print("|---|---|---|---|---|---|---|---|")
    for one in map(cluster, SIZES):
        print(
            f"| {one.ngos:,} | {one.catalogue_mb:,.0f} ± {one.catalogue_error:,.0f} | {one.database_mb:,.0f} "
            f"| {one.connections_mb:,.0f} | {one.backups_s / 3600:.1f} | {one.upgrade_s / 60:,.0f} "
            f"| {one.look_s:.0f} | {', '.join(one.beyond(MACHINE)) or '–'} |"
        )
    print(f"\nCells of {CELL} behind one hub\n")
    print(
        "| NGOs | cells | figures gathered, s | nights with everybody | NGOs away, mean | in 19 of 20 nights at most |"
    )
    print("|---|---|---|---|---|---|")
    for many in map(cells, SIZES):
        print(
            f"| {many.ngos:,} | {many.cells} | {many.gathering_s:.0f} | {many.whole:.0%} | {many.away:.1f} "
            f"| {many.away_at_worst:,} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
