"""A translator's file that is refused, or in which each fault is named with its place."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import translation

from courses.translating.delivery import FileRefused
from courses.translating.entries import Entry
from courses.translating.review import review_delivery
from courses.translating.sheets import read_sheet, write_sheet
from courses.translating.xliff import read_xliff
from tests.support.deliveries import KEY, change, review, xliff

pytestmark = pytest.mark.usefixtures("_in_english")


@pytest.fixture
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def entry():
    return Entry(KEY, KEY, "text", "Où", "<p>Un <b>deux</b><br/></p>", "", True, 60)


GOOD = '<g id="1">واحد <g id="2">اثنان</g><x id="3"/></g>'


@pytest.mark.parametrize(
    ("inner", "options", "word", "place"),
    [
        pytest.param("واحد", {}, "1, 2, 3", "line 2", id="every tag lost"),
        pytest.param('<g id="1">واحد <g id="2">اثنان</g></g>', {}, "3", "line 2", id="a tag lost"),
        pytest.param(GOOD + '<g id="9">x</g>', {}, "9", "line 2", id="a tag invented"),
        pytest.param(GOOD + '<x id="3"/>', {}, "3", "line 2", id="a tag twice"),
        pytest.param(GOOD.replace('<x id="3"/>', '<g id="3">ب</g>'), {}, "3", "line 2", id="text in a lone tag"),
        pytest.param(GOOD.replace("واحد", "و" * 61), {}, "60", "line 2", id="too long"),
        pytest.param(GOOD, {"identity": "other", "extra": ""}, "", "", id="unknown ids only"),
        pytest.param(GOOD, {"module": "another"}, "", "", id="other module"),
        pytest.param(GOOD, {"language": "en"}, "English", "", id="other language"),
        pytest.param('<g id="1">و <g id="2">ا</g><ph id="4"/></g>', {}, "ph", "line 2", id="unknown element"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_unit_and_line(entry, inner, options, word, place):
    found = review("xliff", xliff(entry, inner, **options), [entry])
    first = found.problems[0]
    assert found.changes == []
    assert (first.place, first.unit) == (place, entry.id if place else "")
    assert word in first.why


def test_a_good_file_has_no_fault(entry):
    found = review("xliff", xliff(entry, GOOD), [entry])
    assert found.values == {entry.id: "<p>واحد <b>اثنان</b><br/></p>"}
    assert found.problems == []


def test_an_unknown_text_among_known_ones_is_named(entry):
    extra = '\n<trans-unit id="gone"><source>x</source><target>y</target></trans-unit>'
    found = review("xliff", xliff(entry, GOOD, extra=extra), [entry])
    assert [(problem.place, problem.unit) for problem in found.problems] == [("line 3", f"{KEY}/gone")]


def test_a_text_given_twice_is_named(entry):
    extra = f'\n<trans-unit id="text"><source>x</source><target>{GOOD}</target></trans-unit>'
    found = review("xliff", xliff(entry, GOOD, extra=extra), [entry])
    assert [(problem.place, problem.unit) for problem in found.problems] == [("line 3", entry.id)]


def test_what_tools_add_is_passed_over(entry):
    inner = '<mrk mtype="seg" mid="1">' + GOOD + "</mrk></target><alt-trans><target>no</target></alt-trans><target>"
    whole = xliff(entry, inner).replace(b"<target></target>", b"")
    assert review("xliff", whole, [entry]).values == {entry.id: "<p>واحد <b>اثنان</b><br/></p>"}


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xliff>&b;</xliff>'


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not XML", id="no XML"),
        pytest.param(b"<xliff><file></xliff>", id="broken"),
        pytest.param(b"<html></html>", id="other XML"),
        pytest.param(BOMB, id="entities"),
        pytest.param(b'<?xml version="1.0" encoding="x-none"?><xliff/>', id="unknown encoding"),
        pytest.param(b"\x00\xff" * 100, id="bytes"),
    ],
)
def test_what_is_no_xliff_is_refused(data):
    with pytest.raises(FileRefused):
        read_xliff(data)


def archive(parts):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04broken", id="broken"),
        pytest.param(archive({"word/document.xml": b"<x/>"}), id="other archive"),
        pytest.param(archive({"xl/workbook.xml": b"0" * (50 * 2**20 + 1)}), id="bomb"),
        pytest.param(archive({"xl/workbook.xml": b"<x/>"}), id="a workbook without sheets"),
    ],
)
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(FileRefused):
        read_sheet(data)


@pytest.mark.parametrize(
    ("text", "word"),
    [("<1>و <2>ا</2></1>", "3"), ("<1>و", "<1>"), ("و</1>", "</1>"), ("<1>و <2>ا</2><3/></1><b>", "")],
)
def test_tags_of_a_spreadsheet_are_checked(entry, text, word):
    made = write_sheet([change(entry, "")], module=KEY, source="fr", target="ar")
    delivery = read_sheet(made)
    delivery.entries[0] = type(delivery.entries[0])(entry.id, "row 2", None, text)
    found = review_delivery(delivery, [entry], module=KEY, language="ar")
    assert [word in problem.why for problem in found.problems] == ([True] if word else [])


def test_a_sheet_without_its_first_row_is_refused(entry):
    made = write_sheet([], module=KEY, source="fr", target="ar")
    broken = archive({name: data.replace(b"target (ar)", b"traduction") for name, data in parts(made)})
    with pytest.raises(FileRefused) as refused:
        read_sheet(broken)
    assert refused.value.problem.place == "row 1"


def parts(data):
    with ZipFile(BytesIO(data)) as made:
        return [(name, made.read(name)) for name in made.namelist()]
