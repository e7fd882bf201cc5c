"""Finds the schemas that lack a migration: one query, as a no-op migrate of 200 tenants takes minutes."""

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from tenants.connection import connection
from tenants.models import Tenant
from tenants.provisioning import SHARED_LABELS, TEMPLATE_SCHEMA, ProvisioningError
from tenants.schemas import finished, migrated
from tenants.side_by_side import all_suit


@cache
def expected_migrations() -> frozenset[tuple[str, str]]:
    """Every migration on disk as (app label, name); read once per process, and by the names of the files alone: to
    import them all, as Django's loader does, takes half a second."""
    named = ((app.label, MigrationLoader.migrations_module(app.label)[0]) for app in apps.get_app_configs())
    return frozenset((label, name) for label, module in named if module for name in _names_in(module))


def _names_in(module: str) -> list[str]:
    """The migrations of a package; none where the app has no such package."""
    spec = find_spec(module)
    places = spec.submodule_search_locations if spec else None
    return [found.name for found in iter_modules(places or []) if not found.ispkg and found.name[0] not in "_~"]


def refuse_older_series() -> None:
    """Raises ProvisioningError for a database from before migrations were kept: no upgrade leads on from there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute("SELECT count(*) FROM public.django_migrations WHERE (app, name) = ('tenants', '0001_initial')")
        if cursor.fetchone()[0]:
            raise ProvisioningError(
                _("This database was made by a version from before upgrades were kept. Begin with an empty one "
                  "(`manage.py db reset --yes` empties the demo’s); workbooks of records come in by `import_records`.")
            )  # fmt: skip


def stale_schemas() -> list[str]:
    """Schemas of tenants, the template and `public` that lack a migration or the end of one; a tenant without a schema
    too. Raises when the database is down."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.tenants_tenant') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return ["public", TEMPLATE_SCHEMA]
    connection.set_schema_to_public()
    schemas = ["public", TEMPLATE_SCHEMA, *Tenant.objects.values_list("schema_name", flat=True)]
    applied = applied_in(finished(schemas))
    return [schema for schema in schemas if schema not in applied or _lacks(schema, applied[schema])]


def applied_in(schemas: Iterable[str]) -> dict[str, set[str]]:
    """The migrations that each of these schemas, which have a table of them, has had: `app.name`."""
    query = " UNION ALL ".join(
        f"SELECT '{schema}', array_agg(app || '.' || name) FROM \"{schema}\".django_migrations"  # noqa: S608
        for schema in schemas  # names that `provisioning` has checked
    )
    if not query:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {schema: set(names or ()) for schema, names in cursor.fetchall()}


def pages_go_on(schemas: Iterable[str]) -> set[str]:
    """Those of these schemas whose pages the code of before may show while they are upgraded, and afterwards."""
    applied = applied_in(migrated(schemas))
    return {schema for schema in schemas if all_suit(_lacking(schema, applied.get(schema, set())))}


def _lacks(schema: str, applied: set[str]) -> bool:
    return bool(_lacking(schema, applied))


def _lacking(schema: str, applied: set[str]) -> list[tuple[str, str]]:
    shared = schema == "public"
    return [
        (label, name)
        for label, name in expected_migrations()
        if (label in SHARED_LABELS) == shared and f"{label}.{name}" not in applied
    ]
