"""A register imported where the planner's statistics are of empty tables is counted in seconds."""

import datetime

import pytest
from django.db import connection, transaction

from impact.counting import Period, count_tenant
from impact.facts.planner import AGGREGATES, EVIDENCE, mend_statistics
from sessions.records.actions import import_rows
from tests.reference import oracles

LONGEST = "20s"  # of a statement; two minutes were not enough before the statistics were mended


@pytest.fixture
def misjudged(own_ngo):
    """Pages full of rows that were never committed, looked at: the planner thinks there is nothing."""
    with transaction.atomic():
        import_rows(rows=oracles.oracle_a()[0], tenant=own_ngo)
        count_tenant(Period.year(2019))
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(EVIDENCE + AGGREGATES)}")
        cursor.execute("SET LOCAL statement_timeout = %s", [LONGEST])


@pytest.mark.parametrize("as_of", [None, datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)])
def test_a_register_of_two_thousand_is_counted_at_once(own_ngo, misjudged, as_of):
    rows, (check,) = oracles.oracle_d_report_of_2019()
    import_rows(rows=rows, tenant=own_ngo)
    counted = count_tenant(Period(check.start, check.end, evidence_until=as_of))
    assert oracles.restrict(counted, check.expected) == check.expected


@pytest.mark.one_machine
def test_only_what_is_misjudged_is_looked_at_again(own_ngo, misjudged):
    import_rows(rows=oracles.oracle_d_report_of_2019()[0], tenant=own_ngo)
    with connection.cursor() as cursor:
        mended = mend_statistics(cursor)
        assert {"people_person", "training_sessions_evidence", "training_sessions_slot"} <= set(mended)
        assert not {"people_person", "training_sessions_evidence"} & set(mend_statistics(cursor))
