"""Counting people trained (definitions.md): the figures of one NGO, and the sums over the network.

What other rooms ask is named here: `count_tenant` and `count_network` give every figure as the command `count` prints
it; `count_raw` the same before rounding; `select` runs a query of one's own over the facts. `supplementary` and
`cycles` measure what no figure holds; `network` and `linking` give the parts that the network adds up.
"""

from impact.counting import supplementary
from impact.counting.calendar import attendances_by_month
from impact.counting.network import count_network
from impact.counting.query import parameters_for, select
from impact.counting.tenant import count_raw, count_tenant
from impact.facts.parameters import CountParameters
from impact.facts.period import Period, PeriodError
from impact.facts.selection import Selection

__all__ = [
    "CountParameters",
    "Period",
    "PeriodError",
    "Selection",
    "attendances_by_month",
    "count_network",
    "count_raw",
    "count_tenant",
    "parameters_for",
    "select",
    "supplementary",
]
