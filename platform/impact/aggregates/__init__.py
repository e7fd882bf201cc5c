"""Aggregate tables that make counting quick, and are never more than what the evidence gives (docs/decisions/0014).

Whatever counts leaves a mark in the transaction that writes it (impact.receivers): `mark_dirty`. Before anything is
counted `refresh` applies the marks: the sessions and people they name are resolved anew from the evidence, and the sums
over calendar periods move by what these people counted before and count now. `rebuild` makes all tables anew, `verify`
finds the same again from the evidence alone and says where the tables differed.
"""

from impact.aggregates.dirty import mark_dirty
from impact.aggregates.refreshing import rebuild, refresh
from impact.aggregates.tallies import ALL_TIME, SCOPED_AXES, SCOPES
from impact.aggregates.verifying import Mismatch, verify

__all__ = ["ALL_TIME", "SCOPED_AXES", "SCOPES", "Mismatch", "mark_dirty", "rebuild", "refresh", "verify"]
