"""Documents are read aloud as they are seen; what judges them finds what is wrong with a document made wrong."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from core.pdf import compile_pdf
from tests.support.pdf_ua import faults, headings, tables

RUN = {"language": "fr", "text": "Salma"}


def own_data(language="fr"):
    facts = [{"label": "Nom", "value": RUN}, {"label": "Ville", "value": {"language": "ar", "text": "أكادير"}}]
    entry = {"heading": RUN, "facts": facts, "parts": [{"heading": RUN, "facts": facts}]}
    sections = [{"heading": "Fiche", "entries": [entry], "empty": ""}]
    return compile_pdf("own_data", {"title": "Mes données", "day": "1er", "language": language, "sections": sections})


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_ones_own_data_are_read_with_their_labels(language):
    document = own_data(language)
    assert faults(document, *{"fr", "ar", language}) == []
    assert headings(document) == ["H1", "H2", "H3", "H4"]
    assert tables(document) == [[["TH/Row", "TD"]] * 2] * 2


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_leaflet_is_read(language):
    document = compile_pdf("leaflet", {"title": "Trois gestes", "lines": ["Un", "Deux"], "language": language})
    assert (faults(document, language), headings(document)) == ([], ["H1"])


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_logframe_is_read_with_its_labels(language):
    row = ["I1", "a", "b", "c", "d", "e", "f"]
    result = {"name": "R", "rows": [row], "is_part": [False], "bars": [50], "assumptions": "h"}
    words = {"page": "Page", "notes": "Notes"}
    document = compile_pdf("logframe", {
        "title": "Cadre", "organisation": "Amandier", "language": language, "words": words, "heads": row,
        "facts": [["Projet", "SAVE"], ["Dates", "2026"]], "results": [result], "notes": ["n"],
    })  # fmt: skip
    assert (faults(document, language), headings(document)) == ([], ["H1", "H2", "H2"])
    assert tables(document) == [[["TH/Row", "TD"]] * 2, [["TH/Column"] * 7, ["TH/Row", *["TD"] * 6]]]


def elements(pdf, kind):
    return [thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/S") == Name(f"/{kind}")]


def undraw(pdf):
    """Text that no mark surrounds."""
    page = pdf.pages[0]
    page.contents_add(pdf.make_stream(b"BT (x) Tj ET"))


def unmark(pdf):
    """A mark that no element of the tree knows."""
    page = pdf.pages[0]
    page.contents_add(pdf.make_stream(b"/P <</MCID 999>> BDC EMC"))


def spoil(key, value):
    def change(pdf):
        pdf.Root[key] = value

    return change


def of_element(kind, key, value):
    def change(pdf):
        element = elements(pdf, kind)[0]
        if value is None:
            del element[key]
        else:
            element[key] = value

    return change


def split_row(pdf):
    row = elements(pdf, "TR")[0]
    row.K = Array([row.K[0]])


WRONG = {
    "not tagged": (spoil("/MarkInfo", Dictionary(Marked=False)), "not marked as tagged"),
    "no language": (spoil("/Lang", pikepdf.String("")), "no language"),
    "no tree": (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), "no structure tree"),
    "no title in the window": (spoil("/ViewerPreferences", Dictionary()), "the window does not show its title"),
    "a heading left out": (of_element("H2", "/S", Name.H3), "a heading of level 3 under one of level 1"),
    "no first heading": (of_element("H1", "/S", Name.P), "begins with a heading of level 2"),
    "no scope": (of_element("TH", "/A", None), "TH without scope"),
    "a cell without row": (of_element("TR", "/S", Name.P), "TH in P"),
    "rows of two lengths": (split_row, "a table with rows of [1, 2] cells"),
    "a strange language": (of_element("H1", "/Lang", pikepdf.String("xx")), "H1 in 'xx', no language of ours"),
    "a picture without words": (of_element("H4", "/S", Name.Figure), "Figure without a text in its place"),
    "text without mark": (undraw, "page 1: Tj neither read aloud nor marked as decoration"),
    "a mark without element": (unmark, "page 1: marked but not in the tree: [999]; the reverse: []"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named(what):
    change, fault = WRONG[what]
    with pikepdf.open(io.BytesIO(own_data())) as pdf:
        change(pdf)
        written = io.BytesIO()
        pdf.save(written)
    assert fault in faults(written.getvalue())


def test_a_document_in_another_language_than_it_should_be_is_named():
    assert faults(own_data(), "fr") == ["in ['ar', 'fr']"]
