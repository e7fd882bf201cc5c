"""Brings the rows and files of an archive into tables that stand as the migrations made them."""

import zipfile
from typing import Any

from django.core.files.base import File
from django.db import connection as django_connection
from django.db import transaction
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context, tenant_context

from core.storage import tenant_storage
from tenants.archive.checking import ArchiveError
from tenants.archive.tables import (
    column_list,
    content_type_columns,
    content_types,
    count_rows,
    quoted,
    sequences_of,
    tables_of,
)
from tenants.archive.writing import CHUNK
from tenants.models import Tenant


def fill_tenant(tenant: Tenant, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Rows and files of a tenant's archive into its schema, which was cloned from the template.

    Raises ArchiveError where other rows stand there than the file said.
    """
    schema = tenant.schema_name
    with schema_context("public"), transaction.atomic(), django_connection.cursor() as cursor:
        kept = ", ".join(quoted(schema, table) for table in tables_of(schema))
        cursor.execute(f"TRUNCATE {kept}")
        fill_tables(cursor, schema, archive, manifest, "tables")
    _fill_media(tenant, archive, manifest)


def fill_tables(cursor: Any, schema: str, archive: zipfile.ZipFile, manifest: dict[str, Any], folder: str) -> None:
    """The manifest's tables, which are empty, from the parts below `folder`; sequences go on behind the rows."""
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    tables: dict[str, list[str]] = manifest["tables"]
    for table, columns in tables.items():
        statement = f"COPY {quoted(schema, table)} ({column_list(columns)}) FROM STDIN"
        with archive.open(f"{folder}/{table}") as part, cursor.cursor.copy(statement) as copy:
            while block := part.read(CHUNK):
                copy.write(block)
    _translate_content_types(cursor, schema, manifest["content_types"])
    for table, column, sequence in sequences_of(schema):
        if table in tables:  # in two statements: of a tenant on another node, one would look for the sequence there
            cursor.execute(f'SELECT coalesce(max("{column}"), 0) + 1 FROM {quoted(schema, table)}')  # noqa: S608
            cursor.execute("SELECT setval(%s, %s, false)", [sequence, cursor.fetchone()[0]])
    if "rows" in manifest and count_rows(schema, tables) != manifest["rows"]:
        raise ArchiveError(_("Other rows came out than the file says it holds: take another copy of it."))


def _fill_media(tenant: Tenant, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """The files under the names that rows know them by: none may be there before."""
    with tenant_context(tenant):
        tenant_storage.clear()
        for part in manifest["parts"]:
            if part.startswith("media/"):
                name = part.removeprefix("media/")
                with archive.open(part) as content:
                    if tenant_storage.save_unchanged(name, File(content)) != name:
                        raise ArchiveError(_("A file of the tenant cannot be kept under its name: %(name)s.")
                                           % {"name": name})  # fmt: skip


def _translate_content_types(cursor: Any, schema: str, then: dict[str, str]) -> None:
    """Ids of content types as they are here."""
    now = {model: pk for pk, model in content_types().items()}
    moved = {old: now[model] for old, model in then.items() if now[model] != old}
    if not moved:
        return
    for table, column in content_type_columns(schema):
        cursor.execute(
            f'UPDATE {quoted(schema, table)} t SET "{column}" = m.now'  # noqa: S608
            f' FROM unnest(%s::int[], %s::int[]) AS m(old, now) WHERE t."{column}" = m.old',
            [[int(old) for old in moved], [int(new) for new in moved.values()]],
        )
