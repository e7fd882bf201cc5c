"""Which statements a cluster refuses, or answers wrongly; the crawls hold that pages ask none (`sound_statements`)."""

# ruff: noqa: S608  nothing of it is executed but what harms nobody

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunSQL

from tenants.models import Tenant
from tests.architecture.test_migrations import OURS, MigrationLoader
from tests.support.shapes import REFUSED, Shapes

PEOPLE, USERS = '"people_person"', '"accounts_user"'
SOUND = {
    "one tenant": f"SELECT * FROM {PEOPLE} p JOIN {USERS} u ON u.id = p.user_id FOR UPDATE",
    "the shared table that every node has":
        "SELECT * FROM wagtailcore_page p JOIN django_content_type c ON c.id = p.content_type_id",
    "shared tables alone": "SELECT 1 FROM tenants_tenant JOIN public.tenants_domain d ON true",
    "an advisory lock alone": "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || 'x', 0))",
    "a name that is only a text": f"SELECT 'tenants_tenant, setval(1)' FROM {PEOPLE}",
    "by chance, in reading": f"SELECT * FROM {PEOPLE} ORDER BY random()",
    "for a transaction": "SET LOCAL statement_timeout = 1",
    "its own schema by name": f"SELECT * FROM own_ngo.people_person JOIN {USERS} ON true",
}  # fmt: skip
FAULTS = {
    "a join over two tenants": (
        "SELECT * FROM own_ngo.people_person a JOIN other_ngo.people_person b ON a.uuid = b.uuid",
        ["two tenants: other_ngo, own_ngo"]),
    "another tenant from within": (f'SELECT * FROM {PEOPLE}, "other_ngo"."accounts_user"',
                                   ["two tenants: other_ngo, own_ngo"]),
    "a correlated subquery to public": (
        f"SELECT * FROM {PEOPLE} p WHERE EXISTS (SELECT FROM network_project n WHERE n.code = p.full_name)",
        ["a tenant's and shared tables: network_project"]),
    "a lock over both": (f"SELECT * FROM {PEOPLE}, public.tenants_pause FOR UPDATE",
                         ["a tenant's and shared tables: tenants_pause"]),
    "a number set by a sub-select": (f"SELECT setval('x', (SELECT max(id) FROM {PEOPLE}))",
                                     ["of a server, with a tenant's tables: setval"]),
    "a lock taken where the rows are": (f"SELECT pg_advisory_xact_lock(id) FROM {PEOPLE}",
                                        ["of a server, with a tenant's tables: pg_advisory_xact_lock"]),
    "the schema's name where the rows are": (f"SELECT current_schema(), id FROM {PEOPLE}",
                                             ["of a server, with a tenant's tables: current_schema"]),
    "the catalogue beside rows": (f"SELECT * FROM {PEOPLE}, pg_class",
                                  ["of the catalogue, with a tenant's tables: pg_class"]),
    "by chance, in writing": (f"UPDATE {PEOPLE} SET uuid = gen_random_uuid()", ["by chance"]),
    "a constraint renamed": ("ALTER TABLE own_ngo.people_person RENAME CONSTRAINT a TO b", ["refused"]),
    "a trigger": (f"CREATE TRIGGER t BEFORE UPDATE ON {PEOPLE} EXECUTE FUNCTION f()", ["refused"]),
    "a setting that stays": ("SET statement_timeout = 1", ["of a session"]),
}  # fmt: skip


@pytest.fixture
def shapes(db):
    return Shapes()


@pytest.mark.parametrize("statement", SOUND.values(), ids=SOUND)
def test_a_statement_that_will_do(shapes, statement):
    assert shapes.faults(statement, "own_ngo") == []


@pytest.mark.parametrize(("statement", "found"), FAULTS.values(), ids=FAULTS)
def test_a_statement_that_would_not_do_is_found(shapes, statement, found):
    assert shapes.faults(statement, "own_ngo") == found


def test_the_hub_stays_beside_the_shared_tables(shapes):
    assert shapes.faults(FAULTS["a lock over both"][0], "hub") == []


def test_a_watched_statement_is_noted_once(own_ngo, sound_statements):
    with connection.cursor() as cursor:
        for _time in range(2):
            cursor.execute(FAULTS["by chance, in writing"][0])
    [(found, statement)] = sound_statements.found
    assert (found, statement) == (["by chance"], FAULTS["by chance, in writing"][0])
    sound_statements.found.clear()


YEAR = ("--from", "2019-01-01", "--to", "2019-12-31")
COMMANDS = {
    "list_tenants": ["list_tenants"],
    "count": ["count", "own_ngo", *YEAR, "--by", "region"],
    "count of the network": ["count", "--network", *YEAR, "--by", "sex"],
    "recount": ["recount"],
    "roll_up": ["roll_up", "2019"],
    "verify_snapshots": ["verify_snapshots"],
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_no_command_asks_what_would_not_do(furnished_network, sound_statements, capsys, words):
    connection.set_schema_to_public()
    call_command(*words)


def test_no_migration_of_ours_makes_what_would_be_refused():
    found = MigrationLoader(None).disk_migrations
    statements = [(key, str(step.sql)) for key in OURS for step in found[key].operations if isinstance(step, RunSQL)]
    assert [key for key, statement in statements if REFUSED.search(statement)] == []


def test_every_key_of_ours_is_large():
    """A key's type never changes; of a small one the numbers end."""
    small = [
        model._meta.label for model in apps.get_models()
        if model.__module__.partition(".")[0] in {key[0] for key in OURS} | {"sessions", "tenants", "network"}
        and model._meta.pk.get_internal_type() not in {"BigAutoField", "UUIDField", "OneToOneField"}
    ]  # fmt: skip
    assert small == []
    assert Tenant._meta.pk.get_internal_type() == "BigAutoField"
