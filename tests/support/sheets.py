"""Sign-in sheets, printed and photographed."""

import io

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sessions.models import Slot
from sessions.paper.sheets import print_sheet
from tests.support.sessions import a_user

NAMES = {"fr": "Amandier", "ar": "اللوز", "en": "Almond"}


def printed(slot: Slot, edition: str = "fr", empty: int = 3, *, leads_to: str = "sheet", phones: bool = False) -> bytes:
    return print_sheet(
        slot=slot, edition=edition, empty_rows=empty, organisation=NAMES, actor=a_user(), with_phones=phones,
        address=lambda code: f"http://own-ngo.localhost/fr/sessions/{leads_to}/{code}/",
    )  # fmt: skip


def photograph(pdf: bytes, page: int = 0, turned: int = 0) -> SimpleUploadedFile:
    """A page as a phone sees it: smaller, turned, not quite white, with the place it was taken at."""
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=2).to_pil().convert("RGB")
    image = image.point(lambda value: int(value * 0.85)).rotate(turned, expand=True, fillcolor=(90, 90, 90))
    written, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "A phone"
    image.save(written, "JPEG", quality=70, exif=exif)
    return SimpleUploadedFile("sheet.jpg", written.getvalue(), "image/jpeg")
