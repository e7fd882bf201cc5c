"""A database put back as it was, table by table: some 600 tables stand in it, a test changes some ten.

A changed table is known by the number of its rows and the newest transaction that wrote one. Tenants made by a test are
dropped. Where tables of ours differ (one was altered, a tenant made anew), nothing is put back: the caller clones.
"""

from typing import NamedTuple

import psycopg
from psycopg import sql

TABLES = """
    SELECT n.nspname, c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY 1, 2 ORDER BY 1, 2"""
SHAPE = """
    SELECT (SELECT array_agg(oid ORDER BY oid) FROM pg_class WHERE relkind IN ('r', 'i', 'S', 'v')),
           (SELECT count(*) FROM pg_attribute), (SELECT array_agg(oid ORDER BY oid) FROM pg_constraint),
           (SELECT array_agg(oid ORDER BY oid) FROM pg_namespace WHERE nspname NOT LIKE 'pg_%'),
           (SELECT array_agg(description ORDER BY objoid) FROM pg_description
            WHERE classoid = 'pg_namespace'::regclass)"""  # a comment says that a schema is unfinished
FILLED = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0"""
EMPTY = (0, None)  # of a table: rows, newest writer
SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%'"
SEQUENCES = "SELECT schemaname, sequencename, start_value, last_value FROM pg_sequences ORDER BY 1, 2"
KEPT = "wasl kept"  # the name of connections that stay from one test to the next, where they are at rest
OTHERS = f"""
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
      AND NOT (application_name = '{KEPT}' AND state = 'idle')"""  # noqa: S608  a constant


class Table(NamedTuple):
    """One table and the columns that can be written."""

    schema: str
    name: str
    columns: tuple[str, ...]

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)

    @property
    def written(self) -> sql.Composed:
        return sql.SQL("{} ({})").format(self.identifier, sql.SQL(", ").join(map(sql.Identifier, self.columns)))


def _counting(tables: list[Table]) -> sql.Composed:
    """Number in the list, rows, newest writer."""
    counts = [
        sql.SQL("SELECT {}, count(*), max(xmin::text::bigint) FROM {}").format(number, table.identifier)
        for number, table in enumerate(tables)
    ]
    return sql.SQL(" UNION ALL ").join(counts)


class Pristine:
    """What a database held at first; `session` is a connection of its own that stays open."""

    def __init__(self, session: psycopg.Connection) -> None:
        self.session = session
        self.tables = [Table(schema, name, tuple(columns)) for schema, name, columns in session.execute(TABLES)]
        self.schemas = self._schemas()
        self.shape = session.execute(SHAPE).fetchone()
        self.sequences = session.execute(SEQUENCES).fetchall()
        self.rows: dict[Table, bytes] = {}
        self.once_filled: list[Table] = []
        self.asked = b""
        self.marks = self._marks()
        for table, (count, _newest) in self.marks.items():
            self.rows[table] = self._copy_out(table) if count else b""

    def restore(self) -> bool:
        """Put every changed table and sequence back; False where the tables are no longer the same.

        So too where a test ended our connection, or left rows that the old ones do not go with.
        """
        try:
            return self._restore()
        except (psycopg.OperationalError, psycopg.errors.IntegrityError):
            return False

    def _restore(self) -> bool:
        self.session.execute(OTHERS)  # a server's thread may still be at it
        for added in self._schemas() - self.schemas:
            self.session.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(added)))
        if self.session.execute(SHAPE).fetchone() != self.shape:
            return False
        found = self._marks()
        changed = [table for table in self.tables if self.marks.get(table, EMPTY) != found.get(table, EMPTY)]
        with self.session.transaction():
            self.session.execute("SET CONSTRAINTS ALL DEFERRED")  # in any order: keys are checked at the end
            for table in changed:
                self.session.execute(sql.SQL("DELETE FROM {}").format(table.identifier))
                self._copy_in(table)
            for before, now in zip(self.sequences, self.session.execute(SEQUENCES).fetchall(), strict=True):
                if before != now:
                    self._set_sequence(*before)
        self.marks = found | self._marks_of(changed)
        return True

    def _schemas(self) -> set[str]:
        return {name for (name,) in self.session.execute(SCHEMAS)}

    def _marks(self) -> dict[Table, tuple[int, int | None]]:
        """Rows and newest writer of all tables whose file is not empty: of most it is; and of those that once were so.

        One statement over hundreds of tables, planned once: the list changes seldom.
        """
        known, filled = set(self.once_filled), set(self.session.execute(FILLED))
        if new := [table for table in self.tables if table not in known and (table.schema, table.name) in filled]:
            self.once_filled += new
            self.asked = _counting(self.once_filled).as_bytes(self.session)
        return self._read_marks(self.asked, self.once_filled, prepare=True)

    def _marks_of(self, tables: list[Table]) -> dict[Table, tuple[int, int | None]]:
        return self._read_marks(_counting(tables).as_bytes(self.session), tables) if tables else {}

    def _read_marks(self, query: bytes, tables: list[Table], **how: bool) -> dict[Table, tuple[int, int | None]]:
        found = self.session.execute(query, **how).fetchall()
        return {tables[number]: (count, newest) for number, count, newest in found}

    def _copy_out(self, table: Table) -> bytes:
        with self.session.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(table.written)) as copy:
            return b"".join(bytes(part) for part in copy)

    def _copy_in(self, table: Table) -> None:
        if rows := self.rows.get(table):
            with self.session.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table.written)) as copy:
                copy.write(rows)

    def _set_sequence(self, schema: str, name: str, start: int, last: int | None) -> None:
        identifier = sql.Identifier(schema, name).as_string()
        self.session.execute("SELECT setval(%s, %s, %s)", (identifier, last or start, last is not None))
