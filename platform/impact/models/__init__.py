"""Periods and snapshots, targets and saved views, sampling audits, who reads from outside."""

from impact.models.access import ApiToken, ProjectReader
from impact.models.audits import Audit, Recount
from impact.models.periods import ReportingPeriod, Snapshot, canonical_json, chained_digest
from impact.models.views import SavedView, Target

__all__ = [
    "ApiToken",
    "Audit",
    "ProjectReader",
    "Recount",
    "ReportingPeriod",
    "SavedView",
    "Snapshot",
    "Target",
    "canonical_json",
    "chained_digest",
]
