"""Writes a report as IATI 2.03 results, with the aggregation status of each indicator (iatistandard.org, `result`)."""

from xml.etree import ElementTree as ET

from core.languages import active
from impact.facts.definitions import BESIDE, parts_of
from impact.presentation import IndicatorRow
from impact.publishing.reports.content import Report

OUTPUT, OUTCOME, UNIT, PERCENTAGE = "1", "2", "1", "2"
NATIONAL_NGO, IMPLEMENTING, UNDER_WAY, ACTUAL_START, ACTUAL_END = "22", "4", "2", "2", "4"
OUTCOMES = ("GAIN", "RETENTION")
VERSION = "2.03"
NOT_IN_AN_IDENTIFIER = str.maketrans("/&|?", "----")


def as_iati(report: Report, schema: str, country: str = "") -> bytes:
    """`schema` names the reporting organisation; figures that are hidden are left out. Elements stand in the order
    that the schema of IATI 2.03 asks for."""
    root = ET.Element("iati-activities", version=VERSION)
    activity = ET.SubElement(root, "iati-activity", {"xml:lang": active()})
    named = f"{schema}-{report.project or 'all'}-{report.period.start}-{report.period.end}"
    ET.SubElement(activity, "iati-identifier").text = named.translate(NOT_IN_AN_IDENTIFIER)
    _narrative(ET.SubElement(activity, "reporting-org", ref=schema, type=NATIONAL_NGO), report.organisation)
    _narrative(ET.SubElement(activity, "title"), f"{report.title}, {report.period_title}")
    _narrative(ET.SubElement(activity, "description"), " ".join([*report.notes, *report.causes, report.digest]))
    body = ET.SubElement(activity, "participating-org", ref=schema, type=NATIONAL_NGO, role=IMPLEMENTING)
    _narrative(body, report.organisation)
    ET.SubElement(activity, "activity-status", code=UNDER_WAY)
    for kind, day in ((ACTUAL_START, report.period.start), (ACTUAL_END, report.period.end)):
        ET.SubElement(activity, "activity-date", {"type": kind, "iso-date": day.isoformat()})
    if country:
        ET.SubElement(activity, "recipient-country", code=country)
    for row in report.figures:
        if row.value is not None:
            _result(activity, report, row)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _result(activity: ET.Element, report: Report, row: IndicatorRow) -> None:
    """One figure with its total and, where it has cells, a value for each that is shown."""
    flag = _flag(row.is_additive)
    kind = OUTCOME if row.code in OUTCOMES else OUTPUT
    result = ET.SubElement(activity, "result", {"type": kind, "aggregation-status": flag})
    _narrative(ET.SubElement(result, "title"), str(row.name))
    measure = PERCENTAGE if row.code in ("PRO", "PRO_S", "RETENTION") else UNIT
    indicator = ET.SubElement(
        result, "indicator", {"measure": measure, "ascending": "1", "aggregation-status": flag}
    )  # fmt: skip
    _narrative(ET.SubElement(indicator, "title"), f"{row.name} ({row.code})")
    _narrative(ET.SubElement(indicator, "description"), str(row.definition))
    period = ET.SubElement(indicator, "period")
    ET.SubElement(period, "period-start", {"iso-date": report.period.start.isoformat()})
    ET.SubElement(period, "period-end", {"iso-date": report.period.end.isoformat()})
    actual = ET.SubElement(period, "actual", value=f"{row.value}")
    if row.basis:
        _narrative(ET.SubElement(actual, "comment"), row.basis)
    for axis, cells in report.cells.items():
        for value, cell in cells.items():
            if cell.get(row.code) is not None:
                part = ET.SubElement(period, "actual", value=f"{cell[row.code]}")
                for name, one in zip(parts_of(axis), value.split(BESIDE), strict=True):
                    ET.SubElement(part, "dimension", name=name, value=one)


def _narrative(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "narrative").text = text


def _flag(is_additive: bool) -> str:
    return "1" if is_additive else "0"
