"""Proves the aggregate tables: everything found again from the evidence and compared, row by row."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from impact.aggregates.refreshing import TABLES, rebuild, refresh
from impact.aggregates.tallies import COLUMNS
from impact.facts.definitions import CHAINED

NOTHING = "WHERE attendances <> 0 OR reached <> 0 OR trained <> 0 OR new <> 0"  # a cell that was emptied


@dataclass(frozen=True)
class Mismatch:
    """How many rows of an aggregate table the evidence does not give, and how many it gives that are not there."""

    table: str
    unfounded: int
    missing: int

    @property
    def rows(self) -> int:
        """How many rows are wrong; one that differs is both unfounded and missing."""
        return max(self.unfounded, self.missing)


def verify() -> list[Mismatch]:
    """Where the tables of the active tenant differ from the evidence: nowhere, unless something wrote past the marks.
    What differed is right afterwards."""
    compared = {table: columns for table, (columns, _source, _parts) in TABLES.items()} | {"periodtally": COLUMNS}
    compared["presenceday"] = (*compared["presenceday"], *CHAINED)
    with transaction.atomic():
        refresh()
        with connection.cursor() as cursor:
            for table in compared:
                cursor.execute(f"CREATE TEMP TABLE was_{table} ON COMMIT DROP AS SELECT * FROM impact_{table}")  # noqa: S608
            rebuild()
            found = [_compare(cursor, table, ", ".join(columns)) for table, columns in compared.items()]
            for table in compared:
                cursor.execute(f"DROP TABLE was_{table}")
    return [mismatch for mismatch in found if mismatch.unfounded or mismatch.missing]


def _compare(cursor: Any, table: str, columns: str) -> Mismatch:
    where = NOTHING if table == "periodtally" else ""
    was, now = (f"SELECT {columns} FROM {name}_{table} {where}" for name in ("was", "impact"))  # noqa: S608  our names
    numbers = []
    for one, other in ((was, now), (now, was)):
        cursor.execute(f"SELECT count(*) FROM ({one} EXCEPT ALL {other}) x")  # noqa: S608
        numbers.append(cursor.fetchone()[0])
    return Mismatch(table, *numbers)
