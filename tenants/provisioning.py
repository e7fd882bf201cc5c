"""Create, drop and upgrade tenants: the only module that touches schemas as wholes.

Everything here runs outside requests and outside transactions: Wagtail's migrations fail inside one, and a dropped
schema holds locks until its transaction ends.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context, schema_exists

from tenants.clone import clone_schema
from tenants.connection import connection
from tenants.models import Domain, Tenant
from tenants.signals import template_built, tenant_created

TEMPLATE_SCHEMA = "template"
HUB_SCHEMA = "hub"
SHARED_LABELS = ("contenttypes", "tenants", "django_tasks_database", "network")
RESERVED = {"public", TEMPLATE_SCHEMA, "information_schema"}
SAFE_SCHEMA = re.compile(r"[a-z][a-z0-9_]{1,47}")
SAFE_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
ADVISORY_LOCK = 0x5741534C  # "WASL": two processes never provision at once


class ProvisioningError(Exception):
    """A tenant cannot be made or removed as asked; the message says why and what to do."""


def default_host(schema: str) -> str:
    """An NGO's host on a laptop: `save_agadir` -> `save-agadir.localhost`."""
    return "localhost" if schema == HUB_SCHEMA else f"{schema.replace('_', '-')}.localhost"


def migrate_shared() -> None:
    """Migrate the public schema. By label: walking every migration takes ten times longer."""
    for label in SHARED_LABELS:
        call_command("migrate_schemas", label, shared=True, interactive=False, verbosity=0)


def build_template() -> None:
    """Migrate the pristine schema and give it what every tenant starts with: no user, no content."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{TEMPLATE_SCHEMA}"')
    call_command("migrate_schemas", tenant=True, schema_name=TEMPLATE_SCHEMA, interactive=False, verbosity=0)
    with schema_context(TEMPLATE_SCHEMA):
        template_built.send(sender=None)


def migrate_tenant(schema: str) -> None:
    """Bring one tenant's schema up to date."""
    call_command("migrate_schemas", tenant=True, schema_name=schema, interactive=False, verbosity=0)


def create_tenant(
    schema: str, *, name: str | dict[str, str], host: str, kind: str = Tenant.Kind.NGO,
    languages: Iterable[str] = ("fr", "ar", "en"), country: str = "MA", coordinator: str = "",
) -> Tenant:  # fmt: skip
    """A tenant ready to use, cloned from the template; on any failure nothing of it remains.

    `name` is the French name or names by language code. Raises ProvisioningError.
    """
    names = {"fr": name} if isinstance(name, str) else name
    languages = list(languages)
    _refuse_in_transaction()
    with _provisioning_lock():
        _validate(schema, names, host, languages)
        try:
            clone_schema(TEMPLATE_SCHEMA, schema)
            with transaction.atomic():
                tenant = Tenant(
                    schema_name=schema, kind=kind, languages=languages, country=country,
                    **{f"name_{code}": names.get(code, "") for code in ("fr", "ar", "en")},
                )  # fmt: skip
                tenant.save()
                Domain.objects.create(domain=host, tenant=tenant, is_primary=True)
            with schema_context(schema), transaction.atomic():
                connection.set_tenant(tenant)
                tenant_created.send(sender=None, tenant=tenant, coordinator=coordinator)
        except BaseException:
            _remove(schema)
            raise
    return tenant


def drop_tenant(schema: str) -> None:
    """Remove a tenant: schema, rows and media. Cannot be undone. Raises ProvisioningError."""
    _refuse_in_transaction()
    if not Tenant.objects.filter(schema_name=schema).exists():
        raise ProvisioningError(_("There is no tenant “%(schema)s”. `list_tenants` shows them.") % {"schema": schema})
    with _provisioning_lock():
        _remove(schema)


def _remove(schema: str) -> None:
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
    Domain.objects.filter(tenant__schema_name=schema).delete()
    Tenant.objects.filter(schema_name=schema).delete()
    with schema_context(schema):
        _delete_files("")


def _delete_files(folder: str) -> None:
    """Delete the active tenant's media below `folder`."""
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        default_storage.delete(f"{folder}/{name}".lstrip("/"))
    for name in folders:
        _delete_files(f"{folder}/{name}".lstrip("/"))
    if default_storage.exists(folder):
        default_storage.delete(folder)


def _validate(schema: str, names: dict[str, str], host: str, languages: list[str]) -> None:
    if not SAFE_SCHEMA.fullmatch(schema) or schema in RESERVED or schema.startswith("pg_"):
        raise ProvisioningError(
            _("“%(schema)s” cannot name a tenant. Use 2 to 48 small letters a-z, digits and _, a letter first.")
            % {"schema": schema}
        )
    if not SAFE_HOST.fullmatch(host):
        raise ProvisioningError(
            _("“%(host)s” is not a host name. Write it as ngo.example.org, without port.") % {"host": host}
        )
    if not names.get("fr", "").strip():
        raise ProvisioningError(_("The tenant needs a name."))
    unknown = set(languages) - {code for code, _name in settings.LANGUAGES}
    if unknown or not languages:
        raise ProvisioningError(_("Languages are one or more of fr, ar, en."))
    if not schema_exists(TEMPLATE_SCHEMA):
        raise ProvisioningError(_("The template schema is missing. Run `manage.py setup_database` first."))
    if Tenant.objects.filter(schema_name__iexact=schema).exists() or schema_exists(schema, case_sensitive=False):
        raise ProvisioningError(_("The name “%(schema)s” is taken.") % {"schema": schema})
    if Domain.objects.filter(domain=host).exists():
        raise ProvisioningError(_("The host “%(host)s” belongs to another tenant.") % {"host": host})


def _refuse_in_transaction() -> None:
    if connection.in_atomic_block:
        raise ProvisioningError(_("Tenants are made and removed outside transactions."))
    connection.set_schema_to_public()


@contextmanager
def _provisioning_lock() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
    try:
        yield
    finally:
        connection.set_schema_to_public()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
