"""The generated NGO of `make bench-large`, small: it can still be built, and the plain SQL says what is counted."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from impact.counting import Period, count_all, count_tenant, parameters_for
from sessions.models import Registration

BENCH = Path(__file__).resolve().parents[2] / "bench"
YEAR = Period.year(2025)


@pytest.fixture
def filled(own_ngo, monkeypatch):
    """Two hundred people in eighty sessions of ten."""
    monkeypatch.syspath_prepend(str(BENCH))
    import world  # bench/ is a folder of programs, no package

    world.fill(world.Size(people=200, sessions=80, room=10))
    yield
    for name in ("world", "plain"):
        sys.modules.pop(name, None)


def test_the_plain_sql_says_what_is_counted(own_ngo, filled):
    from plain import PLAIN

    parameters = parameters_for(YEAR)
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, parameters.as_query())
        names = [column.name for column in cursor.description]
        plain = {name: int(value) for name, value in zip(names, cursor.fetchone(), strict=True)}
    counted = count_all(replace(parameters, from_evidence=True)).row
    assert {name: plain[name] for name in counted} == counted
    assert plain["attendances"] == count_tenant(YEAR)["indicators"]["ATT"]["value"] > 100


def test_a_room_holds_different_people(own_ngo, filled):
    assert Registration.objects.count() == 800
    assert Registration.objects.values("session", "person").distinct().count() == 800
