"""What must hold of a tenant's schema for it to live on another machine: read from the catalogue of any PostgreSQL.

Each rule is a query that gives what breaks it. `status` names what it finds, `distribute` refuses it. That numbers
stand behind no row is asked row by row: `comparing.behind`.
"""

# ruff: noqa: S608  each query is a constant

from collections.abc import Iterable
from dataclasses import dataclass

from tenants.archive.tables import rows
from tenants.scale.cluster import CONFIGURATION, EXTENSION, EXTENSIONS

# What a database of ours holds besides, and what comes with Citus itself.
EXPECTED = {*EXTENSIONS, "plpgsql", EXTENSION, f"{EXTENSION}_columnar"}

OWN = "FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid"
KEYS = f"""
SELECT n.nspname, c.relname || '.' || k.conname {OWN}
JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' JOIN pg_class p ON p.oid = k.confrelid WHERE"""
RULES = {
    "a key to a shared table": f"{KEYS} p.relnamespace = 'public'::regnamespace",
    "a key to another schema": f"{KEYS} p.relnamespace NOT IN (n.oid, 'public'::regnamespace)",
    "a table without a primary key":
        f"SELECT n.nspname, c.relname {OWN} WHERE c.relkind = 'r' AND NOT EXISTS"
        " (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')",
    "no ordinary table": f"SELECT n.nspname, c.relname {OWN} WHERE c.relkind NOT IN ('r', 'i', 'S', 't')",
    "a sequence of no column":
        f"SELECT n.nspname, c.relname {OWN} WHERE c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend d"
        " WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')",
    "a trigger":
        f"SELECT n.nspname, c.relname || '.' || t.tgname {OWN} JOIN pg_trigger t ON t.tgrelid = c.oid"
        " WHERE NOT t.tgisinternal AND t.tgname NOT LIKE 'truncate_trigger_%%'",  # of Citus itself
    "row-level security": f"SELECT n.nspname, c.relname {OWN} WHERE c.relrowsecurity OR EXISTS"
                          " (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)",
    "a function": "SELECT n.nspname, p.proname FROM pg_namespace n JOIN pg_proc p ON p.pronamespace = n.oid WHERE true",
    # What a default, an index or a check names in `public` must stand on every node: of extensions that are listed.
    "something in public that no node has": f"""
SELECT n.nspname, s.name || ' (' || pg_describe_object(d.classid, d.objid, 0) || ')'
FROM (SELECT 'pg_proc'::regclass AS class, oid, proname AS name, pronamespace AS place FROM pg_proc
      UNION ALL SELECT 'pg_type'::regclass, oid, typname, typnamespace FROM pg_type WHERE typrelid = 0 AND typelem = 0
      UNION ALL SELECT 'pg_collation'::regclass, oid, collname, collnamespace FROM pg_collation
      UNION ALL SELECT 'pg_opclass'::regclass, oid, opcname, opcnamespace FROM pg_opclass
      UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgname, cfgnamespace FROM pg_ts_config
                WHERE cfgname <> '{CONFIGURATION.partition(".")[2]}') s
JOIN pg_depend d ON d.refclassid = s.class AND d.refobjid = s.oid
LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
JOIN pg_class c ON c.oid = coalesce(f.adrelid, k.conrelid, CASE d.classid WHEN 'pg_class'::regclass THEN d.objid END)
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE s.place = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend e
      WHERE e.classid = s.class AND e.objid = s.oid AND e.deptype = 'e')""",
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Finding:
    """A rule that a schema breaks, and by what."""

    schema: str
    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.schema} · {self.rule}: {self.what}"


def broken_rules(schemas: Iterable[str]) -> list[Finding]:
    """Of all the schemas at once, whatever breaks a rule; one statement a rule, however many schemas there are."""
    names = list(schemas)
    return sorted(
        Finding(schema, rule, what)
        for rule, query in RULES.items()
        for schema, what in rows(f"{query} AND n.nspname = ANY(%s)", names)
    )


def unlisted_extensions() -> list[str]:
    """Extensions of the database that no node would be given: a tenant's queries may use them and fail there."""
    return sorted(name for (name,) in rows("SELECT extname::text FROM pg_extension") if name not in EXPECTED)
