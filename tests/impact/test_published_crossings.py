"""Two axes crossed in publications: chosen, frozen, shown the same on the page, in files and to programs."""

import csv
import io
import json

import pypdfium2
import pytest
from defusedxml import ElementTree
from django.utils import translation
from python_calamine import CalamineWorkbook

from demo.publishing import add_impact_page
from impact.aggregates import rebuild
from impact.disclosure import FUNDER_K, PUBLIC_K
from impact.models import Snapshot
from impact.publishing import Published, find_drift, make_report, open_period
from impact.publishing.chain import verify_chain
from impact.publishing.reports import as_csv, as_iati, as_pdf, as_workbook
from sessions.models import Registration
from sessions.records.actions import import_rows
from tests.impact.test_api import program
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.changes import YEAR
from tests.support.clients import TenantClient
from tests.support.pdf_ua import faults
from tests.support.periods import publish

# By hand: of each profession women and men. Groups: security 24 + 16 and 12 + 14, justice 15 + 18, students and public
# 13 + 20.
PEOPLE = {"police": (24, 16), "gendarme": (12, 14), "judge": (15, 18), "student": (13, 20)}
BY_GROUP = {"f|security": 36, "m|security": 30, "f|justice": 15, "m|justice": 18, "f|student_public": 13,
            "m|student_public": 20, "unknown|unknown": 0}  # fmt: skip
TABLE = {"security": (36, 30), "justice": (15, 18), "student_public": (13, 20)}


def bring(tenant, people=PEOPLE, mark="", **more):
    found = [
        person(f"{mark}{category}{sex}{number}", sex=sex, category=category)
        for category, pair in people.items() for sex, size in zip("fm", pair, strict=True) for number in range(size)
    ]  # fmt: skip
    import_rows(tenant=tenant, rows=workbook(
        people=found, sessions=[session(f"S{mark}", region="MA-04", **more)], slots=[slot(f"S{mark}", 1, "2019-05-06")],
        attendance=[attendance(f"S{mark}", 1, one["ref"]) for one in found],
    ))  # fmt: skip


@pytest.fixture
def published(own_ngo):
    bring(own_ngo)
    return publish()


def told(snapshot, k, project=""):
    tables = Published(snapshot, k, project).tables()
    return {axis: {value: cell["REACH"] for value, cell in cells.items()} for axis, cells in tables.items()
            if "," in axis}  # fmt: skip


def test_each_crossing_is_told_as_finely_as_its_axes(published):
    by_profession = {f"{sex}|{category}": size for category, pair in PEOPLE.items()
                     for sex, size in zip("fm", pair, strict=True)}  # fmt: skip
    expected = {
        "sex,category": by_profession | {"unknown|unknown": 0}
    }  # of everybody's age nothing is known: there is nothing to cross
    assert told(published, FUNDER_K) == told(published, PUBLIC_K) == expected
    assert published.data["hidden"] == {"5": [], "10": []}
    assert (published.data["format"], published.data["definition_version"]) == (5, 2)
    assert verify_chain() == (1, None)


def test_where_a_profession_has_few_of_one_sex_groups_are_crossed(own_ngo):
    bring(own_ngo, PEOPLE | {"gendarme": (2, 28)})
    snapshot = publish()
    expected = BY_GROUP | {"f|security": 26, "m|security": 44}
    assert [told(snapshot, k)["sex,category_group"] for k in (FUNDER_K, PUBLIC_K)] == [expected, expected]
    assert Published(snapshot, FUNDER_K).level("category") == "category"  # which loses nothing by it
    assert not any("gendarme" in cell for cell in snapshot.data["hidden"]["5"])


def test_small_ngos_have_none(own_ngo):
    bring(own_ngo, {"police": (2, 9), "judge": (9, 2)})
    data = publish().data
    assert (told(Snapshot.objects.get(), FUNDER_K), [axis for axis in data["by"] if "," in axis]) == ({}, [])


@pytest.mark.parametrize(("rest", "is_told"), [(30, True), (3, False)], ids=["many others", "few others"])
def test_a_project_has_its_own_where_the_others_are_not_told_by_it(own_ngo, rest, is_told):
    """The whole less a project is the rest: 3 police women are not to be told."""
    bring(own_ngo, project="SAVE")
    bring(own_ngo, {"police": (rest, 30), "judge": (30, 30), "student": (20, 20)}, mark="x")
    snapshot = publish()
    assert told(snapshot, FUNDER_K)["sex,category"]["f|police"] == 24 + rest
    assert told(snapshot, FUNDER_K, "SAVE").get("sex,category", {}).get("f|police") == (24 if is_told else None)


def test_a_restatement_keeps_them_and_tells_of_nobody_alone(own_ngo, published):
    bring(own_ngo, {"police": (1, 0)}, mark="late")
    second = publish(published.period)
    assert told(second, FUNDER_K) == told(published, FUNDER_K)
    assert second.data["by"]["sex,category"]["f|police"]["REACH"] == 25
    assert second.data["standing"]["5"]["numbers"]["|REACH|sex,category|f,police"] == 24
    assert any(one.get("axis") == "sex,category" for one in second.data["causes"])
    bring(own_ngo, PEOPLE, mark="more")
    assert told(publish(published.period), FUNDER_K)["sex,category"]["f|police"] == 49


