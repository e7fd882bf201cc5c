"""Certificates on paper: one page each, accessible, quick, and saying exactly what they should."""

import re
import time

import pypdfium2
import pytest
from django.utils import translation

from certificates.actions import issue_certificates
from certificates.models import Certificate, Letterhead
from certificates.pdf import _document, render_pdf
from certificates.wording import initials, sheets
from core.dates import duration
from core.pdf import compile_pdf
from tests.support.certificates import (
    ADDRESS,
    LONG_ARABIC,
    LONG_NAME,
    TITLES,
    a_certificate,
    a_logo,
    a_person,
    a_training,
)
from tests.support.pdf import pages, unpacked
from tests.support.pdf_ua import faults, headings

pytestmark = pytest.mark.usefixtures("own_ngo")


AIMS = {"fr": ["Reconnaître les signes", "Agir sans danger"], "ar": ["التعرف على العلامات", "التصرف دون خطر"]}


def said(sheet):
    """The words of a sheet, without the signs that keep directions apart."""
    words = [sheet.attests, sheet.holder, sheet.followed, sheet.training, sheet.extent, sheet.dates, *sheet.aims]
    return [str(text).translate({0x2068: None, 0x2069: None}) for text in words]


@pytest.mark.parametrize("language", ["fr", "ar", "en", "fr-ar"])
def test_each_language_is_accessible_pdf_of_one_page(language):
    Letterhead.objects.create(signatory="Nadia Modèle", function_fr="Directrice", logo=a_logo())
    rendered = render_pdf([a_certificate(language=language, objectives=AIMS)], address=ADDRESS)
    assert faults(rendered, "fr", *language.split("-")) == []  # the name is in Latin letters
    assert headings(rendered) == ["H1", "H2"] * len(language.split("-"))
    document = unpacked(rendered)
    assert document.startswith(b"%PDF-1.7")
    assert pages(document) == 1
    assert len(set(re.findall(rb"/Alt ?[(<][^)>]+", document))) == 2  # the logo and the QR code


def test_a_picture_without_a_text_in_its_place_is_refused():
    data = _document([a_certificate()], ADDRESS)
    data["pages"][0]["sheets"][0]["qr_alt"] = None
    with pytest.raises(Exception, match="missing alt text"):
        compile_pdf("certificate", data)


def test_what_somebody_is_called_is_never_read_as_markup():
    name = '#panic("x") *a* $b$ `c` <d> @e \\ " // f'
    assert pages(render_pdf([a_certificate(a_person(name))], address=ADDRESS)) == 1


@pytest.mark.parametrize("language", ["fr", "ar", "en", "fr-ar"])
def test_long_names_and_titles_stay_on_one_page(language):
    person = a_person(LONG_NAME, name_other_script=LONG_ARABIC)
    certificate = a_certificate(person, language=language, titles={"fr": LONG_NAME, "ar": LONG_ARABIC})
    assert pages(render_pdf([certificate], address=ADDRESS)) == 1


def test_a_hundred_certificates_are_issued_and_printed_within_five_seconds():
    Letterhead.objects.create(signatory="Nadia Modèle", function_fr="Directrice", logo=a_logo(size=(1000, 400)))
    people = {a_person(f"Salma Exemple {n}", name_other_script="سلمى مثال"): 810 for n in range(100)}
    start = time.perf_counter()
    issue_certificates(training=a_training(), earned=people, language="fr-ar")
    document = render_pdf(list(Certificate.objects.with_state()), address=ADDRESS)
    assert time.perf_counter() - start < 5
    assert pages(document) == 100


def test_the_words_in_english():
    (sheet,) = sheets(a_certificate(language="en", titles={"en": "First steps", "fr": "Premiers pas"}))
    assert (sheet.language, sheet.direction, sheet.heading) == ("en", "ltr", "Certificate of training")
    assert said(sheet) == [
        "Association de l’Amandier attests that", "Salma Exemple", "has followed the training", "First steps",
        "Hours followed: 13\u00a0h\u00a030", "from 12 July 2026 to 14 July 2026",
    ]  # fmt: skip
    assert "expert" not in repr(sheet).lower()


def test_two_languages_say_the_same_in_their_own_script():
    person = a_person(name_other_script="سلمى مثال")
    french, arabic = sheets(a_certificate(person, language="fr-ar"))
    assert [(text.value, text.language) for text in (french.holder, french.training)] == [
        ("Salma Exemple", "fr"), (TITLES["fr"], "fr"),
    ]  # fmt: skip
    assert [(text.value, text.language) for text in (arabic.holder, arabic.training)] == [
        ("سلمى مثال", "ar"), (TITLES["ar"], "ar"),
    ]  # fmt: skip
    assert "يوليوز 2026" in arabic.dates  # July as Morocco calls it
    assert "juillet 2026" in french.dates


def test_what_is_written_in_one_language_says_so_in_the_other():
    (sheet,) = sheets(a_certificate(language="ar", titles={"fr": "Accueil"}))
    assert [(text.value, text.language) for text in (sheet.holder, sheet.training, sheet.organisation)] == [
        ("Salma Exemple", "fr"), ("Accueil", "fr"), ("Association de l’Amandier", "fr"),
    ]  # fmt: skip


