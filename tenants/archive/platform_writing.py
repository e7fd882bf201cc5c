"""Writes the backup of the whole platform: the public tables, and of every tenant the file that `backup_tenant` makes.

A ZIP of `public/<table>`, `tenants/<schema>.wasl` and `platform.json`, encrypted where BACKUP_KEY is set. Each tenant
is one snapshot of its own; nothing that people do waits for it.
"""

import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection as django_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context

from tenants import provisioning
from tenants.archive.checking import PLATFORM, ArchiveError
from tenants.archive.sealing import Digesting, digest_inside, sealing
from tenants.archive.tables import content_types, migrations_of, tables_of
from tenants.archive.writing import FORMAT, add_tables, as_text, write_tenant
from tenants.models import Tenant

UNFINISHED = ".unfinished-"  # how a file is called that is being written
# Made by the migrations, with ids of their own; what names them is translated.
NOT_CARRIED = {"contenttypes"}


@dataclass(frozen=True)
class Made:
    """A backup that was read back: where it lies, what it holds, and who was left out since they are not whole."""

    path: Path
    size: int  # bytes
    manifest: dict[str, Any]
    left_out: list[str]


def backup_platform(folder: Path, say: Callable[[str], object] = lambda line: None) -> Made:
    """Everything as one new file in `folder`, which it names by the time. Raises ArchiveError, ProvisioningError or
    OSError; then no file is left.

    Tenants are neither made nor removed meanwhile. What the disk gives back is compared before the file gets its name.
    """
    if not folder.is_dir():
        raise ArchiveError(_("There is no folder %(path)s. Make it first, or name another.") % {"path": folder})
    with provisioning.provisioning_lock(), _unfinished_in(folder) as part:
        with part.open("r+b") as out, sealing(out) as sealed:
            through = Digesting(sealed)
            manifest, left_out = _write(through, say)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        if digest_inside(part) != through.hexdigest():
            raise ArchiveError(_("What was written cannot be read back: look at the disk."))
        path = folder / name_of(timezone.now().strftime("%Y%m%dT%H%M%SZ"), sealed=bool(settings.BACKUP_KEY))
        os.link(part, path)  # never over another
        return Made(path, path.stat().st_size, manifest, left_out)


def name_of(time: str, *, sealed: bool) -> str:
    """The name of a backup made at that time (UTC)."""
    return f"wasl-{time}.wasl{'.age' if sealed else ''}"


@contextmanager
def _unfinished_in(folder: Path) -> Iterator[Path]:
    """A file of ours alone, gone in the end: what is whole has another name by then."""
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, suffix=".wasl", dir=folder)  # readable by its owner only
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _write(out: Any, say: Callable[[str], object]) -> tuple[dict[str, Any], list[str]]:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest, tenants = _write_public(archive)
        left_out = [tenant.schema_name for tenant in tenants if tenant.state == Tenant.State.UNFINISHED]
        for tenant in tenants:
            if tenant.schema_name not in left_out:
                manifest["tenants"][tenant.schema_name] = _write_tenant(archive, tenant, manifest["parts"])
                say(tenant.schema_name)
        archive.writestr(PLATFORM, as_text(manifest))
    return manifest, left_out


def _write_public(archive: zipfile.ZipFile) -> tuple[dict[str, Any], list[Tenant]]:
    """What all share, and the tenants that are there, as of one moment."""
    with schema_context("public"), transaction.atomic():
        with django_connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        tables = public_tables()
        written = add_tables(archive, "public", tables, "public")
        described = {
            "format": FORMAT,
            "made_at": timezone.now().isoformat(),
            "migrations": migrations_of("public"),
            "content_types": content_types(),
            "tables": tables,
            "tenants": {},
        }
        return described | written, list(Tenant.objects.order_by("kind", "schema_name"))


def public_tables() -> dict[str, list[str]]:
    """Table -> columns, of our own tables in the public schema: another program's are none of our business."""
    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in set(provisioning.SHARED_LABELS) - NOT_CARRIED
    }
    return {name: columns for name, columns in tables_of("public").items() if name in ours}


def _write_tenant(archive: zipfile.ZipFile, tenant: Tenant, parts: dict[str, str]) -> dict[str, Any]:
    """A tenant's own file inside; what the platform's manifest says of it."""
    name = part_of(tenant.schema_name)
    stored = zipfile.ZipInfo(name, timezone.now().timetuple()[:6])
    stored.compress_type = zipfile.ZIP_STORED  # its own parts are compressed
    with archive.open(stored, "w", force_zip64=True) as out:
        through = Digesting(out)
        manifest = write_tenant(tenant, through)
    parts[name] = through.hexdigest()
    files = [part for part in manifest["parts"] if part.startswith("media/")]
    return {"migrations": manifest["migrations"], "rows": sum(manifest["rows"].values()), "files": len(files)}


def part_of(schema: str) -> str:
    """The name of a tenant's file within the platform's."""
    return f"tenants/{schema}.wasl"
