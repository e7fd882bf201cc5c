"""Storage of a tenant's uploads: their folder, their address, and the stripping of their metadata.

Every upload of every kind comes through here, whichever form, view or task brings it: none is stored with the place
where it was taken, its maker or its author.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage
from django.utils.translation import gettext_lazy as _

from core.confinement import MEGABYTE, ConfinementError, Limits, Refused, run_confined
from core.metadata.lossless import strip_lossless
from core.whole_files import WholeFileStorage

LIMITS = Limits(memory=1024 * MEGABYTE)  # fifty million pixels, drawn twice
BLOCK = 64 * 1024  # bytes; a full disk still takes an empty file
RENDITIONS = "images/"  # Wagtail's own drawings of stored pictures
SENTENCES = {
    "unreadable": _("This file is damaged, locked by a password or of another kind than its name says: where and by "
                    "whom it was made cannot be taken out of it. Export it again without a password, then choose it "
                    "again."),
    "pixels": _("This picture has more than 50 million pixels. Make it smaller (1,600 pixels wide is enough), then "
                "choose it again."),
}  # fmt: skip


class BareFile(ContentFile):
    """Content that is stripped already."""


class StorageAwayError(OSError):
    """The place of uploads does not answer at the moment."""


class StrippingStorage(Storage):
    """What a tenant's uploads go through, wherever they are kept."""

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        """Store it stripped; a name's suffix follows the content. Raises ValidationError for what cannot be read."""
        name = str(content.name if name is None else name)
        if name.startswith(RENDITIONS):
            content = _bare_rendition(content)
        elif not isinstance(content, BareFile):
            content = strip_file(content, name)
            name = with_suffix(name, suffix_of(str(content.name)))
        return super().save(name, content, max_length)

    def save_unchanged(self, name: str, content: File) -> str:
        """Store bytes as they are: a backup brought back, which says by their digests that they are whole."""
        return super().save(name, content)


class TenantStorage(StrippingStorage, WholeFileStorage):
    """Each tenant's folder below MEDIA_ROOT. Hosts tell tenants apart, so that an address names no schema."""

    @property
    def base_url(self) -> str:
        return str(self._value_or_setting(self._base_url, settings.MEDIA_URL))

    def replace(self, name: str, content: bytes) -> None:
        """Put other content in place of a stored file's, at once: a reader gets the one or the other."""
        place = self.path(name)
        handle, beside = tempfile.mkstemp(dir=os.path.dirname(place), prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(beside, os.stat(place).st_mode & 0o777)
            os.replace(beside, place)
        except BaseException:
            os.unlink(beside)
            raise

    def streamed(self, name: str) -> IO[bytes]:
        """A file to be sent."""
        return cast(IO[bytes], self.open(name))

    def probe(self) -> None:
        """Write a file and remove it again. Raises OSError."""
        folder = Path(settings.MEDIA_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(BLOCK))

    def clear(self) -> None:
        """Delete every file of the active tenant, and its folder."""
        shutil.rmtree(self.location, ignore_errors=not Path(self.location).exists())

    def walk(self, folder: str = "") -> Iterator[str]:
        """The name of every file of the active tenant, in order."""
        if not self.exists(folder):
            return
        folders, files = self.listdir(folder)
        yield from (f"{folder}/{name}".lstrip("/") for name in sorted(files))
        for name in sorted(folders):
            yield from self.walk(f"{folder}/{name}".lstrip("/"))


def strip_file(file: Any, name: str) -> BareFile:
    """A file's content without position, maker, author and tags; its name ends in what it is now.

    Raises ValidationError, with what to do, for what cannot be read.
    """
    if isinstance(file, BareFile):
        return file
    try:
        answer = run_confined("core.metadata.confined:strip_file", _whole(file), limits=LIMITS, suffix=suffix_of(name))
    except Refused as refused:
        raise ValidationError(SENTENCES[refused.code], code=refused.code) from refused
    except ConfinementError as error:
        raise ValidationError(str(error), code="unreadable") from error
    return BareFile(answer.blobs[0], name=with_suffix(name, answer.value))


def suffix_of(name: str) -> str:
    """What a name ends in, without the dot, in small letters."""
    return os.path.splitext(name)[1][1:].lower()


def with_suffix(name: str, suffix: str) -> str:
    """The name with another suffix; as it is where it has that one in any case."""
    return name if suffix_of(name) == suffix else f"{os.path.splitext(name)[0]}.{suffix}"


def _bare_rendition(content: Any) -> BareFile:
    """Drawn here from a stored picture: not to be mistrusted, but Pillow passes on what stood in that."""
    return BareFile(strip_lossless(_whole(content)))


def _whole(file: Any) -> bytes:
    if file.closed:
        file.open("rb")
    file.seek(0)
    data = file.read()
    return data.encode() if isinstance(data, str) else bytes(data)


# Django's default storage, as our settings have it: a folder, or a bucket (`core.bucket_storage`), by the same methods.
tenant_storage = cast(TenantStorage, default_storage)
