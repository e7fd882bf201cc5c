"""Creates, drops and upgrades tenants: the only module that touches schemas as wholes.

Everything here runs outside requests and outside transactions: Wagtail's migrations fail inside one, and a dropped
schema holds locks until its transaction ends.
"""

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection as django_connection
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult
from django_tenants.utils import schema_context, schema_exists

from core.storage import tenant_storage
from tenants import schemas
from tenants.changes import forget_tenants
from tenants.clone import clone_schema
from tenants.connection import connection
from tenants.hosts import HostError, refuse_taken_host, written_as_kept
from tenants.models import TIME_ZONES, Domain, Tenant
from tenants.signals import template_built, tenant_created, tenant_dropped, tenant_leaving, tenant_migrated

TEMPLATE_SCHEMA = "template"
HUB_SCHEMA = "hub"
SHARED_LABELS = ("contenttypes", "tenants", "django_tasks_database", "network")
RESTORING_SCHEMA = "wasl_restoring"  # there while the platform is being restored (`tenants.archive`)
RESERVED = {"public", TEMPLATE_SCHEMA, RESTORING_SCHEMA, "information_schema"}
SAFE_SCHEMA = re.compile(r"[a-z][a-z0-9_]{1,31}")  # the column of a task's queue holds 32 characters
ADVISORY_LOCK = 0x5741534C  # "WASL": two processes never provision at once
PATIENCE = 30.0  # seconds a second one waits; restoring may take far longer
AFTER_A_KILL = 5.0  # seconds until the database notices that a process is gone
SET_UP_LOCK = ADVISORY_LOCK + 1


class ProvisioningError(Exception):
    """A tenant cannot be made or removed as asked; the message says why and what to do."""


def default_host(schema: str) -> str:
    """An NGO's host on a laptop: `save_agadir` -> `save-agadir.localhost`."""
    return "localhost" if schema == HUB_SCHEMA else f"{schema.replace('_', '-')}.localhost"


def migrate_shared() -> None:
    """Migrate the public schema. By label: walking every migration takes ten times longer."""
    for label in SHARED_LABELS:
        call_command("migrate_schemas", label, shared=True, interactive=False, verbosity=0)


@contextmanager
def one_set_up() -> Iterator[None]:
    """Wait until no other process sets this database up. By a connection of its own: migrating closes ours."""
    own = django_connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [SET_UP_LOCK])
        yield
    finally:
        own.close()


def build_template() -> None:
    """Migrate the pristine schema and give it what every tenant starts with: no user, no content.

    One that was stopped in the middle begins anew: not every migration is one transaction, nor are the contents.
    """
    if schemas.is_unfinished(TEMPLATE_SCHEMA):
        drop_schema(TEMPLATE_SCHEMA)
    schemas.mark_unfinished(TEMPLATE_SCHEMA)
    call_command("migrate_schemas", tenant=True, schema_name=TEMPLATE_SCHEMA, interactive=False, verbosity=0)
    schemas.detach_from_public(TEMPLATE_SCHEMA)
    with schema_context(TEMPLATE_SCHEMA):
        template_built.send(sender=None)
    schemas.mark_finished(TEMPLATE_SCHEMA)


def migrate_tenant(schema: str) -> None:
    """Bring one tenant's schema up to date, its roles too. Raises ProvisioningError where there is no schema."""
    if not schema_exists(schema):
        raise ProvisioningError(
            _("The schema of “%(schema)s” is missing. Restore it, or run `drop_tenant %(schema)s --yes`.")
            % {"schema": schema}
        )
    schemas.mark_unfinished(schema)
    call_command("migrate_schemas", tenant=True, schema_name=schema, interactive=False, verbosity=0)
    schemas.detach_from_public(schema)
    with schema_context(schema):
        tenant_migrated.send(sender=None)
    schemas.mark_finished(schema)


def create_tenant(
    schema: str, *, name: str | dict[str, str], host: str, kind: str = Tenant.Kind.NGO,
    languages: Iterable[str] = ("fr", "ar", "en"), country: str = "MA", coordinator: str = "",
    state: str = Tenant.State.ACTIVE, uuid: UUID | None = None,
) -> Tenant:  # fmt: skip
    """A tenant ready to use, cloned from the template; on any failure nothing of it remains.

    With `state` UNFINISHED it is not served until the caller says that it is whole. `name` is the French name or names
    by language code; with `uuid` the caller knows it again. Raises ProvisioningError.
    """
    names = {"fr": name} if isinstance(name, str) else name
    languages = list(dict.fromkeys(languages))
    with provisioning_lock():
        host = _validate(schema, names, host, languages, country)
        if schemas.is_pristine(schema):  # a clone whose maker was killed before it had a row
            drop_schema(schema)
        try:
            clone_schema(TEMPLATE_SCHEMA, schema)
            with transaction.atomic():  # rows and contents as one: a killed process leaves at most a bare clone
                tenant = Tenant(
                    schema_name=schema, kind=kind, state=state, languages=languages, country=country,
                    uuid=uuid or uuid4(),
                    **{f"name_{code}": names.get(code, "") for code in ("fr", "ar", "en")},
                )  # fmt: skip
                tenant.save()
                Domain.objects.create(domain=host, tenant=tenant, is_primary=True)
                connection.set_tenant(tenant)
                tenant_created.send(sender=None, tenant=tenant, coordinator=coordinator)
        except BaseException:
            _remove(schema)
            raise
        finally:
            connection.set_schema_to_public()
    forget_tenants()
    return tenant


