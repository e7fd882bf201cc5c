"""From a figure to its evidence: the people or sessions behind it, then every half-day with who recorded it and when.

`rows_behind` gives the rows of a figure, `columns_behind` what they have, `OPENED` names those that have any;
`trail_of_person` and `trail_of_session` go on to the half-days, `sheets_of` to the pictures of the sheets.
"""

from impact.drilldown.audit_trail import lessons_of_person, sheets_of, trail_of_person, trail_of_session
from impact.drilldown.evidence import OPENED, PER_PAGE, Row, columns_behind, rows_behind

__all__ = [
    "OPENED",
    "PER_PAGE",
    "Row",
    "columns_behind",
    "lessons_of_person",
    "rows_behind",
    "sheets_of",
    "trail_of_person",
    "trail_of_session",
]
