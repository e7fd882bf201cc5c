"""SVG line charts: this period with its values, the one before as a dashed line. Geometry as in `charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.charts import Number, Row
from core.tables import Column, DataTable, data_table

PLOT, TOP, FOOT = 140, 26, 50  # px: the highest point, room for its value, two lines of labels beneath


@dataclass(frozen=True, slots=True)
class Point:
    """One value of this period, with its label beneath; nothing is written at a zero, which lies on the base line."""

    label: str
    value: Number | None
    text: str
    x: str
    y: str
    value_y: str


@dataclass(frozen=True, slots=True)
class Segment:
    """From one point to the next."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """`before` is empty where there is nothing to compare with."""

    points: tuple[Point, ...]
    line: tuple[Segment, ...]
    before: tuple[Segment, ...]
    height: str
    base_y: str
    label_y: str
    table: DataTable


def line_chart(rows: Sequence[Row], before: Sequence[float] = (), *, rtl: bool, unit_label: str) -> LineChart:
    """Lay out one point per row, the first at the reader's side; `before` has as many values, or none is drawn."""
    values = [float(row.value or 0) for row in rows]
    before = before if len(before) == len(rows) else ()
    top = max([*values, *before], default=0) or 1.0
    places = [_x(index, len(rows), rtl) for index in range(len(rows))]
    heights = [_y(value, top) for value in values]
    return LineChart(
        points=tuple(
            Point(
                label=f"\u2068{row.label}\u2069" if rtl else row.label, value=row.value,
                text=row.text or str(row.value), x=x,
                y=f"{y:g}", value_y=f"{y - 10:g}",
            )
            for row, x, y in zip(rows, places, heights, strict=True)
        ),
        line=segments(places, heights),
        before=segments(places, [_y(value, top) for value in before]) if before else (),
        height=str(TOP + PLOT + FOOT),
        base_y=str(TOP + PLOT),
        label_y=str(TOP + PLOT + 20),
        table=data_table(
            "", (Column(""), Column(unit_label, numeric=True)), ((row.label, row.text or row.value) for row in rows)
        ),
    )  # fmt: skip


def _x(index: int, count: int, rtl: bool) -> str:
    middle = (index + 0.5) * 100 / count
    return f"{round(100 - middle if rtl else middle, 2):g}%"


def _y(value: float, top: float) -> float:
    return round(TOP + PLOT - value / top * PLOT, 1)


def segments(places: Sequence[str], heights: Sequence[float]) -> tuple[Segment, ...]:
    """The lines from each place, at its height in px, to the next."""
    ends = pairwise(zip(places, heights, strict=True))
    return tuple(Segment(x1, f"{y1:g}", x2, f"{y2:g}") for (x1, y1), (x2, y2) in ends)
