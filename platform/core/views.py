"""Media of the active tenant."""

import mimetypes
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest

# Pictures are public; documents go through Wagtail's own view, which asks for permission.
PUBLIC_FOLDERS = {"images", "original_images"}


def media(request: HttpRequest, name: str) -> FileResponse:
    """A picture of this host's tenant. The storage follows the tenant; other folders and tenants do not exist here."""
    folder, *rest = PurePosixPath(name).parts or [""]
    if folder not in PUBLIC_FOLDERS or not rest or ".." in rest or not default_storage.exists(name):
        raise Http404
    try:
        picture = default_storage.open(name)
    except IsADirectoryError:
        raise Http404 from None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(picture, content_type=kind)
    response["Cache-Control"] = "public, max-age=86400"
    return response
