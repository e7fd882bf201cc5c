"""Signals of sessions that the apps above may react to."""

from django.dispatch import Signal

# Sent when a records workbook has been imported, with `batch` (people.models.ImportBatch) and `report`
# (sessions.records.report.Report, whose `sessions` and `people` are the primary keys of what changed), in the
# NGO's schema and in the import's transaction: what a receiver writes stands or falls with it.
records_imported = Signal()
