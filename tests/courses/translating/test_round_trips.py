"""A module's texts given to a translator and taken back, as XLIFF and as a spreadsheet."""

import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.sequence import align
from courses.models import LessonPage, ModulePage
from courses.packing import read_module
from courses.translating.actions import apply_texts
from courses.translating.bodies import merge
from courses.translating.entries import Entry, read_entries
from courses.translating.markup import clean_text, read_html, read_notation, write_html, write_notation
from tests.support.deliveries import FORMATS, KEY, change, review

pytestmark = pytest.mark.usefixtures("_in_english")
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
