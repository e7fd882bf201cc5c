"""Strips pictures: where, when and with what they were taken goes; how they look stays.

Most are stripped bit by bit, without being drawn anew. Drawn anew are those whose upright position was only noted in
their EXIF, and kinds that are stored as JPEG or PNG: HEIC and AVIF of phones, TIFF, BMP.
"""

import io
import warnings
from typing import Any

import pi_heif  # type: ignore[import-untyped]
from PIL import Image, ImageCms, ImageOps
from PIL.JpegImagePlugin import get_sampling

from core.metadata.colour import neutral_profile
from core.metadata.errors import TooManyPixelsError, UnreadableError
from core.metadata.lossless import LOSSLESS

MOST_PIXELS = 50_000_000  # all frames together; 150 MB of memory once unpacked
_ORIENTATION = 0x0112
_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
_REDRAWN = ("HEIF", "AVIF", "TIFF", "BMP")

pi_heif.register_heif_opener()


def strip_picture(data: bytes) -> tuple[bytes, str]:
    """The picture upright and bare, and the format it is now in (`jpg`, `png`, `gif`, `webp`).

    Raises UnreadableError; TooManyPixelsError before anything is unpacked.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is the lower one
            return _stripped(data)
    except UnreadableError:
        raise
    except Exception as error:  # decoders raise of every kind: OSError, SyntaxError, struct.error, EOFError
        raise UnreadableError from error


def _stripped(data: bytes) -> tuple[bytes, str]:
    try:
        image: Any = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        raise TooManyPixelsError from error
    if image.width * image.height * getattr(image, "n_frames", 1) > MOST_PIXELS:
        raise TooManyPixelsError
    name = "JPEG" if image.format == "MPO" else image.format
    if name not in (*LOSSLESS, *_REDRAWN):
        raise UnreadableError
    turned = image.getexif().get(_ORIENTATION, 1) in range(2, 9)
    if name in LOSSLESS and not (turned and _is_single(image)):
        bare = LOSSLESS[name](data)
        Image.open(io.BytesIO(bare)).load()  # damaged ones are known now, not when a reader asks for them
        return bare, _SUFFIXES[name]
    return _drawn(image, name, b"VP8L" in data[:64])


def _is_single(image: Any) -> bool:
    """Whether it is one picture; the second one of a phone's MPO is another view or a gain map, and goes."""
    return image.format == "MPO" or getattr(image, "n_frames", 1) == 1


def _drawn(image: Any, name: str, lossless: bool) -> tuple[bytes, str]:
    """Upright, in its own colours; what is no format of the web as JPEG, or PNG where it is see-through."""
    options: dict[str, Any] = {}
    if name == "JPEG":
        options = {"qtables": image.quantization, "subsampling": get_sampling(image)}  # as fine as it was
    profile = neutral_profile(image.info.get("icc_profile") or b"")
    upright = ImageOps.exif_transpose(image)
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
    if name in _REDRAWN:
        name = "PNG" if upright.mode == "RGBA" else "JPEG"
    if name == "JPEG" and upright.mode not in ("L", "RGB", "CMYK"):
        upright = upright.convert("RGB")
    if name == "JPEG" and not options:
        options = {"quality": 90}
    if name == "WEBP":
        options = {"lossless": True} if lossless else {"quality": 90}
    upright, profile = _in_colours_of(upright, profile)
    upright.info = {}
    written = io.BytesIO()
    upright.save(written, name, icc_profile=profile or None, **options)
    return LOSSLESS[name](written.getvalue()), _SUFFIXES[name]


def _in_colours_of(image: Any, profile: bytes) -> tuple[Any, bytes]:
    """The picture with its profile where that describes it; else in the web's own colours, without one."""
    space = profile[16:20]
    if image.mode == "CMYK" and image.format is None and space == b"CMYK":
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB"), b""
    fits = {b"RGB ": ("RGB", "RGBA", "P"), b"GRAY": ("L", "LA", "1", "I;16")}.get(space, ())
    return image, profile if image.mode in fits else b""


def orientation_of(data: bytes) -> int:
    """How a picture's EXIF says it is to be turned, 1 to 8; 1 where it says nothing."""
    try:
        found = Image.open(io.BytesIO(data)).getexif().get(_ORIENTATION, 1)
    except Exception:  # as above
        return 1
    return found if found in range(1, 9) else 1
