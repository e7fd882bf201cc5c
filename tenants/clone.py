"""Clones the pristine schema for a new tenant. PostgreSQL's own names for cloned constraints are put right at once."""

from django.db import connection
from django_tenants.clone import CloneSchema

# A clone gets `table_column_key` where Django had given a name of its own; a later RemoveConstraint would then fail in
# clones only. Unique constraints are matched by table and columns.
RENAMED = """
SELECT quote_ident(t.relname), quote_ident(c.conname), quote_ident(o.conname)
FROM pg_constraint c
JOIN pg_class t ON t.oid = c.conrelid
JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = %(clone)s
JOIN pg_namespace m ON m.nspname = %(source)s
JOIN pg_class u ON u.relnamespace = m.oid AND u.relname = t.relname
JOIN pg_constraint o ON o.conrelid = u.oid AND o.contype = c.contype AND o.conkey = c.conkey
WHERE c.contype = 'u' AND o.conname <> c.conname
"""


def clone_schema(source: str, clone: str) -> None:
    """Copy tables and rows of `source` into the new schema `clone`. Raises when `clone` exists."""
    CloneSchema().clone_schema(source, clone)
    with connection.cursor() as cursor:
        cursor.execute(RENAMED, {"source": source, "clone": clone})
        for table, wrong, right in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{clone}".{table} RENAME CONSTRAINT {wrong} TO {right}')
