"""Photographs and scans of sheets: checked, upright, freed of what a phone adds, and read for the page's code."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.confinement import MEGABYTE, ConfinementError, Died, Limits, Refused, run_confined

LARGEST_FILE = 15 * 1024 * 1024
MOST_PAGES = 40
LONGEST_SIDE = 2200  # pixels: a signature stays readable
MOST_PIXELS = 80_000_000
LIMITS = Limits(processor=40, seconds=50, output=128 * MEGABYTE)  # forty pages

NO_PICTURE = _("%(name)s is no picture that can be read. Use a photograph (JPEG, PNG) or a PDF.")
NO_PDF = _("%(name)s is no PDF that can be read, or it is locked. Print it to a new PDF.")
SENTENCES = {
    "picture": NO_PICTURE,
    "large": _("%(name)s measures %(width)s x %(height)s pixels, which is too much. Photograph it with less detail."),
    "pdf": NO_PDF,
    "pages": _("%(name)s has more than 40 pages. Split it."),
}


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
    try:
        found = run_confined(
            "sessions.paper.pages:read_pages", file, limits=LIMITS, most_pages=MOST_PAGES, longest_side=LONGEST_SIDE,
            most_pixels=MOST_PIXELS,
        )  # fmt: skip
    except Refused as error:
        raise ValidationError(SENTENCES[error.code], params={"name": file.name, **error.values}) from error
    except Died as error:
        file.seek(0)
        sentence = NO_PDF if file.read(5) == b"%PDF-" else NO_PICTURE
        raise ValidationError(sentence, params={"name": file.name}) from error
    except ConfinementError as error:
        raise ValidationError("%(name)s: %(why)s", params={"name": file.name, "why": str(error)}) from error
    return [Picture(jpeg, code) for code, jpeg in zip(found.value, found.blobs, strict=True)]