def test_a_name_in_arabic_first_finds_its_latin_form():
    certificate = a_certificate(a_person("سلمى مثال", name_other_script="Salma Exemple"), language="fr-ar")
    assert [str(sheet.holder) for sheet in sheets(certificate)] == ["Salma Exemple", "سلمى مثال"]


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_an_online_course_says_an_estimated_length(code):
    said_of = {
        kind: sheets(a_certificate(a_person(), language=code, kind=kind))[0].extent for kind in ("course", "session")
    }
    assert {kind: text.partition(":")[0].strip() for kind, text in said_of.items()} == {
        "en": {"course": "Estimated length of the course", "session": "Hours followed"},
        "fr": {"course": "Durée estimée du cours", "session": "Durée suivie"},
        "ar": {"course": "المدة التقديرية للمسار", "session": "مدة المتابعة"},
    }[code]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Salma Exemple", "S. E."),
        (" fatima  ezzahra el idrissi", "F. E. E. I."),
        ("سلمى مثال", "س. م."),
        ("فاطمة الزهراء بنعلي", "ف. ز. ب."),
        ("ال مثال", "ا. م."),
        ("الي مثال", "ا. م."),
    ],
)
def test_initials(name, shown):
    assert str(initials(a_certificate(a_person(name)), "fr")) == shown


@pytest.mark.parametrize(
    ("minutes", "shown", "in_arabic"),
    [
        (45, "45 min", "45 دقيقة"), (60, "1 h", "ساعة واحدة"), (840, "14 h", "14 ساعة"),
        (250, "4 h 10", "4 ساعات و 10 دقائق"), (61, "1 h 01", "ساعة واحدة و دقيقة واحدة"), (0, "0 min", "0 دقيقة"),
    ],
)  # fmt: skip
def test_hours(minutes, shown, in_arabic):
    for language in ("fr", "en"):
        with translation.override(language):
            assert duration(minutes) == shown.replace(" ", "\u00a0")
    with translation.override("ar"):
        assert duration(minutes) == in_arabic


def test_one_day_is_said_as_one():
    training_day = a_training().starts_on
    (sheet,) = sheets(a_certificate(language="en", ends_on=training_day))
    assert sheet.dates == "on 12 July 2026"


def test_the_code_is_printed_as_it_is_verified():
    certificate = a_certificate()
    (page,) = _document([certificate], ADDRESS)["pages"]
    assert (page["code"], page["address"], page["logo"]) == (certificate.printed_code, ADDRESS, None)
    assert page["qr"].startswith("<?xml")


@pytest.mark.parametrize(
    ("number", "language", "title"),
    [(1, "en", "Certificate of training"), (2, "en", "Certificates"), (1, "fr", "Attestation de formation"),
     (2, "fr-ar", "Attestations")],
    ids=["one", "two", "French", "two in two languages"],
)  # fmt: skip
def test_the_document_says_in_its_own_language_what_it_is(number, language, title):
    with pypdfium2.PdfDocument(render_pdf([a_certificate(language=language)] * number, address=ADDRESS)) as document:
        assert document.get_metadata_value("Title") == title
        assert document.get_metadata_value("Author") == "Association de l’Amandier"
        assert len(document) == number


def test_every_word_of_the_page_is_on_the_paper():
    Letterhead.objects.create(signatory="Nadia Modèle", function_en="Director")
    certificate = a_certificate(language="en", titles={"en": "First steps"})
    (sheet,) = sheets(certificate)
    with pypdfium2.PdfDocument(render_pdf([certificate], address=ADDRESS)) as document:
        paper = " ".join(document[0].get_textpage().get_text_bounded().split())
    words = [*said(sheet), "Nadia Modèle", "Director", sheet.heading, sheet.issued, sheet.note,
             certificate.printed_code]  # fmt: skip
    assert [text for text in words if " ".join(text.split()) not in paper] == []
    assert "None" not in paper


def test_the_objectives_stand_in_each_language():
    french, arabic = sheets(a_certificate(language="fr-ar", objectives=AIMS))
    assert (french.aims_heading, list(map(str, french.aims))) == ("Objectifs", AIMS["fr"])
    assert (arabic.aims_heading, list(map(str, arabic.aims))) == ("الأهداف", AIMS["ar"])
    (english,) = sheets(a_certificate(a_person("B"), language="en", objectives=AIMS))
    assert [(str(aim), aim.language) for aim in english.aims] == [(line, "fr") for line in AIMS["fr"]]


@pytest.mark.parametrize(("lines", "number"), [(0, 1), (3, 1), (30, 2)], ids=["none", "a few", "many"])
@pytest.mark.parametrize("language", ["ar", "fr-ar"])
def test_objectives_that_find_no_room_have_a_page_of_their_own(language, lines, number):
    Letterhead.objects.create(signatory="Nadia Modèle", function_fr="Directrice", logo=a_logo(), stamp=a_logo())
    objectives = {code: AIMS[code][:1] * lines for code in ("fr", "ar")}
    certificate = a_certificate(language=language, objectives=objectives)
    document = unpacked(render_pdf([certificate], address=ADDRESS))
    assert pages(document) == number
    assert len(set(re.findall(rb"/Alt ?[(<][^)>]+", document))) == 3  # logo, stamp, QR code


def test_a_batch_prints_each_stamp_on_its_own():
    first = Letterhead.objects.create(signatory="Nadia Modèle", stamp=a_logo())
    with_stamp = a_certificate()
    Letterhead.objects.create(signatory="Autre")
    without = a_certificate(a_person("B"))
    document = _document([with_stamp, without], ADDRESS)
    assert [page["stamp"] for page in document["pages"]] == [str(first.pk), None]
    assert list(document["stamps"]) == [str(first.pk)]
