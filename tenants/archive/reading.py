"""Restores a tenant from its backup file, under its own name or another."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import connection as django_connection
from django.db import transaction
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context, tenant_context

from core.storage import tenant_storage
from tenants import provisioning
from tenants.archive.tables import (
    column_list,
    content_type_columns,
    content_types,
    migrations_of,
    quoted,
    sequences_of,
    tables_of,
)
from tenants.archive.writing import CHUNK, FORMAT
from tenants.models import Domain, Tenant
from tenants.signals import tenant_restored


class ArchiveError(Exception):
    """The file cannot be restored; the message says why and what to do. Nothing was touched."""


def restore_tenant(path: Path, schema: str = "") -> Tenant:
    """The tenant of the file, in a fresh schema. Raises ArchiveError or ProvisioningError before anything is made;
    on a failure afterwards nothing of it remains.

    Stopped half-way (a kill, a power cut) it leaves a tenant that is UNFINISHED and not served; run again, it clears
    that away and begins anew.
    """
    with _opened(path) as archive:
        manifest = _checked(archive)
        schema = schema or manifest["schema"]
        told = manifest["tenant"]
        if told["kind"] == Tenant.Kind.HUB:
            raise ArchiveError(_("The hub is restored with the whole database, not from a tenant’s file."))
        hosts = manifest["domains"] if schema == manifest["schema"] else []
        hosts = hosts or [provisioning.default_host(schema)]
        names = {code: told[f"name_{code}"] for code in ("fr", "ar", "en") if told[f"name_{code}"]}
        with provisioning.provisioning_lock(provisioning.AFTER_A_KILL):
            provisioning.remove_unfinished(schema)
            tenant = provisioning.create_tenant(
                schema, name=names, host=hosts[0], languages=told["languages"], country=told["country"],
                state=Tenant.State.UNFINISHED,
            )  # fmt: skip
            try:
                _fill(tenant, archive, manifest)
                with tenant_context(tenant):
                    tenant_restored.send(sender=None, tenant=tenant)
                _open_to_readers(tenant, told, hosts)
            except BaseException:
                provisioning.drop_tenant(schema)
                raise
    return tenant


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise ArchiveError(_("There is no file %(path)s.") % {"path": path}) from error
    except (zipfile.BadZipFile, OSError) as error:
        raise ArchiveError(_("%(path)s is damaged or no backup of a tenant.") % {"path": path}) from error


def _checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, once every part is there as it was written and the program is of the same version."""
    damaged = ArchiveError(_("The file is damaged: take another copy of it. Nothing was touched."))
    try:
        manifest = json.loads(archive.read("manifest.json"))
        names = set(archive.namelist()) - {"manifest.json"}
        if manifest["format"] != FORMAT or names != set(manifest["parts"]):
            raise damaged
        for name, digest in manifest["parts"].items():
            if _digest(archive, name) != digest:
                raise damaged
    except (KeyError, ValueError, zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
        raise damaged from error
    except Exception as error:  # zlib.error is of no common kind
        raise (error if isinstance(error, ArchiveError) else damaged) from error
    if manifest["migrations"] != migrations_of(provisioning.TEMPLATE_SCHEMA):
        raise ArchiveError(
            _("The file was made by another version of Wasl. Restore it with that version, then upgrade.")
        )
    unknown = set(manifest["content_types"].values()) - set(content_types().values())
    if unknown:
        raise ArchiveError(_("The file knows things that this version does not: %(names)s.")
                           % {"names": ", ".join(sorted(unknown))})  # fmt: skip
    return manifest


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as part:
        while block := part.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


def _fill(tenant: Tenant, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    schema, tables = tenant.schema_name, manifest["tables"]
    with schema_context("public"), transaction.atomic(), django_connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        kept = ", ".join(quoted(schema, table) for table in tables_of(schema))
        cursor.execute(f"TRUNCATE {kept}")
        for table, columns in tables.items():
            statement = f"COPY {quoted(schema, table)} ({column_list(columns)}) FROM STDIN"
            with archive.open(f"tables/{table}") as part, cursor.cursor.copy(statement) as copy:
                while block := part.read(CHUNK):
                    copy.write(block)
        _translate_content_types(cursor, schema, manifest["content_types"])
        for table, column, sequence in sequences_of(schema):
            cursor.execute(
                f'SELECT setval(%s, coalesce((SELECT max("{column}") FROM {quoted(schema, table)}), 0) + 1, false)',  # noqa: S608
                [sequence],
            )
    _fill_media(tenant, archive, manifest)


def _fill_media(tenant: Tenant, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """The files under the names that rows know them by: none may be there before."""
    with tenant_context(tenant):
        provisioning.delete_files("")
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


def _open_to_readers(tenant: Tenant, told: dict[str, Any], hosts: list[str]) -> None:
    """Everything is there: its other hosts and its state, as one."""
    with schema_context("public"), transaction.atomic():
        for host in hosts[1:]:
            Domain.objects.get_or_create(domain=host, defaults={"tenant": tenant, "is_primary": False})
        tenant.accent, tenant.state = told["accent"], Tenant.State.ACTIVE
        tenant.save(update_fields=["accent", "state"])
