"""A module's texts given to a translator and taken back, as XLIFF and as a spreadsheet."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.sequence import align
from courses.models import LessonPage, ModulePage
from courses.packing import read_module
from courses.translating.actions import apply_texts
from courses.translating.bodies import merge
from courses.translating.delivery import FileRefused
from courses.translating.entries import Entry, read_entries
from courses.translating.markup import clean_text, read_html, read_notation, write_html, write_notation
from courses.translating.review import review_delivery
from courses.translating.sheets import read_sheet, write_sheet
from courses.translating.xliff import read_xliff, write_xliff

pytestmark = pytest.mark.usefixtures("_in_english")
FORMATS = {"xliff": (write_xliff, read_xliff), "xlsx": (write_sheet, read_sheet)}
KEY = "11111111-1111-1111-1111-111111111111"
BODY = {
    "fr": [
        ("paragraph", "<p>Écouter <b>avant</b> de “parler” &amp; d’agir : 1 &lt; 2.</p><p>Deux</p>"),
        ("callout", {"title": "Attention", "text": "<p>Un <a href=\"https://example.org/?a=1\">lien</a><br/>ici</p>"}),
        ("key_message", "Ne promettez rien."),
    ],
    "ar": [("paragraph", "<p>الإنصات <b>قبل</b> الكلام.</p>")],
}  # fmt: skip


@pytest.fixture
def _in_english():
    with translation.override("en"):
        yield


def stream(code):
    return json.dumps([{"type": kind, "value": value} for kind, value in BODY.get(code, [])])


@pytest.fixture
def module(course):
    """The first lesson has a body in French, a first block of it in Arabic, under ids of its own."""
    lesson = LessonPage.objects.get(slug="lecon-1")
    for code in ("fr", "ar"):
        setattr(lesson, f"body_{code}", stream(code))
    lesson.summary_fr = "Un résumé\nde deux lignes"
    lesson.save()
    lesson.save_revision().publish()
    return ModulePage.objects.get()


@pytest.fixture
def tree(module):
    return read_module(module, draft=True)


@pytest.fixture
def entries(tree):
    return read_entries(tree, "fr", "ar")


def export(form, entries, module=KEY):
    return FORMATS[form][0](entries, module=module, source="fr", target="ar")


def review(form, data, entries, module=KEY):
    return review_delivery(FORMATS[form][1](data), entries, module=module, language="ar")


def find(entries, ending):
    return next(entry for entry in entries if entry.source == ending or entry.field == ending)


# Round trips


@pytest.mark.parametrize("form", FORMATS)
def test_an_unchanged_export_changes_nothing(entries, form):
    found = review(form, export(form, entries), entries)
    assert (found.changes, found.problems) == ([], [])
    assert (found.unchanged, found.empty, len(entries)) == (13, 4, 17)


def test_a_body_of_another_language_stands_beside_its_source(entries):
    body = [(entry.source, entry.target) for entry in entries if entry.field.startswith("body/")]
    assert [target for _source, target in body] == ["<p>الإنصات <b>قبل</b> الكلام.</p>", "", "", ""]
    assert entries[0].where == "Module “Module fr” › Heading"


LETTERS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    [
        "“quotes” 'and' \"more\"",
        "عربية، مع 123",
        "<b>",
        "&amp;",
        "a < b > c",
        "]]>",
        "  spaces  ",
        "\n\n",
        "_x0041_",
        "=1+1",
    ]
)


TOP = 3  # elements within each other


@st.composite
def rich_texts(draw, depth=TOP):
    """Rich text of ours, as the editor stores it: nothing stands outside of a block."""
    parts = []
    for _number in range(draw(st.integers(0, 3))):
        inner = draw(st.sampled_from(["p", "b", "a", "br", ""])) if depth else ""
        name = "p" if depth == TOP else inner
        if name == "br":
            parts.append("<br/>")
        elif name:
            attributes = ' href="https://example.org/?a=1&amp;b=%22"' if name == "a" else ' data-block-key="ab1"'
            parts.append(f"<{name}{attributes}>{draw(rich_texts(depth - 1))}</{name}>")
        else:
            parts.append(draw(LETTERS).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    return "".join(parts)


@pytest.mark.parametrize("form", FORMATS)
@given(
    texts=st.lists(
        st.tuples(LETTERS, LETTERS, st.just(False)) | st.tuples(rich_texts(), rich_texts(), st.just(True)),
        min_size=1,
        max_size=5,
    )
)
def test_export_and_import_are_the_identity(form, texts):
    entries = [
        Entry(KEY, KEY, f"field-{place}", "Où", source, target, is_html)
        for place, (source, target, is_html) in enumerate(texts)
    ]
    found = review(form, export(form, entries), entries)
    assert (found.changes, found.problems) == ([], [])


@pytest.mark.parametrize("form", FORMATS)
@given(old=LETTERS, new=LETTERS)
def test_a_new_text_arrives_as_it_was_written(form, old, new):
    before, after = (Entry(KEY, KEY, "text", "Où", "Source", text) for text in (old, new))
    found = review(form, export(form, [after]), [before])
    expected = clean_text(new)
    assert found.problems == []
    assert [change.new for change in found.changes] == (
        [expected] if expected.strip() and expected != clean_text(old) else []
    )


@given(rich_texts())
def test_the_notation_says_all_of_a_text_but_the_tags(text):
    pieces = read_html(text)
    assert write_notation(read_notation(write_notation(pieces))) == write_notation(pieces)
    assert read_html(write_html(pieces)) == pieces


# What a translator changes


@pytest.mark.parametrize("form", FORMATS)
def test_new_words_keep_the_tags_of_the_source(module, tree, entries, form, user):
    """The tags come back with what they hold here, links and all; the new block stands in its place, as a draft."""
    paragraph = find(entries, BODY["fr"][0][1])
    link = find(entries, BODY["fr"][1][1]["text"])
    translated = {
        paragraph.id: "<p>ننصت <b>قبل</b> الكلام.</p><p>اثنان</p>",
        link.id: '<p><a href="https://example.org/?a=1">رابط</a><br/>هنا</p>',
    }
    delivered = [change(entry, translated.get(entry.id, entry.target)) for entry in entries]
    found = review(form, export(form, delivered), entries)
    assert (found.values, found.problems) == (translated, [])
    written = apply_texts(module=module, tree=tree, entries=entries, values=found.values, language="ar", actor=user)
    assert written == 2
    page = LessonPage.objects.get(slug="lecon-1")
    draft = page.get_latest_revision_as_object()
    assert [block.block_type for block in page.body_ar] == ["paragraph"]
    assert [block.block_type for block in draft.body_ar] == ["paragraph", "callout"]
    assert draft.body_ar[0].value.source == translated[paragraph.id]
    assert (draft.body_ar[1].value["title"], draft.body_ar[1].value["text"].source) == ("", translated[link.id])
    assert [block.value for block in draft.body_fr][2] == "Ne promettez rien."
    assert page.latest_revision.user == user
    again = read_entries(read_module(module, draft=True), "fr", "ar")
    assert review(form, export(form, delivered), again).changes == []


def change(entry, target):
    return Entry(entry.node_id, entry.root, entry.field, entry.where, entry.source, target, entry.is_html)


@pytest.fixture
def user(make_user, own_ngo):
    return make_user(own_ngo)


def test_what_was_translated_from_an_older_source_is_flagged(entries):
    old = [Entry(e.node_id, e.root, e.field, e.where, "Ancien", "جديد") for e in entries if e.field == "summary"]
    found = review("xliff", export("xliff", old), entries)
    assert [(change.new, change.translated_from) for change in found.changes] == [("جديد", "Ancien")]


def test_a_translation_with_tags_of_its_own_keeps_them():
    entry = Entry(KEY, KEY, "text", "Où", "<p>Un</p>", "<p>واحد</p><p>اثنان</p>", True)
    assert write_notation(entry.target_pieces()) == "<t1>واحد</t1><t2>اثنان</t2>"
    text = entry.notation(entry.target_pieces()).replace("واحد", "أحد")
    assert entry.read(text) == read_notation(text)


# Blocks


def block(number, value, kind="key_message"):
    return {"type": kind, "value": value, "id": number}


def test_blocks_are_matched_by_id_then_by_kind():
    source = [block("a", "A"), block("b", "B"), block("c", "C", "content_note")]
    target = [block("x", "X", "content_note"), block("b", "bb"), block("y", "Y"), block("z", "Z")]
    assert [(found["id"], found["value"]) for found in align(source, target)] == [
        ("c", "X"), ("b", "bb"), ("a", "Y"), ("z", "Z"),
    ]  # fmt: skip


def test_merging_keeps_what_the_source_does_not_have_and_invents_no_words():
    source = [block("a", "A"), block("b", "B"), block("c", "C")]
    target = [block("own", "mien"), block("a", "aa"), block("own2", "mien 2")]
    assert merge(source, target, {"c": "cc"}) == [
        block("own", "mien"), block("a", "aa"), block("own2", "mien 2"), block("c", "cc"),
    ]  # fmt: skip


# Refusals


@pytest.fixture
def entry():
    return Entry(KEY, KEY, "text", "Où", "<p>Un <b>deux</b><br/></p>", "", True, 60)


def xliff(entry, inner, *, identity="text", language="ar", module=KEY, node=KEY, extra=""):
    return (
        '<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        f'<file original="{module}/{node}" source-language="fr" target-language="{language}" datatype="html"><body>\n'
        f'<trans-unit id="{identity}"><source>x</source><target>{inner}</target></trans-unit>{extra}'
        "</body></file></xliff>"
    ).encode()


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


FAR = b'<worksheet><sheetData><row><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'


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
