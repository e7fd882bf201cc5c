"""Queries about schemas: which hold our tables, and which are being written at the moment."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django_tenants.utils import schema_context

from tenants.connection import connection

# The comment of a schema whose migrations or first contents may be incomplete: a stopped set-up begins there again.
UNFINISHED = "wasl: unfinished"

DESCRIBED = """
SELECT wanted.name, to_regclass(quote_ident(wanted.name) || '.django_migrations') IS NOT NULL,
       coalesce(obj_description(to_regnamespace(quote_ident(wanted.name)), 'pg_namespace') = %s, false)
FROM unnest(%s::text[]) AS wanted(name)
"""


# By what depends on the tables of `public`, which is indexed: of all keys that there are, few are of this schema.
KEYS_TO_PUBLIC = """
SELECT format('ALTER TABLE %%I.%%I DROP CONSTRAINT %%I', %(schema)s, c.relname, k.conname)
FROM pg_depend shared
JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = shared.objid
  AND d.classid = 'pg_constraint'::regclass
JOIN pg_constraint k ON k.oid = d.objid AND k.contype = 'f' AND k.confrelid = shared.objid
JOIN pg_class c ON c.oid = k.conrelid
WHERE shared.refclassid = 'pg_namespace'::regclass AND shared.refobjid = 'public'::regnamespace
  AND shared.classid = 'pg_class'::regclass AND c.relnamespace = to_regnamespace(quote_ident(%(schema)s))
GROUP BY c.relname, k.conname"""


def detach_from_public(schema: str) -> None:
    """Drop every foreign key that leads from the schema's tables to public ones.

    Django's and Wagtail's migrations make some to content types. Rows of those are never deleted; a tenant that no
    key ties to `public` can be moved to another machine.
    """
    for statement in keys_to_public(schema):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def keys_to_public(schema: str) -> list[str]:
    """The statements that drop them."""
    with connection.cursor() as cursor:
        cursor.execute(KEYS_TO_PUBLIC, {"schema": schema})
        return [statement for (statement,) in cursor.fetchall()]


def finished(schemas: Iterable[str]) -> set[str]:
    """Those that exist, hold migrations and were written to their end."""
    with connection.cursor() as cursor:
        cursor.execute(DESCRIBED, [UNFINISHED, list(schemas)])
        return {name for name, migrated, unfinished in cursor.fetchall() if migrated and not unfinished}


def migrated(schemas: Iterable[str]) -> set[str]:
    """Those that exist and hold migrations, written to their end or not."""
    with connection.cursor() as cursor:
        cursor.execute(DESCRIBED, [UNFINISHED, list(schemas)])
        return {name for name, migrated, _unfinished in cursor.fetchall() if migrated}


def is_unfinished(schema: str) -> bool:
    """Whether work on the schema began and did not end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regnamespace(quote_ident(%s)), 'pg_namespace')", [schema])
        return bool(cursor.fetchone()[0] == UNFINISHED)


def is_ours(schema: str) -> bool:
    """Whether the schema holds a tenant's tables, ours and not another program's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(quote_ident(%s) || '.django_migrations') IS NOT NULL", [schema])
        if not cursor.fetchone()[0]:
            return False
        users = settings.AUTH_USER_MODEL.partition(".")[0]
        cursor.execute(f'SELECT count(*) FROM "{schema}".django_migrations WHERE app = %s', [users])  # noqa: S608
        return bool(cursor.fetchone()[0])


def is_pristine(schema: str) -> bool:
    """Whether nobody was ever registered there: a clone left over, and no tenant that was restored."""
    if not is_ours(schema):
        return False
    with schema_context(schema):
        return not get_user_model()._default_manager.exists()


def mark_unfinished(schema: str) -> None:
    """Make the schema where it is missing and say that work on it has begun, both in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"; COMMENT ON SCHEMA "{schema}" IS \'{UNFINISHED}\'')


def mark_finished(schema: str) -> None:
    """Say that the work is done."""
    with connection.cursor() as cursor:
        cursor.execute(f'COMMENT ON SCHEMA "{schema}" IS NULL')
