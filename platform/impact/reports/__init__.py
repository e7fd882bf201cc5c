"""Reports from a published snapshot, small cells hidden: PDF, spreadsheet, CSV, IATI. All say the same numbers."""

from impact.reports.content import Report, make_live, make_report
from impact.reports.iati import as_iati
from impact.reports.sheets import as_csv, as_workbook
from impact.reports.typeset import as_pdf

__all__ = ["Report", "as_csv", "as_iati", "as_pdf", "as_workbook", "make_live", "make_report"]
