"""Restores the whole platform, or one tenant out of it, from the platform's backup file."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection as django_connection
from django.db import transaction
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context, schema_exists

from tenants import provisioning
from tenants.archive.checking import (
    MANIFEST,
    PLATFORM,
    ArchiveError,
    checked,
    opened,
    refuse_another_version,
    sound_manifest,
)
from tenants.archive.emptiness import clear_what_was_begun, mark_begun, mark_ended, refuse_occupied
from tenants.archive.filling import fill_tables, fill_tenant
from tenants.archive.platform_writing import part_of
from tenants.archive.reading import restore_tenant
from tenants.archive.sealing import unsealed
from tenants.changes import forget_tenants
from tenants.clone import clone_schema
from tenants.models import Tenant
from tenants.upgrade import expected_migrations

Say = Callable[[str], object]


def restore_platform(path: Path, say: Say = lambda line: None) -> dict[str, Any]:
    """Everything in the file into an empty database and an empty place of media; the file's manifest.

    Raises ArchiveError before anything is touched where the file is damaged, of another version or encrypted with a key
    that is not here, or the database holds anything. On a failure afterwards nothing of it remains; what a kill left
    is cleared away when it is run again. Rows and files come back as they were, so that no receiver of
    `tenant_restored` changes them.
    """
    with _platform_file(path) as (archive, manifest):
        _refuse_what_cannot_be_read(archive, manifest)
        clear_what_was_begun()
        refuse_occupied(manifest["tenants"])
        mark_begun()
        try:
            _restore(archive, manifest, say)
        except BaseException:
            clear_what_was_begun()
            raise
        mark_ended()
        forget_tenants()
    return manifest


def restore_one(path: Path, schema: str, as_schema: str = "") -> Tenant:
    """One NGO out of the platform's file, as `restore_tenant` does from its own; also the hub or an NGO whose row is
    there and whose schema is gone: what the others and the network keep of it stays.

    Raises ArchiveError or ProvisioningError before anything is touched.
    """
    with _platform_file(path) as (archive, manifest):
        if schema not in manifest["tenants"]:
            raise ArchiveError(_("The file holds no tenant “%(schema)s”, but: %(names)s.")
                               % {"schema": schema, "names": ", ".join(sorted(manifest["tenants"]))})  # fmt: skip
        with _tenant_file(archive, schema) as inner:
            tenant = Tenant.objects.filter(schema_name=schema).first()
            if tenant and not as_schema and _has_lost_its_schema(tenant):
                return refill(tenant, inner)
            return restore_tenant(inner, as_schema)


def _has_lost_its_schema(tenant: Tenant) -> bool:
    """Whether there is none, or the hub's is one that a restore began and did not end."""
    begun = tenant.is_hub and tenant.state == Tenant.State.UNFINISHED
    return begun or not schema_exists(tenant.schema_name)


def refill(tenant: Tenant, inner: IO[bytes]) -> Tenant:
    """A new schema for a tenant that has its row still. Stopped, it is not served, and run again it begins anew."""
    schema, state = tenant.schema_name, tenant.state
    with opened(inner) as archive, provisioning.provisioning_lock(provisioning.AFTER_A_KILL):
        manifest = checked(archive)
        Tenant.objects.filter(pk=tenant.pk).update(state=Tenant.State.UNFINISHED)
        provisioning.drop_schema(schema)
        clone_schema(provisioning.TEMPLATE_SCHEMA, schema)
        fill_tenant(tenant, archive, manifest)
        begun = state == Tenant.State.UNFINISHED
        tenant.state = Tenant.State.ACTIVE if begun else state
        with schema_context("public"):
            tenant.save(update_fields=["state"])
        forget_tenants()
    return tenant


@contextmanager
def _platform_file(path: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    """The file's parts and manifest, once each part is as it was written."""
    with unsealed(path) as plain, opened(plain, path) as archive:
        if PLATFORM not in archive.namelist():
            _refuse_what_was_cut(plain)
            raise ArchiveError(_("%(path)s is no backup of the platform; `restore_tenant` takes that of one tenant.")
                               % {"path": path})  # fmt: skip
        yield archive, sound_manifest(archive, PLATFORM)


def _refuse_what_was_cut(plain: IO[bytes]) -> None:
    """Raises ArchiveError for a file of ours without its end: what is found there is the end of a tenant's within."""
    plain.seek(0)
    if plain.read(64)[30:].startswith(b"public/"):  # the name of the first part, behind its fixed fields
        raise ArchiveError(_("The file is damaged: take another copy of it. Nothing was touched."))


@contextmanager
def _tenant_file(archive: zipfile.ZipFile, schema: str) -> Iterator[IO[bytes]]:
    """A tenant's file, to go about in: in a file without a name."""
    with tempfile.TemporaryFile(dir=settings.VAR) as plain:
        with archive.open(part_of(schema)) as part:
            shutil.copyfileobj(part, plain, 1 << 20)
        plain.seek(0)
        yield plain


def _refuse_what_cannot_be_read(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Every version and every tenant's file is looked at first: no migration runs for a file that will not do."""
    here = {f"{app}.{name}" for app, name in expected_migrations()}
    refuse_another_version(_of_schema(manifest["migrations"], shared=True), _of_schema(here, shared=True))
    of_tenants = _of_schema(here, shared=False)
    for schema, told in manifest["tenants"].items():
        refuse_another_version(_of_schema(told["migrations"], shared=False), of_tenants)
        with _tenant_file(archive, schema) as inner, opened(inner) as inside:
            sound_manifest(inside, MANIFEST)


def _of_schema(migrations: Iterable[str], *, shared: bool) -> list[str]:
    """Those that make the shared tables, or a tenant's: each schema notes some of the others too."""
    return [name for name in migrations if (name.partition(".")[0] in provisioning.SHARED_LABELS) == shared]


def _restore(archive: zipfile.ZipFile, manifest: dict[str, Any], say: Say) -> None:
    with provisioning.one_set_up():
        provisioning.migrate_shared()
        say("public")
        provisioning.build_template()
        say(provisioning.TEMPLATE_SCHEMA)
    states = _fill_public(archive, manifest)
    for schema in manifest["tenants"]:
        clone_schema(provisioning.TEMPLATE_SCHEMA, schema)
        tenant = Tenant.objects.get(schema_name=schema)
        with _tenant_file(archive, schema) as inner, opened(inner) as inside:
            fill_tenant(tenant, inside, sound_manifest(inside, MANIFEST))
        with schema_context("public"):
            Tenant.objects.filter(pk=tenant.pk).update(state=states[schema])
        say(schema)


def _fill_public(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> dict[str, str]:
    """The shared rows; no tenant is served before its own are there. Schema -> the state it had."""
    with schema_context("public"), transaction.atomic(), django_connection.cursor() as cursor:
        _add_content_types(manifest["content_types"].values())
        cursor.execute("TRUNCATE " + ", ".join(f'public."{table}"' for table in manifest["tables"]))
        fill_tables(cursor, "public", archive, manifest, "public")
        states = dict(Tenant.objects.values_list("schema_name", "state"))
        Tenant.objects.update(state=Tenant.State.UNFINISHED)
    return states


def _add_content_types(names: Iterable[str]) -> None:
    """Those that an older version left behind in the database that was backed up: rows may name them."""
    for name in names:
        app, _dot, model = name.partition(".")
        ContentType.objects.get_or_create(app_label=app, model=model)
    ContentType.objects.clear_cache()