def test_what_two_axes_crossed_alone_have_moved_is_told_to_the_ngo(published):
    """As many police women and judges who are men as before become judges and police."""
    women = Registration.objects.filter(category="police", person__sex="f").order_by("pk")[:7]
    men = Registration.objects.filter(category="judge", person__sex="m").order_by("pk")[:7]
    women, men = [row.pk for row in women], [row.pk for row in men]
    Registration.objects.filter(pk__in=women).update(category="judge")
    Registration.objects.filter(pk__in=men).update(category="police")
    rebuild()  # written beside the actions
    moved = {(line.number.axis, line.number.value): line.moved for line in find_drift(published).lines
             if line.has_changed and line.code == "REACH"}  # fmt: skip
    by = {"f|police": -7, "f|judge": 7, "m|police": 7, "m|judge": -7}
    assert {key: move["records"] for key, move in moved.items()} == {
        ("sex,category", value): count for value, count in by.items()
    }


def test_publications_of_an_older_layout_stay_as_they_are(own_ngo):
    bring(own_ngo)
    period = open_period(start=YEAR.start, end=YEAR.end)
    first = publish(period)
    data = first.data | {"format": 4}
    for section in data["levels"].values():
        for axes in section.values():
            axes.pop("sex,category")
    data["by"].pop("sex,category")
    old = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    Snapshot.objects.filter(pk=first.pk).update(content=old)
    assert told(Snapshot.objects.get(), FUNDER_K) == {}
    bring(own_ngo, mark="more")
    second = publish(period)
    assert Snapshot.objects.get(pk=first.pk).content == old
    assert told(second, FUNDER_K) == {}
    assert (second.data["by"].keys(), second.data["levels"]) == (data["by"].keys(), data["levels"])
    assert second.data["indicators"]["REACH"]["value"] == 264


def report(snapshot):
    return make_report(snapshot, FUNDER_K, "Argan")


def test_every_file_says_the_same(own_ngo):
    bring(own_ngo, PEOPLE | {"gendarme": (2, 28)})
    snapshot = publish()
    numbers = {"security": (26, 44), "justice": TABLE["justice"], "student_public": TABLE["student_public"]}
    with translation.override("en"):
        made = report(snapshot)
        book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(made)))
        sheet = book.get_sheet_by_name("Sex × Group of professions").to_python()
        lines = list(csv.DictReader(io.StringIO(as_csv(made).decode("utf-8-sig"))))
        root = ElementTree.fromstring(as_iati(made, "own_ngo"))
        with pypdfium2.PdfDocument(as_pdf(made)) as document:
            text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    assert [head for head in sheet[0] if head] == ["Attendances", "People reached", "People trained"]
    assert sheet[1] == ["Sex × Group of professions", *["Female (the rows add up)", "Male (the rows add up)"] * 3]
    assert sorted(tuple(row[1:3]) for row in sheet[2:]) == sorted(numbers.values())
    assert all(tuple(row[1:3]) * 3 == tuple(row[1:]) for row in sheet[2:])
    in_csv = {row["value_of_axis"]: int(row["number"]) for row in lines
              if (row["axis"], row["figure"]) == ("sex,category_group", "REACH")}  # fmt: skip
    pairs = {f"{sex}|{group}": size for group, pair in numbers.items() for sex, size in zip("fm", pair, strict=True)}
    assert in_csv == pairs | {"unknown|unknown": 0}
    crossed = [one for one in root.iter("actual") if len(one.findall("dimension")) == 2]
    in_iati = {tuple(part.get("value") for part in one.findall("dimension")): int(one.get("value")) for one in crossed
               if [part.get("name") for part in one.findall("dimension")] == ["sex", "category_group"]}  # fmt: skip
    assert {"|".join(pair): size for pair, size in in_iati.items()} == pairs | {"unknown|unknown": 0}
    assert "Sex × Group of professions" in text
    for row in sheet[2:]:
        assert f"{row[0]} {' '.join(f'{count:.0f}' for count in row[1:])}" in text
    answer = program(own_ngo, "figures")("snapshots").json()["results"][0]["by"]["sex,category_group"]
    assert {value: cell["REACH"] for value, cell in answer.items()} == pairs | {"unknown|unknown": 0}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pdf_is_for_everybody(published, language):
    with translation.override(language):
        assert faults(as_pdf(report(published)), language) == []


@pytest.mark.parametrize(
    ("language", "caption"),
    [("fr", "Personnes touchées : Sexe × Profession"), ("ar", "×"), ("en", "People reached: Sex × Profession")],
)
def test_the_public_page_has_a_table_of_two_heads(own_ngo, other_ngo, published, language, caption):
    add_impact_page()
    found = TenantClient(own_ngo).get({"fr": "/fr/chiffres/", "ar": "/ar/chiffres/", "en": "/en/chiffres/"}[language])
    table = found.context["figures"].crossings[0]
    assert caption in table.caption.replace("\u00a0", " ").replace("\u202f", " ")
    rows = [tuple(cell.value for cell in row[1:]) for row in table.rows]
    assert sorted(rows) == sorted(tuple(map(str, pair)) for pair in PEOPLE.values())
    assert f'id="crossed-1-caption">{table.caption}' in found.content.decode()
    assert TenantClient(other_ngo).get("/fr/chiffres/").status_code == 404
