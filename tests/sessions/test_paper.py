"""The paper loop: a printed page, photographed, finds its place, is ticked once and stays evidence."""

import hashlib
import io
import time
import unicodedata
import uuid
from collections.abc import Callable

import pypdfium2
import pytest
import zxingcpp
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE
from wagtail.models import ModelLogEntry

from accounts.roles import Role
from certificates.models import Letterhead
from network.models import Project
from network.projects.actions import add_partner
from sessions import actions
from sessions.actions import HalfDay
from sessions.actions.attendance import put_on_list
from sessions.actions.feedback import dispute_presence, resolve_dispute
from sessions.models import Evidence, Scan, ScanMark, SheetPage, Slot
from sessions.paper.evidence_file import render_evidence
from sessions.paper.pictures import read_pictures
from sessions.paper.scanning import keep_scans, mark_from_scan
from sessions.paper.sheets import ROWS
from sessions.paper.turning import angle_of
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.pdf_ua import faults, tables
from tests.support.sessions import FIELDS, a_person, a_slot, a_user, present, today
from tests.support.sheets import photograph, printed


def a_logo() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (60, 30), "#9c520c").save(written, "PNG")
    return written.getvalue()


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


@pytest.fixture
def slot(own_ngo: Tenant) -> Slot:
    return a_slot(
        a_person("Amina Benali"), a_person("Bilal Idrissi", institution="Maison"), trainers=[a_user("youssef")]
    )


@pytest.mark.parametrize("edition", ["fr", "ar", "en", "fr-ar"])
def test_every_edition_names_everybody(slot: Slot, edition: str) -> None:
    sheet = printed(slot, edition)
    assert faults(sheet, *edition.split("-")) == []
    assert {tuple(row) for table in tables(sheet) for row in table} >= {
        ("TH/Column",) * 6, ("TD", "TH/Row", "TD", "TD", "TD", "TD"),
    }  # fmt: skip
    words = set(text_of(sheet).split())  # in a right-to-left line the words come out in another order
    assert {"Amina", "Benali", "Bilal", "Idrissi", "First", "steps"} - words == set()
    assert ("Feuille" in words) == (edition.startswith("fr"))


@pytest.mark.parametrize(("edition", "first"), [("fr", True), ("fr-ar", True), ("ar", False)])
def test_the_name_in_the_letters_of_the_sheet_comes_first(own_ngo: Tenant, edition: str, first: bool) -> None:
    slot = a_slot(a_person("Amina Benali", name_other_script="أمينة بنعلي"), trainers=[a_user("youssef")])
    text = unicodedata.normalize("NFKC", text_of(printed(slot, edition)))
    arabic = min(at for word in ("بنعلي", "يلعنب") if (at := text.find(word)) >= 0)
    assert (text.index("Benali") < arabic) == first


def turned_by(jpeg: bytes) -> float:
    """Degrees, clockwise, of the code on a picture."""
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(jpeg)))
    return angle_of(code.position)


@pytest.mark.parametrize(
    "turned",
    [0, 3, -7, 90, 180, 187, 268],
    ids=["straight", "askew", "askew back", "on its side", "upside down", "both", "side"],
)
def test_a_photograph_finds_its_page_and_is_kept_upright(slot: Slot, turned: int) -> None:
    (picture,) = read_pictures(photograph(printed(slot), turned=turned))
    assert picture.code == SheetPage.objects.get().code
    assert b"A phone" not in picture.jpeg
    assert abs(turned_by(picture.jpeg)) <= 1
    width, height = Image.open(io.BytesIO(picture.jpeg)).size
    assert (width < height, height <= 2200) == (True, True)


@pytest.mark.parametrize(("turned", "left"), [(0, 0), (4, 0), (-9, 0), (180, 180)])
def test_a_page_without_a_code_is_straightened_by_its_lines(slot: Slot, turned: int, left: int) -> None:
    (picture,) = read_pictures(photograph(printed(slot, leads_to="elsewhere"), turned=turned))
    assert picture.code == ""
    assert abs(abs(turned_by(picture.jpeg)) - left) <= 1


def test_a_photograph_of_no_sheet_is_left_as_it_is() -> None:
    written = io.BytesIO()
    Image.linear_gradient("L").resize((300, 200)).convert("RGB").save(written, "JPEG")
    (picture,) = read_pictures(SimpleUploadedFile("wall.jpg", written.getvalue(), "image/jpeg"))
    assert Image.open(io.BytesIO(picture.jpeg)).size == (300, 200)


