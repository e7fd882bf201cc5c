"""Photographs and scans of sheets: checked, upright, freed of what a phone adds, and read for the page's code."""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 15 * 1024 * 1024
MOST_PAGES = 40
LONGEST_SIDE = 2200  # pixels: a signature stays readable
PDF_SCALE = 2.2  # about 160 dots per inch
CODE = re.compile(r"/sheet/([A-Za-z0-9]{22})/?$")
Image.MAX_IMAGE_PIXELS = 80_000_000


@dataclass(frozen=True)
class Picture:
    """One page as JPEG, with the code it bears; empty where none can be read."""

    jpeg: bytes
    code: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.jpeg).hexdigest()


def read_pictures(file: Any) -> list[Picture]:
    """The pages of a photograph (JPEG, PNG, WebP) or of a PDF. Raises ValidationError that says what to do."""
    if file.size > LARGEST_FILE:
        raise ValidationError(
            _("%(name)s is heavier than 15 MB. Photograph it with less detail."), params={"name": file.name}
        )
    data = file.read()
    is_pdf = data[:5] == b"%PDF-"
    images: Iterable[Image.Image] = _of_pdf(data, file.name) if is_pdf else [_of_photograph(data, file.name)]
    return [_picture(image) for image in images]


def _of_photograph(data: bytes, name: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data))
        if image.format not in ("JPEG", "PNG", "WEBP"):
            raise UnidentifiedImageError
        return ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, ValueError) as error:
        why = _("%(name)s is no picture that can be read. Use a photograph (JPEG, PNG) or a PDF.")
        raise ValidationError(why, params={"name": name}) from error


def _of_pdf(data: bytes, name: str) -> Iterator[Image.Image]:
    """Page after page: forty at once would fill the memory."""
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) > MOST_PAGES:
            raise ValidationError(_("%(name)s has more than 40 pages. Split it."), params={"name": name})
        for page in document:
            yield page.render(scale=_scale(page)).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise ValidationError(
            _("%(name)s is no PDF that can be read, or it is locked. Print it to a new PDF."), params={"name": name}
        ) from error


def _scale(page: Any) -> float:
    """A page may say that it is as large as a field: it is drawn no larger than the picture that is kept."""
    return min(PDF_SCALE, LONGEST_SIDE / max(*page.get_size(), 1))


def _picture(image: Image.Image) -> Picture:
    code = _read_code(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image.info = {}  # Pillow would write the comment of the former file again
    written = io.BytesIO()
    image.save(written, "JPEG", quality=80)  # anew: place, time and make of the phone are left behind
    return Picture(written.getvalue(), code)


def _read_code(image: Image.Image) -> str:
    """The page's code among all the QR codes on the picture."""
    for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        if match := CODE.search(found.text):
            return match[1]
    return ""
