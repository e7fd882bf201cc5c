"""Charts lay out figures as bars and as columns over time, with the table beneath each.

Only geometry is computed here; ``chart_bars.html`` and ``chart_columns.html`` in ``templates/components/`` draw it.
Horizontal measures are percentages of the drawing, vertical ones are pixels, all ready-made strings: a locale with a
decimal comma cannot spoil an attribute, and text keeps its size on a phone. Right-to-left is drawn as such (bars grow
from the right, time runs to the left) with ``direction="ltr"`` and ``text-anchor``, which PDF engines understand too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.tables import Column, DataTable, data_table

Number = int | float | Decimal

# Bars, in pixels: one row, the bar, its top and its label's baseline in the row, what the last row leaves
BAR_ROW, BAR_THICKNESS, BAR_TOP, BAR_LABEL, BAR_FOOT = 50, 14, 26, 16, 6
BAR_REACH = 78  # percent of the width the longest bar takes; the rest is for its value
# Columns, in pixels: the longest one, room for the value above it, two lines of labels beneath
COLUMN_PLOT, COLUMN_TOP, COLUMN_FOOT = 140, 26, 50
COLUMN_SHARE = 0.64  # of its slot that a column fills
BASELINE = 5  # px from the middle of a line of 15 px text to its baseline


@dataclass(frozen=True, slots=True)
class Row:
    """One value to draw. ``text`` is shown in its place ("66 %"); needed where a value is withheld."""

    label: str
    value: Number | None
    text: str = ""

    def __post_init__(self) -> None:
        if self.value is None and not self.text:
            raise ValueError(f"{self.label}: a withheld value needs a text that says so")
        if self.value is not None and self.value < 0:
            raise ValueError(f"{self.label}: {self.value} cannot be drawn from zero")


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar with the places of its label (above) and its value (``gap`` px past ``end``)."""

    label: str
    label_isolated: str
    value: Number | None
    text: str
    is_this: bool
    x: str
    y: str
    width: str
    end: str
    gap: str
    label_y: str
    value_y: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars; ``start`` is the reader's side, where labels are anchored."""

    bars: tuple[Bar, ...]
    height: str
    thickness: str
    start: str
    anchor: str
    table: DataTable


@dataclass(frozen=True, slots=True)
class ColumnBar:
    """One column with its value above and its label under the base line."""

    label: str
    label_isolated: str
    value: Number | None
    text: str
    is_this: bool
    x: str
    y: str
    height: str
    middle: str
    value_y: str


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Columns over time; ``thickness`` is a percentage of the width."""

    bars: tuple[ColumnBar, ...]
    height: str
    thickness: str
    base_y: str
    label_y: str
    table: DataTable


def bar_chart(
    rows: Iterable[Row], *, rtl: bool, unit_label: str, highlight: str | None = None, label_header: str = ""
) -> BarChart:
    """Lay out one bar per row, in the order given.

    ``unit_label`` says what is counted and ``label_header`` what the labels are: the heads of the table's two
    columns. ``highlight`` is the label of the one bar that takes the accent.
    """
    rows = tuple(rows)
    top = _largest(rows)
    bars = []
    for index, row in enumerate(rows):
        width = float(row.value or 0) / top * BAR_REACH
        y = index * BAR_ROW + BAR_TOP
        bars.append(
            Bar(
                label=row.label,
                label_isolated=_isolated(row.label, rtl),
                value=row.value,
                text=row.text,
                is_this=row.label == highlight,
                x=_percent(100 - width if rtl else 0),
                y=str(y),
                width=_percent(width),
                end=_percent(100 - width if rtl else width),
                gap=("-8" if rtl else "8") if width else "0",
                label_y=str(index * BAR_ROW + BAR_LABEL),
                value_y=str(y + BAR_THICKNESS // 2 + BASELINE),
            )
        )
    return BarChart(
        bars=tuple(bars),
        height=str(max(len(rows) * BAR_ROW - BAR_FOOT, 0)),
        thickness=str(BAR_THICKNESS),
        start="100%" if rtl else "0",
        anchor="end" if rtl else "start",
        table=_table_of(rows, label_header, unit_label),
    )


def column_chart(
    rows: Iterable[Row], *, rtl: bool, unit_label: str, highlight: str | None = None, label_header: str = ""
) -> ColumnChart:
    """Lay out one column per row, the first at the reader's side; parameters as in `bar_chart`."""
    rows = tuple(rows)
    top = _largest(rows)
    slot = 100 / max(len(rows), 1)
    thickness = slot * COLUMN_SHARE
    base = COLUMN_TOP + COLUMN_PLOT
    bars = []
    for index, row in enumerate(rows):
        height = round(float(row.value or 0) / top * COLUMN_PLOT, 1)
        middle = (index + 0.5) * slot
        if rtl:
            middle = 100 - middle
        bars.append(
            ColumnBar(
                label=row.label,
                label_isolated=_isolated(row.label, rtl),
                value=row.value,
                text=row.text,
                is_this=row.label == highlight,
                x=_percent(middle - thickness / 2),
                y=f"{base - height:g}",
                height=f"{height:g}",
                middle=_percent(middle),
                value_y=f"{base - height - 8:g}",
            )
        )
    return ColumnChart(
        bars=tuple(bars),
        height=str(base + COLUMN_FOOT),
        thickness=_percent(thickness),
        base_y=str(base),
        label_y=str(base + 20),
        table=_table_of(rows, label_header, unit_label),
    )


def _table_of(rows: Sequence[Row], label_header: str, unit_label: str) -> DataTable:
    columns = (Column(label_header), Column(unit_label, numeric=True))
    return data_table("", columns, ((row.label, row.text or row.value) for row in rows))


def _largest(rows: Sequence[Row]) -> float:
    """The largest value, or 1 where there is nothing to compare, so that dividing is safe."""
    return max((float(row.value or 0) for row in rows), default=0) or 1.0


def _percent(value: float) -> str:
    return f"{round(value, 2):g}%"


def _isolated(label: str, rtl: bool) -> str:
    """In a right-to-left drawing, a label in first-strong isolates: its own script sets its order."""
    return f"\u2068{label}\u2069" if rtl else label