@pytest.mark.parametrize(("whole", "shown"), [(False, "78"), (True, "6-12-34-56-78")], ids=["its end", "whole"])
def test_the_sheet_says_who_pays_and_who_does_what(own_ngo: Tenant, hub: Tenant, whole: bool, shown: str) -> None:
    project = Project.objects.create(
        code="MHR-2", title_fr="Mobilités", title_ar="تنقلات", starts=today(-9), ends=today(9)
    )
    with hub:
        project.funders.create(name="Fonds Exemple", logo=ContentFile(a_logo(), name="fonds.png"))
    add_partner(project=project, tenant=own_ngo, joined=today(-9))
    Letterhead.objects.create(logo=a_logo())
    slot = a_slot(a_person(category="judge", phone="+212612345678"), project="MHR-2")
    pdf = printed(slot, phones=whole)
    text = text_of(pdf)
    for said in ("Mobilités", "MHR-2", "Fonds Exemple", "Fonction", "Magistrat", "Téléphone"):
        assert said in text
    assert (shown in text, "34-56" in text) == (True, whole)
    page = pypdfium2.PdfDocument(pdf)[0]
    pictures = [one for one in page.get_objects(max_depth=9) if one.type == FPDF_PAGEOBJ_IMAGE]
    assert len(pictures) == 2


def test_a_pdf_scan_of_several_pages(own_ngo: Tenant) -> None:
    slot = a_slot(*(a_person(f"Person {number:02}") for number in range(ROWS + 5)))
    pdf = printed(slot)
    pictures = read_pictures(SimpleUploadedFile("scan.pdf", pdf, "application/pdf"))
    pages = list(SheetPage.objects.order_by("number"))
    assert [picture.code for picture in pictures] == [page.code for page in pages]
    assert [(page.first_row, len(page.people)) for page in pages] == [(1, ROWS), (ROWS + 1, 5)]


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7 broken", b"\xff\xd8\xff broken"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        read_pictures(SimpleUploadedFile("x.jpg", content))


def test_signatures_are_ticked_once(slot: Slot) -> None:
    pictures = read_pictures(photograph(printed(slot)))
    (scan,) = keep_scans(slot=slot, pictures=pictures, actor=a_user())
    assert keep_scans(slot=slot, pictures=pictures, actor=a_user()) == [scan]
    people = [row.person for row in slot.session.registrations.select_related("person")]
    assert mark_from_scan(scan=scan, people=people, actor=a_user()) == 2
    assert mark_from_scan(scan=scan, people=people, actor=a_user()) == 0
    assert list(Evidence.objects.values_list("source", flat=True)) == ["paper", "paper"]
    assert ScanMark.objects.filter(scan=scan).count() == 2


def test_a_page_of_another_session_is_refused(slot: Slot) -> None:
    pictures = read_pictures(photograph(printed(a_slot(a_person("Nobody")))))
    with pytest.raises(ValidationError):
        keep_scans(slot=slot, pictures=pictures, actor=a_user())
    assert Scan.objects.count() == 0


def test_a_scan_is_never_changed(slot: Slot) -> None:
    (scan,) = keep_scans(slot=slot, pictures=read_pictures(photograph(printed(slot))), actor=a_user())
    for act in (scan.save, scan.delete):
        with pytest.raises(TypeError):
            act()


def test_the_pages_over_http(
    slot: Slot, own_ngo: Tenant, other_ngo: Tenant, client: TenantClient, sign_in: Callable[..., TenantClient]
) -> None:
    coordinator = sign_in(own_ngo, Role.COORDINATOR)
    place = [slot.session.uuid, slot.number]
    paper = reverse("sessions:paper", args=place)
    pdf = coordinator.post(reverse("sessions:sheet", args=place), {"edition": "fr-ar", "empty": 2})
    assert pdf["Content-Type"] == "application/pdf"
    response = coordinator.post(paper, {"pictures": [photograph(pdf.content)]})
    scan = Scan.objects.get()
    assert response.url == reverse("sessions:scan_page", args=[*place, scan.pk])
    people = [str(row.person.uuid) for row in slot.session.registrations.select_related("person")]
    coordinator.post(response.url, {"signed": people[:1]})
    assert Evidence.objects.count() == 1
    picture = reverse("sessions:scan_picture", args=[*place, scan.pk])
    seen = coordinator.get(picture).content
    assert hashlib.sha256(seen).hexdigest() == scan.digest
    assert coordinator.get(f"/media/{scan.file}").status_code == 404
    aside = reverse("sessions:set_aside", args=[*place, scan.pk])
    code = reverse("sessions:sheet_page", args=[SheetPage.objects.get().code])
    evidence = reverse("sessions:evidence_pdf", args=place[:1])
    stranger, trainer = sign_in(other_ngo, Role.COORDINATOR), sign_in(own_ngo, Role.TRAINER)
    for url in (paper, response.url, picture, aside, code, evidence):
        assert client.get(url).status_code == 302
        assert stranger.get(url).status_code == 404
        assert trainer.get(url).status_code in (403, 404)
    assert coordinator.post(aside, {"reason": "Another group"}).status_code == 302
    assert coordinator.get(paper).status_code == 200
    assert coordinator.get(evidence)["Content-Type"] == "application/pdf"


