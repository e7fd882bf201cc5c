"""The same instant has the same day for Python and for PostgreSQL: else what a page shows is missing in the figures."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

INSTANTS = [
    datetime.datetime(year, month, 15, 23, 30, tzinfo=datetime.UTC)
    for year in range(2018, 2028)
    for month in range(1, 13)
]


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Europe/Paris"])
def test_python_and_the_database_agree_on_every_month(own_ngo, zone):
    with connection.cursor() as cursor:
        cursor.execute("SELECT t AT TIME ZONE %s FROM unnest(%s::timestamptz[]) AS t", [zone, INSTANTS])
        by_database = [row[0] for row in cursor.fetchall()]
    assert by_database == [instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for instant in INSTANTS]
