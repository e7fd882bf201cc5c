"""The line of a figure over the months: from the reader's side, none where there is nothing to see."""

import pytest

from core.line_charts import Segment
from core.sparklines import sparkline

UP_AND_DOWN = (Segment("0%", "24", "50%", "2"), Segment("50%", "2", "100%", "13"))
FROM_THE_RIGHT = (Segment("100%", "24", "50%", "2"), Segment("50%", "2", "0%", "13"))


@pytest.mark.parametrize(("rtl", "drawn"), [(False, UP_AND_DOWN), (True, FROM_THE_RIGHT)])
def test_it_begins_at_the_readers_side(rtl, drawn):
    assert sparkline([0, 10, 5], rtl=rtl) == drawn


@pytest.mark.parametrize("values", [[], [7], [3, 4], [0, 0, 0], [3, None, 4]])
def test_there_is_none_where_there_is_no_course(values):
    assert sparkline(values, rtl=False) == ()
