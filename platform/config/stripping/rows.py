"""Updates the rows that describe a stripped file: its name, weight, digest, size in pixels."""

import hashlib
from typing import Any

from django.core.files.images import get_image_dimensions
from django.core.files.storage import default_storage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile
from wagtailmedia.models import get_media_model

from sessions.models import Scan

# Who names a file, and in which field.
OWNERS: tuple[tuple[Any, str], ...] = (
    (get_image_model(), "file"),
    (get_document_model(), "file"),
    (get_media_model(), "file"),
    (get_media_model(), "thumbnail"),
    (UploadedFile, "file"),
    (UserProfile, "avatar"),
)
FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


def follow(before: str, after: str, old: bytes, new: bytes) -> dict[str, str]:
    """Bring every row that names the file in line with it; former portable names of its content -> its name now.

    A row may be behind its file, where a run was stopped between the two: its digest is the former one.
    """
    was, now = _sha1(old), _sha1(new)
    renamed: dict[str, str] = {}
    for model, field in OWNERS:
        for row in model._default_manager.filter(**{field: before}):
            known = getattr(row, "file_hash", "") or was
            if known != now and (sort := SORTS.get(model)):
                renamed[f"{sort}:{known}"] = f"{sort}:{now}"
            values = {field: after} | (_facts(row, after, new) if field == "file" else {})
            if any(getattr(row, name) != value for name, value in values.items()):
                model._default_manager.filter(pk=row.pk).update(**values)
    if old != new:
        Scan.objects.filter(file=before).update(digest=hashlib.sha256(new).hexdigest())
    return renamed


SORTS = {get_image_model(): "image", get_document_model(): "document", get_media_model(): "media"}


def _facts(row: Any, name: str, content: bytes) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if getattr(row, "file_hash", ""):
        values["file_hash"] = _sha1(content)
    if getattr(row, "file_size", None) is not None:
        values["file_size"] = len(content)
    if isinstance(row, get_image_model()):
        with default_storage.open(name) as file:
            width, height = get_image_dimensions(file)
        if (width, height) != (row.width, row.height):  # it was turned: what was noted of its parts is of another one
            values |= {"width": width, "height": height} | dict.fromkeys(FOCUS)
    return values


def _sha1(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()  # how Wagtail names contents
