"""Where backups are kept: a folder or a bucket (BACKUP_TO), as Django's storages have both."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils import timezone

from tenants.archive.platform_writing import UNFINISHED, Made, backup_platform

OURS = re.compile(r"wasl-(\d{8}T\d{6}Z)\.wasl(\.age)?")
ABANDONED = timedelta(days=1)  # no backup is being written for longer


class PlaceError(Exception):
    """The backup cannot be kept there; the message says why."""


def place() -> Storage:
    """The place that BACKUP_TO names."""
    return storages["backups"]


def backups(where: Storage) -> dict[datetime, str]:
    """When each was made -> its name; what has no name of ours is not ours."""
    found = (OURS.fullmatch(name) for name in where.listdir("")[1])
    return {datetime.strptime(one[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC): one[0] for one in found if one}


def make_in(where: Storage) -> Made:
    """A new backup in that place, read back from it. Raises PlaceError besides what `backup_platform` raises."""
    if isinstance(where, FileSystemStorage):
        return backup_platform(Path(where.location))
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        made = backup_platform(Path(folder))
        with made.path.open("rb") as file:
            name = where.save(made.path.name, File(file))
        if name != made.path.name or _digest(where, name) != _digest(FileSystemStorage(folder), name):
            where.delete(name)
            raise PlaceError("What was uploaded does not come back as it was sent.")
        return made


@contextmanager
def at_hand(where: Storage, name: str) -> Iterator[Path]:
    """A backup as a file on this machine."""
    if isinstance(where, FileSystemStorage):
        yield Path(where.path(name))
        return
    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        path = Path(folder) / name
        with where.open(name) as source, path.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
        yield path


def clear_abandoned(where: Storage) -> None:
    """What a process that was killed has left half written."""
    before = timezone.now() - ABANDONED
    for name in where.listdir("")[1]:
        if name.startswith(UNFINISHED) and where.get_modified_time(name) < before:
            where.delete(name)


def _digest(where: Storage, name: str) -> str:
    digest = hashlib.sha256()
    with where.open(name) as file:
        for block in file.chunks():
            digest.update(block)
    return digest.hexdigest()
