"""Lists a tenant's tables as PostgreSQL has them: names, columns, sequences, which columns name a content type."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from tenants.connection import connection

# Who is signed in where is no part of what an NGO keeps.
LEFT_OUT = ("django_migrations", "django_session")

COLUMNS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = to_regnamespace(quote_ident(%s)) AND c.relkind = 'r' AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""
SEQUENCES = """
SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(%s) || '.' || quote_ident(c.relname), a.attname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = to_regnamespace(quote_ident(%s)) AND c.relkind = 'r'
  AND pg_get_serial_sequence(quote_ident(%s) || '.' || quote_ident(c.relname), a.attname) IS NOT NULL
"""


def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def tables_of(schema: str) -> dict[str, list[str]]:
    """Table -> its columns, of everything that is kept."""
    return {name: columns for name, columns in rows(COLUMNS, schema) if name not in LEFT_OUT}


def migrations_of(schema: str) -> list[str]:
    """`app.name` of every migration the schema has."""
    found = rows(f'SELECT app, name FROM "{schema}".django_migrations ORDER BY 1, 2')  # noqa: S608  our own names
    return [f"{app}.{name}" for app, name in found]


def content_types() -> dict[str, str]:
    """Id -> `app.model`: they are public, and have other ids elsewhere."""
    return {str(pk): f"{app}.{model}" for pk, app, model in
            rows("SELECT id, app_label, model FROM public.django_content_type")}  # fmt: skip


def content_type_columns(schema: str) -> list[tuple[str, str]]:
    """Table and column of every reference to a content type, as the models have them: no foreign key says so."""
    tables = tables_of(schema)
    return sorted(
        (model._meta.db_table, str(field.column))
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if field.related_model is ContentType and field.column in tables.get(model._meta.db_table, ())
    )


def sequences_of(schema: str) -> list[tuple[str, str, str]]:
    """Table, column and its sequence."""
    return [(table, column, name) for table, column, name in rows(SEQUENCES, schema, schema, schema)]


def count_rows(schema: str, tables: Iterable[str]) -> dict[str, int]:
    """Table -> how many rows it has."""
    counts = [f"SELECT '{table}', count(*) FROM {quoted(schema, table)}" for table in tables]  # noqa: S608  our names
    query = " UNION ALL ".join(counts)
    return dict(rows(query)) if query else {}


def quoted(schema: str, table: str) -> str:
    """The table's full name in SQL."""
    return f'"{schema}"."{table}"'


def column_list(columns: list[str]) -> str:
    """The columns' names in SQL."""
    return ", ".join(f'"{column}"' for column in columns)
