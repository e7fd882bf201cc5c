"""Copies the template's schema into a new one by plain statements of its own, as its owner: no other right is needed.

What stands in the template's catalogue is read with the template in front of the search path, so that definitions name
no schema, and executed with the new schema in front. Names of constraints and indexes are those of the template: a
later migration finds them in every tenant. By a connection of its own, since one that has seen many schemas grows and
slows, and in one transaction: a clone that is stopped has never been there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

HERE = "to_regnamespace(quote_ident(%(schema)s))"
TABLES = f"""
SELECT c.relname,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')
FROM pg_class c WHERE c.relnamespace = {HERE} AND c.relkind = 'r' ORDER BY 1"""  # noqa: S608  a constant
# Keys of a table before those of others that point to it.
CONSTRAINTS = f"""
SELECT format('ALTER TABLE %%I ADD CONSTRAINT %%I ', c.relname, k.conname) || pg_get_constraintdef(k.oid, true)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = {HERE} AND k.contype IN ('p', 'u', 'x', 'f') ORDER BY k.contype = 'f', c.relname, k.conname"""  # noqa: S608
INDEXES = f"""
SELECT pg_get_indexdef(i.indexrelid, 0, true)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = {HERE} AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid
                                              AND k.contype IN ('p', 'u', 'x'))
ORDER BY 1"""  # noqa: S608
SEQUENCES = f"""
SELECT c.relname, a.attname, pg_sequence_last_value(s.oid)
FROM pg_class s
JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype = 'i'
JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
WHERE s.relnamespace = {HERE} AND s.relkind = 'S' ORDER BY 1"""  # noqa: S608
# What the statements below would not copy; Django's migrations make none of it.
UNKNOWN = f"""
SELECT relname FROM pg_class WHERE relnamespace = {HERE} AND relkind NOT IN ('r', 'i', 'S')
UNION ALL SELECT s.relname FROM pg_class s WHERE s.relnamespace = {HERE} AND s.relkind = 'S'
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid
                          AND d.deptype = 'i')
UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = {HERE}
UNION ALL SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
          WHERE c.relnamespace = {HERE} AND NOT t.tgisinternal
UNION ALL SELECT c.relname FROM pg_attrdef f JOIN pg_class c ON c.oid = f.adrelid
          WHERE c.relnamespace = {HERE} AND pg_get_expr(f.adbin, f.adrelid) LIKE 'nextval(%%'"""  # noqa: S608


class CloneError(Exception):
    """The template holds something that is not copied; the message names it."""


def clone_schema(source: str, clone: str) -> None:
    """Copy tables and rows of `source` into the new schema `clone`. Raises psycopg's DuplicateSchema when it exists,
    CloneError where `source` holds what is no table, index, key or identity column."""
    with _own_session() as session, session.transaction():
        read = _Reader(session, source)
        tables, statements, sequences = read(TABLES), [*read(INDEXES), *read(CONSTRAINTS)], read(SEQUENCES)
        if unknown := read(UNKNOWN):
            raise CloneError(f"The schema {source} holds what a clone would lack: {unknown}")
        session.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(clone)))
        _search_first(session, clone)
        for name, columns in tables:
            _copy_table(session, source, name, columns)
        for (statement,) in statements:
            session.execute(statement)
        for table, column, last in sequences:
            if last is not None:
                session.execute("SELECT setval(pg_get_serial_sequence(quote_ident(%s), %s), %s)", [table, column, last])


class _Reader:
    """Rows that the catalogue has on one schema."""

    def __init__(self, session: psycopg.Connection, schema: str) -> None:
        self.session, self.schema = session, schema
        _search_first(session, schema)

    def __call__(self, query: str) -> list[tuple[Any, ...]]:
        return self.session.execute(query, {"schema": self.schema}).fetchall()


def _copy_table(session: psycopg.Connection, source: str, name: str, columns: list[str]) -> None:
    there, here = sql.Identifier(source, name), sql.Identifier(name)
    session.execute(
        sql.SQL(
            "CREATE TABLE {} (LIKE {} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY INCLUDING GENERATED"
            " INCLUDING STORAGE INCLUDING COMMENTS)"
        ).format(here, there)
    )
    session.execute(
        sql.SQL("INSERT INTO {here} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {there}").format(
            here=here, there=there, columns=sql.SQL(", ").join(map(sql.Identifier, columns))
        )
    )


def _search_first(session: psycopg.Connection, schema: str) -> None:
    session.execute(sql.SQL("SET LOCAL search_path TO {}, public").format(sql.Identifier(schema)))


@contextmanager
def _own_session() -> Iterator[psycopg.Connection]:
    own = connection.copy()
    try:
        own.ensure_connection()
        yield own.connection
    finally:
        own.close()
