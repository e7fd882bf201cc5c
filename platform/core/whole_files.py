"""Writes files whole or not at all: a full disk, a lost connection or a killed process leaves no half of one."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django_tenants.files.storage import TenantFileSystemStorage


class WholeFileStorage(TenantFileSystemStorage):
    """Each tenant's folder; a file is written beside its place, to its end, before it gets its name."""

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=".part-", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk if isinstance(chunk, bytes) else chunk.encode())
                file.flush()
                os.fsync(file.fileno())  # where the last block finds no room, it is known now
            if self.file_permissions_mode is not None:
                os.chmod(beside, self.file_permissions_mode)
            place = self._reserve(name)
            os.replace(beside, place)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        return place.relative_to(self.location).as_posix()

    def _reserve(self, name: str) -> Path:
        """A free place of this or a like name, made ours: two who save the same name at once get two."""
        while True:
            place = Path(self.path(name))
            try:
                place.touch(exist_ok=False)
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return place


@contextmanager
def removed_on_failure() -> Iterator[list[str]]:
    """The names of files that are to go where the block fails: rows are rolled back, files are not."""
    saved: list[str] = []
    try:
        yield saved
    except BaseException:
        for name in saved:
            default_storage.delete(name)
        raise
