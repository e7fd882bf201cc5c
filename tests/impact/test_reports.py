"""Reports as files: the order that IATI asks for, words and mark of the PDF in three languages, marks of the sheets."""

import io

import openpyxl
import pypdfium2
import pytest
from defusedxml import ElementTree
from django.utils import translation
from python_calamine import CalamineWorkbook

from accounts.models import User
from accounts.roles import Role
from impact.disclosure import FUNDER_K, PUBLIC_K
from impact.publishing import make_report
from impact.publishing.reports import as_iati, as_pdf, as_workbook
from sessions.models import TrainingSession
from sessions.records.actions import import_rows
from tests.reference import oracles
from tests.support.pdf_ua import faults
from tests.support.periods import merge_and_late_sheet, publish

# The children of each element in the order of the schema of IATI 2.03 (iatistandard.org): those that we write.
ORDER = {
    "iati-activities": ["iati-activity"],
    "iati-activity": [
        "iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status",
        "activity-date", "recipient-country", "result",
    ],
    "reporting-org": ["narrative"], "title": ["narrative"], "description": ["narrative"],
    "participating-org": ["narrative"], "comment": ["narrative"],
    "result": ["title", "description", "indicator"],
    "indicator": ["title", "description", "period"],
    "period": ["period-start", "period-end", "target", "actual"],
    "actual": ["location", "dimension", "comment"],
    "iati-identifier": [], "activity-status": [], "activity-date": [], "recipient-country": [], "narrative": [],
    "period-start": [], "period-end": [], "dimension": [],
}  # fmt: skip
NEEDED = {
    "iati-activity": ["iati-identifier", "reporting-org", "title", "description", "participating-org",
                      "activity-status", "activity-date"],
    "result": ["title", "indicator"], "indicator": ["title"], "period": ["period-start", "period-end"],
}  # fmt: skip
ATTRIBUTES = {
    "iati-activities": {"version"}, "reporting-org": {"ref", "type"}, "participating-org": {"ref", "type", "role"},
    "activity-status": {"code"}, "activity-date": {"type", "iso-date"}, "recipient-country": {"code"},
    "result": {"type", "aggregation-status"}, "indicator": {"measure", "ascending", "aggregation-status"},
    "period-start": {"iso-date"}, "period-end": {"iso-date"}, "actual": {"value"}, "dimension": {"name", "value"},
}  # fmt: skip


@pytest.mark.parametrize("project", ["", "SAVE"])
def test_iati_stands_in_the_order_of_its_schema(published, project):
    with translation.override("en"):
        report = make_report(published, FUNDER_K, "Argan & Co", project)
        root = ElementTree.fromstring(as_iati(report, "own_ngo", "MA"))
    for element in root.iter():
        children = [child.tag for child in element]
        assert children == sorted(children, key=ORDER[element.tag].index), element.tag
        assert set(NEEDED.get(element.tag, ())) <= set(children), element.tag
        named = {name for name in element.attrib if not name.startswith("{")}
        assert named == ATTRIBUTES.get(element.tag, set()), element.tag
    assert not set(root.findtext("iati-activity/iati-identifier")) & set("/&|?")
    flags = {result.get("aggregation-status"): result for result in root.iter("result")}
    assert set(flags) == {"0", "1"}


def test_iati_tells_the_cells_that_the_sheets_tell(published):
    with translation.override("en"):
        report = make_report(published, FUNDER_K, "Argan")
        root = ElementTree.fromstring(as_iati(report, "own_ngo"))
    (attendances,) = [one for one in root.iter("indicator") if one.findtext("title/narrative") == "Attendances (ATT)"]
    told = {
        (one.find("dimension").get("name"), one.find("dimension").get("value")): int(one.get("value"))
        for one in attendances.iter("actual") if one.find("dimension") is not None
    }  # fmt: skip
    shown = {
        (axis, value): cell["ATT"]
        for axis, cells in report.cells.items() for value, cell in cells.items() if cell["ATT"] is not None
    }  # fmt: skip
    assert told == shown
    assert len(shown) > 5


