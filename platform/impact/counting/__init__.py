"""Counting people trained (definitions.md): the figures of one NGO, and the sums over the network.

What other apps may import stands here. `count_tenant` and `count_network` give every figure as the command `count`
prints it, `count_raw` the same before rounding; `count_asked` and `count_before` are for who asks several things of one
selection (`parameters_for`); `select` runs a query of one's own over the facts. `supplementary` and
`measure_cycles` measure what no figure holds. A network is added up (`add_up`) from the parts of its NGOs
(`measure_part`), whose people are joined by tokens; of NGOs that have left it remembers what was kept (`recall`, which
`register_memory` fills). Of the axes it tells which roll up, and how.
"""

from impact.counting import supplementary
from impact.counting.cycles import measure_cycles, read_cycles
from impact.counting.figures import count_all
from impact.counting.linking import Groups, tokens_of_people
from impact.counting.memory import CONDITIONS, NOTHING, LastCount, Memory, people_of, recall, register_memory
from impact.counting.network import add_up, count_network
from impact.counting.parts import Part, days_of_records, measure_part
from impact.counting.query import parameters_for, select
from impact.counting.supplementary import measure as measure_supplementary
from impact.counting.tenant import additive, count_asked, count_before, count_raw, count_tenant, express
from impact.facts.definitions import AXES, BESIDE, CROSSED, LEVELS, is_axis, rolled_up, splits_people
from impact.facts.parameters import CountParameters
from impact.facts.period import Period, PeriodError
from impact.facts.selection import Selection

__all__ = [
    "AXES",
    "BESIDE",
    "CONDITIONS",
    "CROSSED",
    "LEVELS",
    "NOTHING",
    "CountParameters",
    "Groups",
    "LastCount",
    "Memory",
    "Part",
    "Period",
    "PeriodError",
    "Selection",
    "add_up",
    "additive",
    "count_all",
    "count_asked",
    "count_before",
    "count_network",
    "count_raw",
    "count_tenant",
    "days_of_records",
    "express",
    "is_axis",
    "measure_cycles",
    "measure_part",
    "measure_supplementary",
    "parameters_for",
    "people_of",
    "read_cycles",
    "recall",
    "register_memory",
    "rolled_up",
    "select",
    "splits_people",
    "supplementary",
    "tokens_of_people",
]
