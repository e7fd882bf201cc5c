"""Periods and snapshots, targets and saved views, sampling audits, who reads from outside, counts kept up to date."""

from impact.models.access import ApiToken, ProjectReader
from impact.models.aggregates import Kept, OnlineDay, PeriodTally, PresenceDay, SessionDay, TestPair, Touched
from impact.models.audits import Audit, Recount, SheetCount
from impact.models.periods import SHORT_DIGEST, ReportingPeriod, Snapshot, canonical_json, chained_digest
from impact.models.views import SavedView, Target

__all__ = [
    "SHORT_DIGEST",
    "ApiToken",
    "Audit",
    "Kept",
    "OnlineDay",
    "PeriodTally",
    "PresenceDay",
    "ProjectReader",
    "Recount",
    "ReportingPeriod",
    "SavedView",
    "SessionDay",
    "SheetCount",
    "Snapshot",
    "Target",
    "TestPair",
    "Touched",
    "canonical_json",
    "chained_digest",
]
