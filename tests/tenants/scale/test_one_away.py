"""One NGO's machine does not answer: everybody else goes on, and it is named. The error is what the driver raises when
a coordinator says so; statements that name nothing of that NGO are executed."""

import json

import django.db
import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from network.models import RolledUpFigures
from tenants import heartbeat
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.shapes import Shapes

AWAY = "other_ngo"
YEAR = ("--from", "2019-01-01", "--to", "2019-12-31")
HOSTS = ("hub", "own_ngo", AWAY)


@pytest.fixture
def one_away(db):
    shapes = Shapes()

    def execute_or_lose(execute, sql, params, many, context):
        places, _shared = shapes.named(str(sql), connection.schema_name)
        if AWAY in places:
            error = django.db.OperationalError("connection to the remote node 10.0.0.3:5432 failed")
            error.__cause__ = psycopg.errors.ConnectionFailure()
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(execute_or_lose):
        yield


def client_of(schema):
    return TenantClient(Tenant.objects.get(schema_name=schema), raise_request_exception=False)


@pytest.mark.parametrize("schema", HOSTS)
def test_the_process_and_its_database_are_well_on_every_host(one_away, schema):
    answer = client_of(schema).get("/healthz")
    assert (answer.status_code, answer.content.splitlines()[0]) == (200, b"ok")


def test_an_operator_is_told_in_words(one_away):
    heartbeat.beat()
    answer = client_of("own_ngo").get("/readyz")
    assert json.loads(answer.content)["missing"].keys() <= {"migrations", "static_files"}


@pytest.mark.parametrize(("schema", "status"), [("hub", 200), ("own_ngo", 200), (AWAY, 503)])
def test_its_own_pages_say_when_to_come_back_and_the_others_are_as_ever(one_away, schema, status):
    answer = client_of(schema).get("/ar/")
    assert (answer.status_code, "Retry-After" in answer.headers, 'lang="ar"' in answer.content.decode()) == (
        status, status == 503, True,
    )  # fmt: skip


def test_a_count_over_the_network_leaves_it_out_and_names_it(one_away, capsys):
    call_command("count", "--network", *YEAR)
    told = json.loads(capsys.readouterr().out)
    assert (told["scope"], told["away"]) == ("network", [AWAY])


def test_rolling_up_counts_the_others_and_leaves_sums_as_they_were(one_away, capsys):
    call_command("roll_up", "2019")
    assert AWAY in "".join(capsys.readouterr())
    assert sorted(RolledUpFigures.objects.values_list("scope", flat=True)) == ["tenant:hub", "tenant:own_ngo"]


@pytest.mark.parametrize("words", [["list_tenants"], ["count", "own_ngo", *YEAR], ["scale", "status"]], ids=" ".join)
def test_what_needs_nothing_of_it_goes_on(one_away, capsys, words):
    call_command(*words)
