"""Documents freed of what they tell about who made them."""

import io
import zipfile

import pikepdf
import pytest
from lxml import etree

from core.metadata.stripping import strip
from tests.support.metadata import difference, opened, rezipped
from tests.support.traces import sample


def test_a_pdf_keeps_its_title_its_language_and_the_mark_of_pdf_ua():
    with pikepdf.open(io.BytesIO(strip(sample("sample.pdf"), "pdf").data)) as pdf, pdf.open_metadata() as meta:
        assert dict(pdf.docinfo) == {"/Title": "Fiche réflexe"}
        assert (meta["dc:title"], meta["pdfuaid:part"], str(pdf.Root.Lang)) == ("Fiche réflexe", "1", "en-US")
        assert (bool(pdf.Root.MarkInfo.Marked), "/StructTreeRoot" in pdf.Root) == (True, True)
        assert sorted(name.rpartition("}")[2] for name in meta) == ["language", "part", "title"]


def test_a_pdf_looks_the_same():
    import pypdfium2

    drawn = [
        pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil()
        for data in (sample("sample.pdf"), strip(sample("sample.pdf"), "pdf").data)
    ]
    assert difference(*drawn) == 0


PROPERTIES = {
    "docx": ("docProps/core.xml", "Fiche réflexe", "fr-FR"), "xlsx": ("docProps/core.xml", "Classeur", "fr"),
    "pptx": ("docProps/core.xml", "Diapositives", "fr"), "odt": ("meta.xml", "Fiche réflexe", "fr-FR"),
    "ods": ("meta.xml", "Classeur", "fr"), "odp": ("meta.xml", "Diapositives", "fr"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", PROPERTIES)
def test_an_office_file_keeps_its_title_and_language_and_no_other_property(suffix):
    part, title, language = PROPERTIES[suffix]
    with zipfile.ZipFile(io.BytesIO(strip(sample(f"sample.{suffix}"), suffix).data)) as archive:
        root = etree.fromstring(archive.read(part))
    entries = root if part == "docProps/core.xml" else root[0]
    assert {etree.QName(entry).localname: entry.text for entry in entries} == {"title": title, "language": language}


def test_comments_and_changes_stay_without_their_authors():
    with zipfile.ZipFile(io.BytesIO(strip(sample("sample.docx"), "docx").data)) as archive:
        comments, body = archive.read("word/comments.xml").decode(), archive.read("word/document.xml").decode()
    assert ("À revoir" in comments, 'w:author="Author" w:initials="A"' in comments) == (True, True)
    assert ('<w:ins w:id="1" w:author="Author">' in body, "Bonjour à tous" in body) == (True, True)


def test_a_picture_in_a_document_says_only_which_side_is_up():
    with zipfile.ZipFile(io.BytesIO(strip(sample("sample.docx"), "docx").data)) as archive:
        picture = opened(archive.read("word/media/image1.jpeg"))
    assert (dict(picture.getexif()), picture.size) == ({0x0112: 6}, (96, 64))


def test_a_table_keeps_its_name():
    """`displayName` names people in some parts, tables in others."""
    data = rezipped(sample("sample.xlsx"), {"xl/tables/table1.xml": b'<table displayName="T1" author="Auteure"/>'})
    with zipfile.ZipFile(io.BytesIO(strip(data, "xlsx").data)) as archive:
        assert b'displayName="T1" author="Author"' in archive.read("xl/tables/table1.xml")
