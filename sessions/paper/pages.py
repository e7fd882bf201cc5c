"""Photographs and PDFs as upright JPEG pages with the codes they bear, read in a confined process: no Django here."""

import io
import re
from collections.abc import Iterator
from typing import IO, Any

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp
from PIL import Image, UnidentifiedImageError

from core.confined import Answer, Refusal
from sessions.paper.turning import angle_of, upright

FORMATS = ("JPEG", "MPO", "PNG", "WEBP")  # MPO: how some phones write a JPEG with a second picture in it
PDF_SCALE = 2.2  # about 160 dots per inch
FINE = 2  # the code is looked for in a picture this many times larger than the one that is kept
CODE = re.compile(r"/sheet/([A-Za-z0-9]{22})/?$")
ORIENTATION = 0x0112
UPRIGHT = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,), 3: (Image.Transpose.ROTATE_180,), 4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,), 6: (Image.Transpose.ROTATE_270,), 7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}  # fmt: skip
Image.MAX_IMAGE_PIXELS = None  # ours is checked below, before a pixel is unpacked


def read_pages(file: IO[bytes], *, most_pages: int, longest_side: int, most_pixels: int) -> Answer:
    """The code of each page, empty where none can be read, and the pages as JPEG. Refuses `picture`, `large`, `pdf`
    and `pages`."""
    is_pdf = file.read(5) == b"%PDF-"
    file.seek(0)
    images = _of_pdf(file, most_pages, longest_side) if is_pdf else _of_photograph(file, longest_side, most_pixels)
    pages = [_page(image, longest_side) for image in images]
    return Answer([code for code, _jpeg in pages], [jpeg for _code, jpeg in pages])


def _of_photograph(file: IO[bytes], longest_side: int, most_pixels: int) -> Iterator[Image.Image]:
    try:
        image: Image.Image = Image.open(file, formats=("JPEG", "PNG", "WEBP"))
        if image.format not in FORMATS:
            raise UnidentifiedImageError
        if image.width * image.height > most_pixels:
            raise Refusal("large", width=image.width, height=image.height)
        fine = FINE * longest_side
        image.draft("RGB", (fine, fine))
        turns = UPRIGHT.get(image.getexif().get(ORIENTATION, 1), ())
        if (factor := max(image.size) // fine) > 1:  # before anything else makes a copy of it
            image = image.reduce(factor)
        image = image.convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, Image.DecompressionBombError) as error:
        raise Refusal("picture") from error
    for turn in turns:
        image = image.transpose(turn)
    yield image


def _of_pdf(file: IO[bytes], most_pages: int, longest_side: int) -> Iterator[Image.Image]:
    """Page after page: forty at once would fill the memory."""
    try:
        document = pypdfium2.PdfDocument(file.read())
        if len(document) > most_pages:
            raise Refusal("pages")
        if not len(document):
            raise Refusal("pdf")
        for page in document:
            yield page.render(scale=_scale(page, longest_side)).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Refusal("pdf") from error


def _scale(page: Any, longest_side: int) -> float:
    """A page may say that it is as large as a field: it is drawn no larger than the picture that is kept."""
    return min(PDF_SCALE, longest_side / max(*page.get_size(), 1))


def _page(image: Image.Image, longest_side: int) -> tuple[str, bytes]:
    code, angle = _read_code(image)
    image.thumbnail((longest_side, longest_side))
    image = upright(image, angle)
    image.thumbnail((longest_side, longest_side))
    image.info = {}  # Pillow would write the comment of the former file again
    written = io.BytesIO()
    image.save(written, "JPEG", quality=80)  # anew: place, time and make of the phone are left behind
    return code, written.getvalue()


def _read_code(image: Image.Image) -> tuple[str, float | None]:
    """The page's code among all the QR codes on the picture, and by how many degrees it is turned."""
    for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        if match := CODE.search(found.text):
            return match[1], angle_of(found.position)
    return "", None
