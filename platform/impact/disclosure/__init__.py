"""Small cells (definitions.md, section 5): what a publication hides so that nobody can be told apart.

`hide` says which cells of a table have to go; `concealed_cells` which cells of a snapshot, given everything that is out
already. `COUNTS` are the figures that count people,
`OF_SESSIONS` those that count none.
"""

from impact.disclosure.concealing import concealed_cells
from impact.disclosure.hiding import FUNDER_K, PUBLIC_K, hide
from impact.disclosure.layout import COUNTS, OF_SESSIONS
from impact.disclosure.tables import Equation, Table, crossed, listed

__all__ = [
    "COUNTS",
    "FUNDER_K",
    "OF_SESSIONS",
    "PUBLIC_K",
    "Equation",
    "Table",
    "concealed_cells",
    "crossed",
    "hide",
    "listed",
]
