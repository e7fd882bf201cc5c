"""A packed module as the archive it is, checked in a confined process: no Django here, which is why it stands
outside of `courses.packing`, whose `bundle` has the words."""

import hashlib
import json
import struct
import zipfile
import zlib
from typing import IO, Any

from core.confined import Refusal

MOST_PARTS = 2_000
CHUNK = 1 << 20
UNSOUND = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, OSError, LookupError,
    ValueError,
)  # fmt: skip


def check_bundle(
    file: IO[bytes], *, manifest: str, most_manifest: int, most_media: int, largest: int
) -> dict[str, Any]:
    """`manifest`: its JSON value; `media`: SHA-256 -> size and SHA-1 of the part, of which it is the true name. Refuses
    `foreign`, `large` and `damaged`."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            if manifest not in parts or len(parts) != len(archive.infolist()):
                raise Refusal("foreign")
            if parts[manifest].file_size > most_manifest:
                raise Refusal("foreign")
            sizes = [part.file_size for part in parts.values()]
            if sum(sizes) > most_media or len(sizes) > MOST_PARTS:
                raise Refusal("large")
            told = json.loads(archive.read(manifest))
    except UNSOUND as error:
        raise Refusal("foreign") from error
    try:
        with zipfile.ZipFile(file) as archive:
            media = [part for part in archive.infolist() if part.filename.startswith("media/")]
            if any(part.file_size > largest for part in media):
                raise Refusal("large")
            return {"manifest": told, "media": dict(_digests(archive, part) for part in media)}
    except UNSOUND as error:
        raise Refusal("damaged") from error


def _digests(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[str, dict[str, Any]]:
    true, known, size = hashlib.sha256(), hashlib.sha1(usedforsecurity=False), 0
    with archive.open(part) as opened:
        while block := opened.read(CHUNK):
            size += len(block)
            true.update(block)
            known.update(block)
    name = part.filename.removeprefix("media/")
    if true.hexdigest() != name:
        raise Refusal("damaged")
    return name, {"size": size, "sha1": known.hexdigest()}
