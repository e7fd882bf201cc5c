"""Writes the backup file of one tenant."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection as django_connection
from django.db import transaction
from django.utils import timezone
from django_tenants.utils import schema_context, tenant_context

from core.storage import tenant_storage
from tenants.archive.tables import column_list, content_types, migrations_of, quoted, tables_of
from tenants.models import Tenant

FORMAT = 1
DESCRIBED = ("kind", "name_fr", "name_ar", "name_en", "languages", "country", "accent", "state")
CHUNK = 1 << 20


def backup_tenant(tenant: Tenant, path: Path) -> dict[str, Any]:
    """Everything of the tenant as one file; its manifest. Raises FileExistsError; what is half written goes.

    One snapshot of the database, so that rows agree with one another while people work on.
    """
    with path.open("xb") as out:
        os.chmod(path, 0o600)  # it holds names
        try:
            return write_tenant(tenant, out)
        except BaseException:
            path.unlink()
            raise


def write_tenant(tenant: Tenant, out: Any) -> dict[str, Any]:
    """Everything of the tenant into a file, of which `write` and `flush` are enough; its manifest."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest = _write(tenant, archive)
        archive.writestr("manifest.json", as_text(manifest))
    return manifest


def as_text(manifest: dict[str, Any]) -> str:
    """The manifest as it stands in a file."""
    return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)


def add_tables(archive: zipfile.ZipFile, schema: str, tables: dict[str, list[str]], folder: str) -> dict[str, Any]:
    """Write these tables of the schema below `folder`, in the active transaction: `parts` (name of each -> SHA-256)
    and `rows` (table -> how many)."""
    parts, rows = {}, {}
    for table, columns in tables.items():
        counted = RowCounter()
        name = f"{folder}/{table}"
        parts[name] = add_part(archive, name, counted.through(_copied(schema, table, columns)))
        rows[table] = counted.rows
    return {"parts": parts, "rows": rows}


def _write(tenant: Tenant, archive: zipfile.ZipFile) -> dict[str, Any]:
    schema = tenant.schema_name
    with schema_context("public"), transaction.atomic():
        with django_connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        tables = tables_of(schema)
        written = add_tables(archive, schema, tables, "tables")
        described = {
            "format": FORMAT,
            "schema": schema,
            "uuid": str(tenant.uuid),
            "made_at": timezone.now().isoformat(),
            "tenant": {name: getattr(tenant, name) for name in DESCRIBED},
            "domains": list(tenant.domains.order_by("-is_primary", "pk").values_list("domain", flat=True)),
            "migrations": migrations_of(schema),
            "content_types": content_types(),
            "tables": tables,
        }
    with tenant_context(tenant):
        for name in tenant_storage.walk():
            with tenant_storage.open(name) as file:
                written["parts"][f"media/{name}"] = add_part(archive, f"media/{name}", file.chunks())
    return described | written


class RowCounter:
    """Counts the rows of a table in COPY's text: each ends a line, and no line ends in a value."""

    def __init__(self) -> None:
        self.rows = 0

    def through(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The blocks as they come."""
        for block in blocks:
            self.rows += block.count(b"\n")
            yield block


def _copied(schema: str, table: str, columns: list[str]) -> Iterator[bytes]:
    with django_connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # connected
        with cursor.cursor.copy(f"COPY {quoted(schema, table)} ({column_list(columns)}) TO STDOUT") as copy:
            for block in copy:
                yield bytes(block)


def add_part(archive: zipfile.ZipFile, name: str, blocks: Iterable[Any]) -> str:
    """Write a part; its SHA-256."""
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as out:
        for block in blocks:
            digest.update(block)
            out.write(block)
    return digest.hexdigest()