def drop_tenant(schema: str) -> None:
    """Remove a tenant: schema, rows and media. Cannot be undone. What must outlast it is kept first, where it is whole.
    Raises ProvisioningError."""
    with provisioning_lock():
        tenant = Tenant.objects.filter(schema_name=schema).first()
        if not (tenant or _is_orphan(schema)):
            raise ProvisioningError(
                _("There is no tenant “%(schema)s”. `list_tenants` shows them.") % {"schema": schema}
            )
        if tenant and tenant.state != Tenant.State.UNFINISHED and schema_exists(schema):
            send_leaving(tenant)
        _remove(schema)


def send_leaving(tenant: Tenant) -> None:
    """Let the apps above keep what must outlast a tenant. Raises ProvisioningError where one of them cannot."""
    connection.set_schema_to_public()
    try:
        tenant_leaving.send(sender=None, tenant=tenant)
    except Exception as error:  # whatever keeps it from being kept: the tenant stays
        why = " ".join(error.messages) if isinstance(error, ValidationError) else type(error).__name__
        raise ProvisioningError(
            _("“%(schema)s” stays as it is: what the network must keep of it could not be kept (%(why)s). Try again; "
              "`doctor` and the log say more.") % {"schema": tenant.schema_name, "why": why}
        ) from error  # fmt: skip
    finally:
        connection.set_schema_to_public()


def remove_unfinished(schema: str) -> None:
    """Clear away what a restoring or a removal left that was stopped. Call it with the lock."""
    if Tenant.objects.filter(schema_name=schema, state=Tenant.State.UNFINISHED).exists():
        _remove(schema)


def _remove(schema: str) -> None:
    """What lies outside the schema first, then schema and rows as one: stopped anywhere, it can be run again."""
    connection.set_schema_to_public()
    Tenant.objects.filter(schema_name=schema).update(state=Tenant.State.UNFINISHED)
    DBTaskResult.objects.filter(queue_name=schema).delete()  # a later tenant of that name must not run them
    tenant_dropped.send(sender=None, schema=schema)
    with schema_context(schema):
        tenant_storage.clear()
    with transaction.atomic():
        drop_schema(schema)
        Domain.objects.filter(tenant__schema_name=schema).delete()
        Tenant.objects.filter(schema_name=schema).delete()
    forget_tenants()


def drop_schema(schema: str) -> None:
    """Drop a schema of ours with all that is in it, where it is there."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


def _is_nameable(schema: str) -> bool:
    return bool(SAFE_SCHEMA.fullmatch(schema)) and schema not in RESERVED and not schema.startswith("pg_")


def _is_orphan(schema: str) -> bool:
    """Whether this is a schema of ours that no tenant's row knows."""
    known = Tenant.objects.filter(schema_name=schema).exists()
    return _is_nameable(schema) and not known and schemas.is_ours(schema)


def refuse_name(schema: str) -> None:
    """Raises ProvisioningError where no tenant can be made under this name, and says why."""
    if not _is_nameable(schema):
        raise ProvisioningError(
            _("“%(schema)s” cannot name a tenant. Use 2 to 32 small letters a-z, digits and _, a letter first.")
            % {"schema": schema}
        )
    known = Tenant.objects.filter(schema_name__iexact=schema).first()
    if known and known.state == Tenant.State.UNFINISHED:
        raise ProvisioningError(
            _("“%(schema)s” is not whole: the command that restored or removed it was stopped. "
              "Run that command again, or `drop_tenant %(schema)s --yes`.") % {"schema": known.schema_name}
        )  # fmt: skip
    if known or (schema_exists(schema, case_sensitive=False) and not schemas.is_pristine(schema)):
        raise ProvisioningError(_("The name “%(schema)s” is taken.") % {"schema": schema})


def _validate(schema: str, names: dict[str, str], host: str, languages: list[str], country: str) -> str:
    """The host as it is kept."""
    _validate_description(names, languages, country)
    try:
        kept = written_as_kept(host)
    except HostError as error:
        raise ProvisioningError(str(error)) from error
    if not schemas.finished([TEMPLATE_SCHEMA]):
        raise ProvisioningError(_("The template schema is missing. Run `manage.py setup_database` first."))
    refuse_name(schema)
    try:
        refuse_taken_host(kept)
    except HostError as error:
        raise ProvisioningError(str(error)) from error
    return kept


def _validate_description(names: dict[str, str], languages: list[str], country: str) -> None:
    if not names.get("fr", "").strip():
        raise ProvisioningError(_("The tenant needs a name."))
    longest = Tenant._meta.get_field("name_fr").max_length
    if any(len(name) > longest for name in names.values()):
        raise ProvisioningError(_("The name is too long: %(number)s characters at most.") % {"number": longest})
    unknown = set(languages) - {code for code, _name in settings.LANGUAGES}
    if unknown or not languages:
        raise ProvisioningError(_("Languages are one or more of fr, ar, en."))
    if country not in TIME_ZONES:
        raise ProvisioningError(
            _("The country is one of %(countries)s: its time zone is needed.") % {"countries": ", ".join(TIME_ZONES)}
        )


def _refuse_in_transaction() -> None:
    if connection.in_atomic_block:
        raise ProvisioningError(_("Tenants are made and removed outside transactions."))
    connection.set_schema_to_public()


@contextmanager
def provisioning_lock(patience: float = PATIENCE) -> Iterator[None]:
    """Alone at making, restoring and removing tenants. Raises ProvisioningError where another is at it for longer than
    `patience` seconds. Whoever holds it may take it again. Must stand outside transactions."""
    _refuse_in_transaction()
    until = time.monotonic() + patience
    while not _try_lock():
        if time.monotonic() > until:
            raise ProvisioningError(
                _("Another tenant is being made, restored or removed at the moment. Run this again when that is done.")
            )
        time.sleep(0.1)
    try:
        yield
    finally:
        connection.set_schema_to_public()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def _try_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
        return bool(cursor.fetchone()[0])