@pytest.mark.parametrize(
    ("language", "title", "heading"),
    [
        ("fr", "Rapport du projet SAVE", "Sur quoi il repose"),
        ("ar", "تقرير مشروع SAVE", "ما يستند إليه"),
        ("en", "Report of project SAVE", "What it rests on"),
    ],
)
def test_the_pdf_says_it_in_the_language_of_the_reader(published, language, title, heading):
    with translation.override(language):
        report = make_report(published, FUNDER_K, "Argan", "SAVE")
        pdf = as_pdf(report)
    assert faults(pdf, language) == []
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert published.digest in text
    assert report.title == title
    trained = published.data["projects"]["SAVE"]["indicators"]["TRAINED"]["value"]
    assert f"{trained}" in text
    if language != "ar":  # extracted Arabic comes in the order of its drawing
        assert title in text
        assert heading in text
        assert " ".join(report.notes[-1].split()) in " ".join(text.split())


def test_rows_are_as_high_as_their_longest_text(published):
    with translation.override("fr"):
        report = make_report(published, FUNDER_K, "Argan")
        book = openpyxl.load_workbook(io.BytesIO(as_workbook(report)))
    figures, sex = book["Chiffres"], book["Sexe"]
    assert [sex.row_dimensions[row].height for row in (1, 2)] == [
        45,
        None,
    ]  # “Participations (les lignes font le total)”
    rests_on = [(row, str(figures.cell(row, 6).value or "")) for row in range(2, figures.max_row + 1)]
    row, longest = max(rests_on, key=lambda one: len(one[1]))
    assert figures.row_dimensions[row].height == 15 * -(-len(longest) // 20)
    assert figures.cell(row, 6).alignment.wrap_text
    assert {figures.cell(row, column).alignment.vertical for column in (1, 3, 6)} == {"top"}


def test_every_table_has_its_sheet_with_numbers_as_numbers(published):
    with translation.override("en"):
        report = make_report(published, FUNDER_K, "Argan")
        book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(report)))
    assert book.sheet_names == ["Figures", *(table.title for table in report.tables), "Notes"]
    for table in report.tables:
        head, *rows = book.get_sheet_by_name(table.title).to_python()
        assert all(name.endswith(("(the rows add up)", "(does not add up)")) for name in head[1:])
        expected = [[label, *("not shown" if count is None else count for count in counts)]
                    for label, counts in table.rows]  # fmt: skip
        assert rows == expected
    notes = [row[0] for row in book.get_sheet_by_name("Notes").to_python()]
    assert notes[-1] == published.digest
    assert "0 anonymised people may be counted again." in notes


def test_a_funder_is_refused_what_is_not_its_own(sign_in, own_ngo, published):
    client = sign_in(own_ngo, Role.FUNDER)
    for form in ("pdf", "xlsx", "csv", "xml"):
        assert client.get(f"/en/figures/reports/{published.digest}/{form}/?project=SAVE").status_code == 404
    for path in ("export/csv/", "evidence/REACH/", "missing/", "periods/", "targets/", "audits/", "cycles/"):
        assert client.get(f"/en/figures/{path}").status_code == 403, path


@pytest.fixture
def restated(own_ngo):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    TrainingSession.objects.update(project="SAVE")
    publish()
    merge_and_late_sheet(User.objects.create(username="c"))
    return publish()


def causes(snapshot, k, project=""):
    with translation.override("en"):
        told = make_report(snapshot, k, "Argan", project).causes
    return [cause.replace("\u2066", "").replace("\u2069", "") for cause in told]


def test_a_restatement_tells_each_cause_apart_even_when_they_cancel_out(restated):
    told = causes(restated, FUNDER_K)
    # Of one person each: in words alone, or who came could be told.
    assert "People trained: records found to be one person; sheets and corrections that came later" in told
    assert "Attendances: records found to be one person" in told
    assert not any(digit in cause for cause in told for digit in "578")


def test_a_cause_tells_no_hidden_number_and_a_project_no_number_of_the_whole(restated):
    assert "Attendances: records found to be one person" in causes(restated, PUBLIC_K)
    assert not any(digit in cause for cause in causes(restated, PUBLIC_K) if "Attendances" in cause for digit in "78")
    (of_project,) = causes(restated, FUNDER_K, "SAVE")
    both = "records found to be one person; sheets and corrections that came later"
    assert of_project == f"The figures of the whole NGO were restated: {both}."
