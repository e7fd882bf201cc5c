"""Counting people trained (definitions.md): the figures of one NGO and the sums over the network."""

from impact.counting.network import count_network
from impact.counting.tenant import count_tenant
from impact.facts.period import Period, PeriodError
from impact.facts.selection import Selection

__all__ = ["Period", "PeriodError", "Selection", "count_network", "count_tenant"]
