"""Backups on a timer: made, read back, put where BACKUP_TO says, rotated, and restored once a week to see that they can
be. `last_runs` is what the doctor and the health board tell of them."""

from tenants.keeping.daily import KeepingError, keep
from tenants.keeping.runs import LATE, TRIAL_LATE, LastRuns, last_runs

__all__ = ["LATE", "TRIAL_LATE", "KeepingError", "LastRuns", "keep", "last_runs"]
