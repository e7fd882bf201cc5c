"""Charts of the dashboard: eight rows, then the others as one; the table beneath has each."""

import pytest

from impact.presentation.dashboard import draw_axis


def cells(*counts):
    named = {f"N{number}": count for number, count in enumerate(counts)} | {"unknown": 1}
    return {name: {"ATT": count, "REACH": count, "TRAINED": 0} for name, count in named.items()}


@pytest.mark.parametrize(
    ("counts", "bars"),
    [
        pytest.param([9, 8, 7, 6, 5, 4, 3, 2], [9, 8, 7, 6, 5, 4, 3, 2, 1], id="nine rows stay"),
        pytest.param([9, 8, 7, 6, 5, 4, 3, 2, 2], [9, 8, 7, 6, 5, 4, 3, 2, 3], id="ten are nine"),
    ],
)
def test_eight_rows_then_the_others(own_ngo, counts, bars):
    drawn = draw_axis("category", cells(*counts))
    assert [bar.value for bar in drawn.chart.bars] == bars
    assert len(drawn.chart.table.rows) == len(counts) + 1
