"""Statements in shapes that one machine answers and a cluster refuses, or answers wrongly without a word.

A tenant's tables live together on one machine, those of `public` on the coordinator: a statement is sent to the one
or to the other. `sound_statements` watches a test and fails it where a statement is of such a shape.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pytest
from django.db import connection

from tenants.models import Tenant
from tenants.provisioning import HUB_SCHEMA
from tenants.scale.cluster import REFERENCED

TEMPLATE, PUBLIC = "template", "public"
TABLES = "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(%s)"
NO_CODE = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
NAMES = re.compile(r'(?:"(\w+)"|\b([a-z_]\w*))(?:\s*\.\s*(?:"(\w+)"|([a-z_]\w*)))?')
# What answers for the server that is asked: for another one when it is sent along with a tenant's table.
OF_SERVER = re.compile(
    r"\b(pg_(?:try_)?advisory_\w+|setval|nextval|currval|lastval|current_schemas?|current_setting|set_config"
    r"|pg_get_serial_sequence|to_reg\w+|pg_backend_pid|pg_current_xact_id|txid_current\w*|pg_notify|pg_\w*relation_size)\b"
)
CATALOGUE = re.compile(r"\b(pg_(?:class|namespace|attribute|constraint|index|depend|sequences?|stat_\w+|locks)"
                       r"|information_schema)\b")  # fmt: skip
CHANGED_BY_CHANCE = re.compile(r"^\s*(?:UPDATE|DELETE)\b.*\b(random|gen_random_uuid|clock_timestamp)\s*\(", re.S | re.I)
REFUSED = re.compile(
    r"\b(RENAME CONSTRAINT|CREATE (?:OR REPLACE )?(?:TRIGGER|VIEW|FUNCTION|RULE|POLICY)|MERGE INTO)\b", re.I
)
# Lasts longer than a transaction, and no node hears of it.
OF_SESSION = re.compile(
    r"^\s*SET (?!LOCAL|CONSTRAINTS|TRANSACTION|search_path)(\w+)|set_config\([^)]*,\s*false\)", re.I
)

OF_POINTS = ("SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")  # each with a name of its own, and no table


class Shapes:
    """What stands in the database, by which a statement's names are told apart."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            self.of_tenants, public = (
                {name for (name,) in _fetch(cursor, TABLES, schema)} for schema in (TEMPLATE, PUBLIC)
            )
            schemas = _fetch(cursor, "SELECT schema_name FROM public.tenants_tenant")
        self.shared = public - self.of_tenants - {REFERENCED.partition(".")[2]}
        self.schemas = {schema for (schema,) in schemas} | {TEMPLATE}
        self.judged = _judged(frozenset(self.of_tenants), frozenset(self.shared), frozenset(self.schemas))

    def named(self, statement: str, active: str) -> tuple[set[str], set[str]]:
        """The schemas of tenants that it reads or writes, and shared tables, asked while `active` is."""
        places, shared = set(), set()
        for parts in NAMES.findall(NO_CODE.sub("''", statement)):
            first, second = parts[0] or parts[1], parts[2] or parts[3]
            if first in self.schemas and second:
                places.add(first)
            elif (first == PUBLIC and second in self.shared) or first in self.shared:
                shared.add(second if first == PUBLIC else first)
            elif first in self.of_tenants:
                places.add(active)
        return places, shared

    def faults(self, statement: str, active: str) -> list[str]:
        """What is wrong with it; empty: nothing."""
        code = NO_CODE.sub("''", statement)
        places, shared = self.named(statement, active)
        found = [f"two tenants: {', '.join(sorted(places))}"] if len(places) > 1 else []
        if places and shared and HUB_SCHEMA not in places:  # which stays beside them
            found.append(f"a tenant's and shared tables: {', '.join(sorted(shared))}")
        if places:
            for what, pattern in (("of a server", OF_SERVER), ("of the catalogue", CATALOGUE)):
                found += [f"{what}, with a tenant's tables: {name}" for name in sorted(set(pattern.findall(code)))]
        for what, pattern in (("by chance", CHANGED_BY_CHANCE), ("refused", REFUSED), ("of a session", OF_SESSION)):
            found += [what] if pattern.search(code) else []
        return found


@lru_cache(maxsize=8)
def _judged(*_tables: frozenset[str]) -> dict[tuple[str, str], list[str]]:
    """Faults by statement and active schema where these tables stand: crawls ask most statements in each of their
    tests, and reading one takes longer than asking it."""
    return {}


def _fetch(cursor: Any, query: str, *values: str) -> list[tuple[str]]:
    cursor.execute(query, values)
    return list(cursor.fetchall())


class Watch:
    """A wrapper of the connection that notes each statement with a fault once, before it is executed."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes, self.seen, self.found = shapes, set[tuple[str, str]](), list[tuple[list[str], str]]()

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        asked = (str(sql), connection.schema_name)
        if asked not in self.seen:
            self.seen.add(asked)
            if faults := self._faults(asked):
                self.found.append((faults, asked[0][:2000]))
        return execute(sql, params, many, context)

    def _faults(self, asked: tuple[str, str]) -> list[str]:
        judged = self.shapes.judged
        if asked not in judged and not asked[0].startswith(OF_POINTS):
            judged[asked] = self.shapes.faults(*asked)
        return judged.get(asked, [])


@pytest.fixture
def sound_statements(db: None) -> Iterator[Watch]:
    """Fails the test where one of its statements would not do on a cluster."""
    before: Tenant = connection.tenant
    connection.set_schema_to_public()
    watch = Watch(Shapes())
    connection.set_tenant(before)
    with connection.execute_wrapper(watch):
        yield watch
    assert len(watch.seen) > 0
    assert watch.found == []
