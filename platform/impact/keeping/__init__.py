"""The tables that keep counts up to date (docs/decisions/0014).

Whatever counts leaves a mark in the transaction that writes it (impact.receivers). Before anything is counted the marks
are folded: the sessions and people they name are resolved anew from the evidence, and the sums over calendar periods
move by what these people counted before and count now. `prove` finds the same again from the evidence alone.
"""

from impact.keeping.folding import keep_up, make_anew
from impact.keeping.marking import mark
from impact.keeping.proving import Difference, prove

__all__ = ["Difference", "keep_up", "make_anew", "mark", "prove"]
