"""Writes the backup file of one tenant."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection as django_connection
from django.db import transaction
from django.utils import timezone
from django_tenants.utils import schema_context, tenant_context

from tenants.archive.tables import column_list, content_types, migrations_of, quoted, tables_of
from tenants.models import Tenant

FORMAT = 1
DESCRIBED = ("kind", "name_fr", "name_ar", "name_en", "languages", "country", "accent")
CHUNK = 1 << 20


def backup_tenant(tenant: Tenant, path: Path) -> dict[str, Any]:
    """Everything of the tenant as one file; its manifest. Raises FileExistsError; what is half written goes.

    One snapshot of the database, so that rows agree with one another while people work on.
    """
    with path.open("xb") as out:
        os.chmod(path, 0o600)  # it holds names
        try:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                manifest = _write(tenant, archive)
                archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
        except BaseException:
            path.unlink()
            raise
    return manifest


def _write(tenant: Tenant, archive: zipfile.ZipFile) -> dict[str, Any]:
    schema, parts = tenant.schema_name, {}
    with schema_context("public"), transaction.atomic():
        with django_connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        tables = tables_of(schema)
        for table, columns in tables.items():
            parts[f"tables/{table}"] = _add(archive, f"tables/{table}", _copied(schema, table, columns))
        described = {
            "format": FORMAT,
            "schema": schema,
            "made_at": timezone.now().isoformat(),
            "tenant": {name: getattr(tenant, name) for name in DESCRIBED},
            "domains": list(tenant.domains.order_by("-is_primary", "pk").values_list("domain", flat=True)),
            "migrations": migrations_of(schema),
            "content_types": content_types(),
            "tables": tables,
        }
    with tenant_context(tenant):
        for name in _files(""):
            with default_storage.open(name) as file:
                parts[f"media/{name}"] = _add(archive, f"media/{name}", file.chunks())
    return described | {"parts": parts}


def _copied(schema: str, table: str, columns: list[str]) -> Iterator[bytes]:
    with django_connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # connected
        with cursor.cursor.copy(f"COPY {quoted(schema, table)} ({column_list(columns)}) TO STDOUT") as copy:
            for block in copy:
                yield bytes(block)


def _add(archive: zipfile.ZipFile, name: str, blocks: Iterable[Any]) -> str:
    """Write a part; its SHA-256."""
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as out:
        for block in blocks:
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """Every file of the active tenant."""
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in sorted(files):
        yield f"{folder}/{name}".lstrip("/")
    for name in sorted(folders):
        yield from _files(f"{folder}/{name}".lstrip("/"))
