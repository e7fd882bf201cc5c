"""Serves the media of the active tenant."""

import re
from pathlib import PurePosixPath
from typing import IO, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import http_date

from core.storage import tenant_storage

# Pictures, audio and video are public as lessons are; documents go through Wagtail's own view, which asks for
# permission.
PUBLIC_FOLDERS = {"images", "original_images", "media"}
# The faces of staff, as Wagtail's editor shows them: to staff.
STAFF_FOLDERS = {"avatar_images"}

# What a browser may show by itself; anything else is bytes to it, whatever its name.
SAFE_TYPES = {
    ".avif": "image/avif", ".gif": "image/gif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png",
    ".webp": "image/webp", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".opus": "audio/ogg",
    ".mp4": "video/mp4", ".webm": "video/webm",
}  # fmt: skip
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)  # more digits are no place in a file


class Part:
    """A file from where it stands, cut after `length` bytes."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(block)
        return block

    def close(self) -> None:
        self.file.close()


def media(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """A file of this host's tenant, whole or the part a player asks for. The storage follows the tenant; other folders
    and tenants do not exist here."""
    folder, *rest = PurePosixPath(name).parts or [""]
    is_private = folder in STAFF_FOLDERS
    if not (folder in PUBLIC_FOLDERS or (is_private and request.user.has_perm("wagtailadmin.access_admin"))):
        raise Http404
    if not rest or ".." in rest or not tenant_storage.exists(name):
        raise Http404
    try:
        file = tenant_storage.streamed(name)
    except IsADirectoryError:
        raise Http404 from None
    changed = http_date(tenant_storage.get_modified_time(name).timestamp())
    response = _respond(file, _asked_range(request, changed))
    response["Content-Type"] = SAFE_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["Last-Modified"] = changed
    response["Content-Encoding"] = "identity"  # these formats are compressed; a part must not be compressed anew
    response["Cache-Control"] = "private, no-store" if is_private else "public, max-age=86400"
    return response


def _asked_range(request: HttpRequest, changed: str) -> re.Match[str] | None:
    """The one range asked for; what is more than one, or of an older version of the file, is answered by the whole."""
    if request.headers.get("If-Range", changed) != changed:
        return None
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    return asked if asked and asked[0] != "bytes=-" else None


def _respond(file: Any, asked: re.Match[str] | None) -> HttpResponse | FileResponse:
    if asked is None:
        return FileResponse(file)
    size: int = file.size
    first, last = asked[1], asked[2]
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(start)
    response = FileResponse(Part(file, end - start + 1), status=206)
    response["Content-Length"] = end - start + 1
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response
