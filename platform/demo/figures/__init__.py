"""The demo's figures: six invented NGOs whose workbooks add up to the published totals of 2019.

The totals come from the source report (35 sessions, 1,787 attendances, 1,179 of them by professionals, 23
sessions for professionals, five SAVE trainings with 151, a cycle of three with 63); who came is invented.
Everything is reproducible: the same NGO and year give the same rows on every machine.
"""

from demo.figures.ngos import NGOS, DemoNgo
from demo.figures.workbook import workbook_rows, write_workbook

__all__ = ["NGOS", "DemoNgo", "workbook_rows", "write_workbook"]
