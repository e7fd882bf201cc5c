"""Knows a file that is damaged, foreign or of another version before anything is touched."""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from tenants import provisioning
from tenants.archive.tables import content_types, migrations_of
from tenants.archive.writing import CHUNK, FORMAT

MANIFEST = "manifest.json"
PLATFORM = "platform.json"


class ArchiveError(Exception):
    """The file cannot be restored; the message says why and what to do. Nothing was touched."""


def opened(file: Path | IO[bytes], name: object = "") -> zipfile.ZipFile:
    """The archive in a file; `name` is what the message calls it. Raises ArchiveError where it is none."""
    try:
        return zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise ArchiveError(_("There is no file %(path)s.") % {"path": file}) from error
    except (zipfile.BadZipFile, OSError) as error:
        raise ArchiveError(_("%(path)s is damaged or no backup of a tenant.") % {"path": name or file}) from error


def checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest of a tenant's file, once it is sound and the program is of the same version."""
    if PLATFORM in archive.namelist():
        raise ArchiveError(
            _("This is a backup of the whole platform: take one tenant out of it with "
              "`restore_platform FILE --only SCHEMA`.")
        )  # fmt: skip
    manifest = sound_manifest(archive, MANIFEST)
    refuse_another_version(manifest["migrations"], migrations_of(provisioning.TEMPLATE_SCHEMA))
    refuse_unknown_content(manifest["content_types"])
    return manifest


def sound_manifest(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    """What stands in the part `name`, once every other part is there as it was written, and none besides."""
    damaged = ArchiveError(_("The file is damaged: take another copy of it. Nothing was touched."))
    try:
        manifest: dict[str, Any] = json.loads(archive.read(name))
        if manifest["format"] != FORMAT or set(archive.namelist()) - {name} != set(manifest["parts"]):
            raise damaged
        for part, digest in manifest["parts"].items():
            if digest_of(archive, part) != digest:
                raise damaged
    except (KeyError, ValueError, zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
        raise damaged from error
    except Exception as error:  # zlib.error is of no common kind
        raise (error if isinstance(error, ArchiveError) else damaged) from error
    return manifest


def refuse_another_version(then: Iterable[str], now: Iterable[str]) -> None:
    """Raises ArchiveError where the migrations of the file are not those of this program."""
    if sorted(then) != sorted(now):
        raise ArchiveError(
            _("The file was made by another version of Wasl. Restore it with that version, then upgrade.")
        )


def refuse_unknown_content(then: dict[str, str]) -> None:
    """Raises ArchiveError where the file knows a content type that this program does not."""
    if unknown := set(then.values()) - set(content_types().values()):
        raise ArchiveError(_("The file knows things that this version does not: %(names)s.")
                           % {"names": ", ".join(sorted(unknown))})  # fmt: skip


def digest_of(archive: zipfile.ZipFile, name: str) -> str:
    """The SHA-256 of a part."""
    digest = hashlib.sha256()
    with archive.open(name) as part:
        while block := part.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()