def test_five_hundred_rows_in_three_seconds(own_ngo: Tenant) -> None:
    slot = a_slot()
    people = [a_person(f"Person {number:03}") for number in range(500)]
    put_on_list(slot.session, people)
    began = time.process_time()
    pdf = printed(slot, "fr-ar", empty=0)
    assert time.process_time() - began < 3
    assert len(pypdfium2.PdfDocument(pdf)) == -(-500 // ROWS)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_evidence_file_leaves_nothing_out(slot: Slot, language: str) -> None:
    amina = slot.session.registrations.get(person__full_name="Amina Benali").person
    (scan,) = keep_scans(slot=slot, pictures=read_pictures(photograph(printed(slot))), actor=a_user())
    present(slot, amina)
    actions.correct_presence(
        slot=slot, person=amina, minutes=90, reason="Left early", client_event_id=uuid.uuid4(), actor=a_user()
    )
    actions.record_head_count(slot=slot, count=7, client_event_id=uuid.uuid4(), actor=a_user())
    dispute = dispute_presence(slot=slot, person=amina)
    resolve_dispute(dispute=dispute, uphold=False, reason="Seen leaving", actor=a_user())
    actions.close_session(session=slot.session, actor=a_user())
    slot.session.refresh_from_db()
    with translation.override(language):
        pdf = render_evidence(slot.session, "Amandier")
    assert faults(pdf, language) == []
    assert {row[0] for row in tables(pdf)[0]} == {"TH/Row"}
    words = set(text_of(pdf).split())
    expected = {"Amina", "Benali", "Bilal", "Idrissi", "Left", "early", "Amandier", "Seen", "leaving"}
    assert expected - words == set()
    if language != "ar":  # a right-to-left line is read out in pieces
        assert any(scan.digest[:20] in word for word in words)


def test_the_evidence_file_stands_in_the_log_without_a_participants_name(
    slot: Slot, own_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    sign_in(own_ngo, Role.COORDINATOR).get(reverse("sessions:evidence_pdf", args=[slot.session.uuid]))
    entry = ModelLogEntry.objects.get()
    assert (entry.action, str(entry.user), entry.object_id) == (
        "sessions.make_evidence_file", "coordinator", str(slot.session.pk),
    )  # fmt: skip
    assert (entry.label, entry.data, entry.message) == (
        "First steps",
        {},
        "Création du dossier de preuves d’une session",
    )
    assert "Amina" not in str(vars(entry))


def test_the_evidence_file_tells_which_half_day_was_changed(slot: Slot) -> None:
    amina = slot.session.registrations.order_by("pk")[0].person
    present(slot, amina)
    half_day = HalfDay(slot.date, slot.part, 120, slot.number)
    actions.update_session(session=slot.session, fields=FIELDS, half_days=[half_day], actor=a_user())
    with translation.override("en"):
        pdf = render_evidence(slot.session, "Amandier")
    assert "(210 min), now" in " ".join(text_of(pdf).split())


@pytest.mark.parametrize("size", [(1_000_000, 1_000_000), (1_000_000, 1), (842, 595)], ids=["field", "line", "A4"])
def test_a_page_as_large_as_a_field_is_drawn_as_a_sheet(size: tuple[int, int]) -> None:
    document, written = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(*size)
    document.save(written)
    (picture,) = read_pictures(SimpleUploadedFile("x.pdf", written.getvalue(), "application/pdf"))
    assert max(Image.open(io.BytesIO(picture.jpeg)).size) == (2200 if size[0] > 1000 else 1853)
