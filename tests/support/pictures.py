"""Pictures as a phone writes them, and as nobody should."""

import io
import struct
import zlib

from PIL import Image, ImageCms


def phone(kind, orientation=1, size=(96, 64), mode="RGB", **options):
    """A picture with a red corner and all that a phone writes."""
    image = Image.new(mode, size, "white")
    image.paste("red" if mode != "L" else 80, (0, 0, size[0] // 3, size[1] // 2))
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x0112] = "Marque", "Auteure", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 34.0, 23.0), 3: "W", 4: (7.0, 35.0, 23.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() if mode == "RGB" else None
    written = io.BytesIO()
    image.save(written, kind, exif=exif, **({"icc_profile": profile} if profile else {}) | options)
    return written.getvalue()


def blank_png(width, height):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = zlib.compress(bytes((width // 8 + 1) * height), 1)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
