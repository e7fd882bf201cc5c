"""Periods and snapshots, targets and saved views, sampling audits, who reads from outside, aggregate tables."""

from impact.models.access import ApiToken, ProjectReader
from impact.models.aggregates import (
    AggregateBuild,
    CachedCount,
    DirtyMark,
    OnlineDay,
    PeriodTally,
    PresenceDay,
    SessionDay,
    TestPair,
)
from impact.models.audits import Audit, Recount, SheetCount
from impact.models.periods import SHORT_DIGEST, ReportingPeriod, Snapshot, canonical_json, chained_digest
from impact.models.typed import TypedValue
from impact.models.views import SavedView, Target

__all__ = [
    "SHORT_DIGEST",
    "AggregateBuild",
    "ApiToken",
    "Audit",
    "CachedCount",
    "DirtyMark",
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
    "TypedValue",
    "canonical_json",
    "chained_digest",
]
