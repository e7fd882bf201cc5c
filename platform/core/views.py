"""Media of the active tenant."""

import mimetypes
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest

# Pictures are public; documents go through Wagtail's own view, which asks for permission.
PUBLIC_FOLDERS = {"images", "original_images"}


def media(request: HttpRequest, name: str) -> FileResponse:
    """A picture of this host's tenant. The storage follows the tenant; other folders and tenants do not exist here."""
    path = PurePosixPath(name)
    if path.parts[0] not in PUBLIC_FOLDERS or ".." in path.parts or not default_storage.exists(name):
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(name), content_type=kind)
    response["Cache-Control"] = "public, max-age=86400"
    return response
