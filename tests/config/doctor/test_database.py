"""`doctor` on the database: each check as it finds things well and as it finds them broken."""

import datetime
import tempfile
import zoneinfo
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from config.doctor import database
from config.doctor.findings import State, checks, examine
from tenants.models import Tenant
from tests.support.pooler import TransactionPooler

OK, WARNING, ERROR = State.OK, State.WARNING, State.ERROR
OF_AN_OWNER = pytest.mark.one_machine  # the role of the tests' own cluster is a superuser


@OF_AN_OWNER
def test_a_database_in_order(own_ngo):
    looks = [
        database.look_at_database, database.look_at_version, database.look_at_rights, database.look_at_extensions,
        database.look_at_locks, database.look_at_pooler, database.look_at_clock, database.look_at_time_zones,
        database.look_at_migrations,
    ]  # fmt: skip
    assert {look.__name__: look().state for look in looks} == {look.__name__: OK for look in looks}


def test_a_database_that_is_away_is_told_once(monkeypatch, db):
    away = connection.get_connection_params() | {"host": "/nowhere"}
    monkeypatch.setattr(connection, "get_connection_params", lambda: away)
    found = dict(examine())
    assert found["database"].state == ERROR
    assert found["database"].says.startswith("The database does not answer: connection")
    asking = {check.name for check in checks if check.asks_database}
    assert {found[name].says for name in asking} == {"Not looked at, since the database does not answer."}
    assert {found[name].state for name in asking} == {WARNING}


@pytest.mark.parametrize("schema", ["public", "template", "own_ngo"])
def test_a_schema_that_is_not_up_to_date_is_named(own_ngo, schema):
    app = "network" if schema == "public" else "people"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM \"{schema}\".django_migrations WHERE app = '{app}'")  # noqa: S608
    found = database.look_at_migrations()
    assert (found.state, found.says, found.remedy) == (
        ERROR, f"1 schema is not up to date: {schema}.", "Run `setup_database`.",
    )  # fmt: skip


def test_missing_extensions_and_few_locks_are_told(own_ngo, monkeypatch):
    monkeypatch.setattr(database, "EXTENSIONS", ("unaccent", "postgis"))
    monkeypatch.setattr(database, "LOCKS", 100_000)
    monkeypatch.setattr(database, "OLDEST_SERVER", 990000)
    assert database.look_at_extensions().says == "The extensions postgis are missing."
    assert database.look_at_locks().state == WARNING
    assert database.look_at_version().remedy == "Upgrade it to 14 or newer."


@pytest.mark.parametrize(
    ("seconds", "state"), [pytest.param(1, OK, id="well"), pytest.param(5, WARNING, id="a little"),
                           pytest.param(90, ERROR, id="codes fail"), pytest.param(-90, ERROR, id="behind")]
)  # fmt: skip
def test_a_clock_that_is_wrong(own_ngo, monkeypatch, seconds, state):
    real = timezone.now
    monkeypatch.setattr(database.timezone, "now", lambda: real() + datetime.timedelta(seconds=seconds))
    assert database.look_at_clock().state == state


def test_hours_that_the_database_does_not_know_are_named_by_their_zone(own_ngo, monkeypatch):
    """As where Morocco changed its hour and one of the machines was not told: the others' hours are as they were."""
    Tenant.objects.filter(schema_name="other_ngo").update(country="FR")
    hours = {"Africa/Casablanca": zoneinfo.ZoneInfo("Etc/GMT-1")}
    monkeypatch.setattr(database, "ZoneInfo", lambda zone: hours.get(zone) or zoneinfo.ZoneInfo(zone))
    found = database.look_at_time_zones()
    assert (found.state, found.says) == (
        WARNING,
        "For Africa/Casablanca the database has other hours: figures and pages would date the same moment differently.",
    )


def me() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@OF_AN_OWNER
def test_an_owner_may_build_whatever_others_may(own_ngo):
    with connection.cursor() as cursor:
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert database.look_at_rights().says == f"“{me()}” has the rights of an owner."


@OF_AN_OWNER
@pytest.mark.parametrize("place", ["DATABASE {database}", "SCHEMA public"], ids=["database", "public schema"])
def test_a_right_that_is_missing_is_told_with_its_remedy(own_ngo, place):
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        # Of the public schema the owner is the role of whoever owns the database, and has its rights by that.
        cursor.execute(f'REVOKE CREATE ON {place.format(database=name)} FROM PUBLIC, pg_database_owner, "{me()}"')
    found = database.look_at_rights()
    assert (found.state, found.says) == (ERROR, f"“{me()}” may not make schemas and tables here.")
    assert found.remedy == f"Let it own the database: ALTER DATABASE … OWNER TO “{me()}”."


def test_a_schema_of_another_owner_is_named(own_ngo, other_ngo):
    """As after a restore by PostgreSQL's administrator."""
    given = connection.settings_dict
    administrator = {"host": given["HOST"], "dbname": given["NAME"], "user": "postgres"}
    try:
        with psycopg.connect(**administrator, autocommit=True) as session:
            session.execute("ALTER SCHEMA other_ngo OWNER TO postgres")
    except psycopg.OperationalError as error:
        pytest.skip(f"no administrator of PostgreSQL: {error}")
    try:
        found = database.look_at_rights()
        assert (found.state, found.says) == (ERROR, f"“{me()}” does not own the schemas other_ngo.")
        assert found.remedy == f"Give them and their tables to it: REASSIGN OWNED BY … TO “{me()}”."
    finally:
        with psycopg.connect(**administrator, autocommit=True) as session:
            session.execute(f'ALTER SCHEMA other_ngo OWNER TO "{me()}"'.encode())


@pytest.mark.slow
def test_a_pooler_in_transaction_mode_is_found(own_ngo, monkeypatch):
    """It lends the server process of a resting session to another."""
    given = connection.get_connection_params()
    with tempfile.TemporaryDirectory(prefix="wasl-") as folder:
        with TransactionPooler(Path(folder), Path(given["host"]) / ".s.PGSQL.5432"):
            monkeypatch.setattr(connection, "get_connection_params", lambda: given | {"host": folder})
            found = database.look_at_pooler()
        assert (found.state, found.says) == (
            ERROR, "A pooler in transaction mode stands before PostgreSQL: pages would show another tenant’s data.",
        )  # fmt: skip
