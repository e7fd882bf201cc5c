"""A report as IATI 2.03 results, with the aggregation status of each indicator (iatistandard.org, `result`)."""

from xml.etree import ElementTree as ET

from core.languages import active
from impact.reports.content import Report

OUTPUT, UNIT, PERCENTAGE = "1", "1", "2"
VERSION = "2.03"


def as_iati(report: Report, identifier: str) -> bytes:
    """`identifier` names the reporting organisation and activity; figures that are hidden are left out."""
    root = ET.Element("iati-activities", version=VERSION)
    activity = ET.SubElement(root, "iati-activity", {"xml:lang": active()})
    ET.SubElement(activity, "iati-identifier").text = identifier
    organisation = ET.SubElement(activity, "reporting-org", ref=identifier.split("/", 1)[0], type="22")
    _narrative(organisation, report.organisation)
    _narrative(ET.SubElement(activity, "title"), f"{report.title}, {report.period_title}")
    for row in report.figures:
        if row.value is None:
            continue
        result = ET.SubElement(activity, "result", {"type": OUTPUT, "aggregation-status": _flag(row.is_additive)})
        _narrative(ET.SubElement(result, "title"), str(row.name))
        indicator = ET.SubElement(
            result, "indicator",
            {"measure": PERCENTAGE if row.code in ("PRO", "PRO_S") else UNIT, "ascending": "1",
             "aggregation-status": _flag(row.is_additive)},
        )  # fmt: skip
        _narrative(ET.SubElement(indicator, "title"), f"{row.name} ({row.code})")
        _narrative(ET.SubElement(indicator, "description"), str(row.definition))
        period = ET.SubElement(indicator, "period")
        ET.SubElement(period, "period-start", {"iso-date": report.period.start.isoformat()})
        ET.SubElement(period, "period-end", {"iso-date": report.period.end.isoformat()})
        actual = ET.SubElement(period, "actual", value=f"{row.value:g}")
        if row.basis:
            _narrative(ET.SubElement(actual, "comment"), row.basis)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _narrative(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "narrative").text = text


def _flag(is_additive: bool) -> str:
    return "1" if is_additive else "0"
