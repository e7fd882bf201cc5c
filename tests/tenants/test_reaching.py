"""Of tenants on several machines one may be away: skipped, named, and no error is swallowed besides."""

import django.db
import psycopg
import pytest
from django.db import connection

from tenants.models import Tenant
from tenants.reaching import ask_each, is_within_reach


def lost(state=psycopg.errors.ConnectionFailure):
    """As Django raises what a coordinator says of a node that does not answer."""
    error = django.db.OperationalError("connection to the remote node failed")
    error.__cause__ = state("connection to the remote node failed")
    return error


@pytest.fixture
def ngos(db):
    return list(Tenant.objects.filter(kind=Tenant.Kind.NGO).order_by("schema_name"))


def test_one_that_is_away_is_named_and_the_others_are_asked(ngos):
    def ask(tenant):
        if tenant.schema_name == "other_ngo":
            raise lost()
        return connection.schema_name

    assert ask_each(ngos, ask) == (["own_ngo"], ["other_ngo"])


def test_within_a_transaction_it_goes_on_after_a_statement_that_failed(ngos):
    """The statement itself leaves the transaction broken; only what the tenant was asked is taken back."""

    def ask(tenant):
        if tenant.schema_name == "other_ngo":
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1/0")
            except django.db.DataError:
                error = lost()
                raise error from error.__cause__
        return Tenant.objects.count()

    many = Tenant.objects.count()
    assert ask_each(ngos, ask) == ([many], ["other_ngo"])
    assert Tenant.objects.count() == many


@pytest.mark.parametrize("error", [django.db.ProgrammingError("no such table"), lost(psycopg.errors.DeadlockDetected)])
def test_another_error_is_raised(ngos, error):
    def ask(_tenant):
        raise error

    with pytest.raises(type(error)):
        ask_each(ngos, ask)


def test_a_schema_that_is_missing_is_no_machine_that_is_away(ngos):
    Tenant.objects.filter(schema_name="other_ngo").update(schema_name="gone_ngo")
    assert is_within_reach(Tenant.objects.get(schema_name="gone_ngo"))


def test_those_of_one_machine_are_within_reach(ngos):
    assert [is_within_reach(tenant) for tenant in ngos] == [True, True]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_gone_is_no_machine_of_many():
    ngos = list(Tenant.objects.filter(kind=Tenant.Kind.NGO))

    def ask(_tenant):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(django.db.OperationalError):
        ask_each(ngos, ask)
    connection.close()
