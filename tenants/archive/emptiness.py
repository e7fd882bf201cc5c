"""Looks whether a database is empty, and makes one empty again that only a stopped restore has filled.

A schema is the mark: while it is there, all else is what the restore made in an empty database.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context

from core.storage import tenant_storage
from tenants import provisioning
from tenants.archive.checking import ArchiveError
from tenants.archive.tables import rows
from tenants.connection import connection

MARK = provisioning.RESTORING_SCHEMA
EXTENSIONS = "SELECT FROM pg_depend d WHERE d.classid = '{}'::regclass AND d.objid = x.oid AND d.deptype = 'e'"
SCHEMAS = f"""
SELECT nspname FROM pg_namespace x WHERE nspname NOT LIKE 'pg\\_%%' AND nspname NOT IN ('information_schema', 'public')
AND NOT EXISTS ({EXTENSIONS.format("pg_namespace")}) ORDER BY 1"""  # noqa: S608
TABLES = f"""
SELECT relname FROM pg_class x WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
AND NOT EXISTS ({EXTENSIONS.format("pg_class")}) ORDER BY 1"""  # noqa: S608


def refuse_occupied(schemas: Iterable[str]) -> None:
    """Raises ArchiveError where the database has a table or schema, or these tenants have a file."""
    found = [name for (name,) in [*rows(SCHEMAS), *rows(TABLES)]]
    if found:
        raise ArchiveError(
            _("The database is not empty (%(names)s). Restore into a new one: make it, name it in DATABASE_URL and run "
              "this again. Nothing was touched.") % {"names": ", ".join(found[:3])}
        )  # fmt: skip
    for schema in schemas:
        with schema_context(schema):
            if any(True for _name in tenant_storage.walk()):
                raise ArchiveError(
                    _("Files of “%(schema)s” lie where uploads are kept. Move them away (WASL_VAR, WASL_MEDIA_BUCKET), "
                      "then run this again. Nothing was touched.") % {"schema": schema}
                )  # fmt: skip


def mark_begun() -> None:
    """From now on all that is there is the restore's."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{MARK}"')


def mark_ended() -> None:
    """It is whole."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{MARK}"')


def clear_what_was_begun() -> None:
    """Empty the database again where a restore began and did not end; the mark goes last."""
    connection.set_schema_to_public()
    schemas = [name for (name,) in rows(SCHEMAS)]
    if MARK not in schemas:
        return
    for schema in schemas:
        if schema != MARK:
            with schema_context(schema):
                tenant_storage.clear()
            with connection.cursor() as cursor:
                cursor.execute(f'DROP SCHEMA "{schema}" CASCADE')
    with transaction.atomic(), connection.cursor() as cursor:
        for (table,) in rows(TABLES):
            cursor.execute(f'DROP TABLE public."{table}" CASCADE')
        cursor.execute("DROP TEXT SEARCH CONFIGURATION IF EXISTS public.wasl")
        cursor.execute(f'DROP SCHEMA "{MARK}"')
