"""Reports from a published snapshot, small cells hidden: PDF, spreadsheet, CSV, IATI. All say the same numbers."""

from impact.publishing.reports.content import Report, make_live, make_report
from impact.publishing.reports.files import LABELS, as_file, as_pdf, live_file
from impact.publishing.reports.iati import as_iati
from impact.publishing.reports.sheets import as_csv, as_workbook

__all__ = [
    "LABELS",
    "Report",
    "as_csv",
    "as_file",
    "as_iati",
    "as_pdf",
    "as_workbook",
    "live_file",
    "make_live",
    "make_report",
]
