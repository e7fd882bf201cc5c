"""Validates uploads: which types, how heavy, and that they are what their names say. Each refusal says what
to do. The limits are those of readers on slow lines. What is taken goes on without position, maker, author and tags
(`core.storage`)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from core.storage import strip_file, suffix_of

MEGABYTE = 1024 * 1024
LIMITS = {"audio": 15 * MEGABYTE, "video": 30 * MEGABYTE, "document": 10 * MEGABYTE, "image": 10 * MEGABYTE}

TOO_HEAVY = {
    "audio": _("This audio file weighs %(size)s, and %(limit)s is the limit. Shorten it, compress it (64 kbit/s is "
               "enough for speech) or cut it into parts, then choose it again."),
    "video": _("This video weighs %(size)s, and %(limit)s is the limit. Shorten it, compress it (480 lines are "
               "enough on a phone) or cut it into parts, then choose it again."),
    "document": _("This document weighs %(size)s, and %(limit)s is the limit. Compress its pictures or cut it into "
                  "parts, then choose it again."),
    "image": _("This picture weighs %(size)s, and %(limit)s is the limit. Make it smaller (1,600 pixels wide is "
               "enough), then choose it again."),
}  # fmt: skip
WRONG_TYPE = _(
    "Files of the type “%(type)s” are not taken. Taken are: %(taken)s. Convert the file, then choose it again."
)
WRONG_CONTENT = _(
    "What is in this file is not what its name says (%(type)s). Export it again in this format, then choose it again."
)


class CheckedFileForm:
    """For a form with a `file`: type, weight and content. A refused file is not checked again by its model, whose words
    say no remedy."""

    errors: Any

    def kind(self) -> str:
        """Which limit holds: audio, video, document."""
        raise NotImplementedError

    def taken(self) -> Sequence[str]:
        """The extensions that are taken."""
        raise NotImplementedError

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]  # type: ignore[attr-defined]
        if file and "file" in self.changed_data:  # type: ignore[attr-defined]
            check_file(file, self.kind(), self.taken())
            return strip_file(file, str(file.name))
        return file

    def _post_clean(self) -> None:
        if "file" not in self.errors:
            super()._post_clean()  # type: ignore[misc]


class MediaForm(CheckedFileForm, BaseMediaForm):
    """An audio or video file; a still picture and its measures are not asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("thumbnail", "width", "height", "duration"):
            self.fields.pop(name, None)

    def kind(self) -> str:
        return str(self.instance.type)

    def taken(self) -> Sequence[str]:
        return settings.WAGTAILMEDIA[f"{self.instance.type.upper()}_EXTENSIONS"]


class DocumentForm(CheckedFileForm, BaseDocumentForm):
    """A document."""

    def kind(self) -> str:
        return "document"

    def taken(self) -> Sequence[str]:
        return settings.WAGTAILDOCS_EXTENSIONS


class PictureField(WagtailImageField):
    """A picture, stripped before Wagtail reads it: one of a phone (HEIC) is a JPEG from here on."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return super().to_python(data)
        if suffix_of(str(data.name)) not in self.allowed_image_extensions:
            raise ValidationError(self.error_messages["invalid_image_extension"], code="invalid_image_extension")
        if data.size > LIMITS["image"]:
            sizes = {"size": filesizeformat(data.size), "limit": filesizeformat(LIMITS["image"])}
            raise ValidationError(TOO_HEAVY["image"], params=sizes, code="weight")
        return super().to_python(strip_file(data, str(data.name)))


class ImageForm(BaseImageForm):
    """A picture: Wagtail checks type and content; the words and the stripping are ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=given.label, required=given.required, widget=given.widget, max_length=given.max_length
            )


def check_file(file: File, kind: str, taken: Sequence[str]) -> None:
    """Raise the ValidationError that says what to do with a file that is not taken."""
    extension = str(file.name).rpartition(".")[2].lower()
    if extension not in taken:
        raise ValidationError(WRONG_TYPE, params={"type": extension, "taken": ", ".join(taken)}, code="type")
    if file.size > LIMITS[kind]:
        sizes = {"size": filesizeformat(file.size), "limit": filesizeformat(LIMITS[kind])}
        raise ValidationError(TOO_HEAVY[kind], params=sizes, code="weight")
    if not has_signature(file, extension):
        raise ValidationError(WRONG_CONTENT, params={"type": extension}, code="content")


def has_signature(file: File, extension: str) -> bool:
    """Whether the first bytes are those of the format: enough against a web page named .mp3."""
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    if extension == "mp3":
        return head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] >= b"\xe0")
    if extension in ("m4a", "mp4"):
        return head[4:8] == b"ftyp"
    if extension == "txt":
        return b"\0" not in head and not head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
            (b"<!doctype", b"<html")
        )
    signatures = {"ogg": b"OggS", "opus": b"OggS", "webm": b"\x1a\x45\xdf\xa3", "pdf": b"%PDF-"}
    return head.startswith(signatures.get(extension, b"PK\x03\x04"))  # docx, odt and their kin are zip files
