"""SVG sparklines: how a figure went over the months, beside its number. Drawn for the eye alone: each month's number
stands in the table of the chart over time."""

from collections.abc import Sequence

from core.line_charts import Segment, segments

HEIGHT, EDGE = 26, 2  # px: the drawing, and the room for half a stroke above and beneath
FEWEST = 3  # points that make a course


def sparkline(values: Sequence[int | None], *, rtl: bool) -> tuple[Segment, ...]:
    """The line through these values, the first at the reader's side; empty where there is no course to see: fewer than
    three values, one that is not known, or nothing but zeros."""
    known = [value for value in values if value is not None]
    if len(known) < max(FEWEST, len(values)) or not any(known):
        return ()
    last, top = len(known) - 1, max(known)
    places = [100 * (last - index if rtl else index) / last for index in range(len(known))]
    heights = [HEIGHT - EDGE - value / top * (HEIGHT - 2 * EDGE) for value in known]
    return segments([f"{round(place, 2):g}%" for place in places], [round(height, 1) for height in heights])
