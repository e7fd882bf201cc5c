"""The tables that keep counts up to date (docs/decisions/0014).

Whatever counts leaves a mark in the transaction that writes it (impact.receivers). Before anything is counted the marks
are folded: the sessions and people they name are resolved anew from the evidence, and the sums over calendar periods
move by what these people counted before and count now. `prove` finds the same again from the evidence alone.
"""

from impact.aggregates.dirty import mark
from impact.aggregates.refreshing import keep_up, make_anew
from impact.aggregates.verifying import Difference, prove

__all__ = ["Difference", "keep_up", "make_anew", "mark", "prove"]
