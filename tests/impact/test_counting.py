"""The figures against the worked oracles of definitions.md and against a slow recount written apart."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.counting import Period, PeriodError, count_network, count_tenant
from sessions.records.actions import import_rows
from tests.reference import oracles, strategies
from tests.reference.recount import network_recount, recount
from tests.support.random_histories import random_histories, undone

ORACLES = [
    oracles.oracle_a,
    oracles.oracle_c_years,
    oracles.oracle_c_quarters,
    oracles.oracle_d,
    oracles.oracle_d_report_of_2019,
    oracles.oracle_e,
    oracles.oracle_f,
]
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle.__name__)
def test_oracles(own_ngo, oracle):
    rows, checks = oracle()
    import_rows(rows=rows, tenant=own_ngo)
    for check in checks:
        counted = count_tenant(Period(check.start, check.end), check.by)
        assert oracles.restrict(counted, check.expected | {"scope": counted["scope"]}) == check.expected | {
            "scope": counted["scope"]
        }


SPANS = {
    "a month": ("2019-02-01", "2019-02-28"), "a quarter": ("2019-01-01", "2019-03-31"),
    "a year": ("2019-01-01", "2019-12-31"), "three months across quarters": ("2019-02-01", "2019-04-30"),
    "twelve months across years": ("2018-07-01", "2019-06-30"), "half a year": ("2019-01-01", "2019-06-30"),
    "two years": ("2018-01-01", "2019-12-31"), "a month across months": ("2019-02-15", "2019-03-14"),
    "a month and a day": ("2019-03-01", "2019-04-01"), "all but a day": ("2019-01-02", "2019-12-31"),
}  # fmt: skip


@pytest.mark.parametrize("span", SPANS.values(), ids=SPANS)
def test_every_kind_of_span_gives_the_same_as_the_slow_recount(own_ngo, span):
    """Months, quarters and years are read from what is kept of them; anything else is counted."""
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    days = [datetime.date.fromisoformat(day) for day in span]
    for axis in (None, "category", "region", "month"):
        assert count_tenant(Period(*days), axis) == recount(rows, *days, by=axis, scope="tenant:own_ngo")


@pytest.mark.parametrize(
    ("start", "end", "months", "is_whole"),
    [
        ("2018-11-30", "2019-02-01", ["2018-11", "2018-12", "2019-01", "2019-02"], False),
        ("2019-12-01", "2019-12-31", ["2019-12"], True),
        ("2020-02-01", "2020-02-29", ["2020-02"], True),
        ("2020-02-01", "2020-02-28", ["2020-02"], False),
        ("2020-02-02", "2020-02-29", ["2020-02"], False),
    ],
    ids=["across years", "december", "a leap month", "but the last day", "but the first day"],
)
def test_the_months_of_a_period(start, end, months, is_whole):
    period = Period.parse(start, end)
    assert (period.months(), period.has_whole_months) == (months, is_whole)
    assert [day in period for day in (period.start, period.end)] == [True, True]
    assert [day in period for day in (period.start - DAY, period.end + DAY)] == [False, False]


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("2019-02-02", "2019-02-01", "The period ends (2019-02-01) before it begins (2019-02-02)."),
        ("2019-02-30", "2019-03-01", "“2019-02-30” is not a date. Write it as 2019-12-31."),
        ("2019-01-01", "31.12.2019", "“31.12.2019” is not a date. Write it as 2019-12-31."),
        ("1989-12-31", "2019-01-01", "1989-12-31 to 2019-01-01: write years from 1990 to 2100."),
        ("2019-01-01", "2101-01-01", "2019-01-01 to 2101-01-01: write years from 1990 to 2100."),
    ],
    ids=["backwards", "no such day", "written otherwise", "before", "after"],
)
def test_what_is_no_period_says_why(start, end, why):
    with pytest.raises(PeriodError) as refusal:
        Period.parse(start, end)
    assert str(refusal.value) == why


@random_histories
@given(rows=strategies.histories(), period=strategies.periods(), axis=st.none() | strategies.axes())
def test_random_histories_give_the_same_json_as_the_slow_recount(own_ngo, rows, period, axis):
    with undone():
        import_rows(rows=rows, tenant=own_ngo)
        assert count_tenant(Period(*period), axis) == recount(rows, *period, by=axis, scope="tenant:own_ngo")


@random_histories
@given(network=strategies.networks(), period=strategies.periods())
def test_random_networks_give_the_same_json_as_the_slow_recount(hub, own_ngo, other_ngo, network, period):
    tenants = [own_ngo, other_ngo, hub][: len(network)]
    with undone():
        named = []
        for tenant, (_schema, rows) in zip(tenants, network, strict=True):
            import_rows(rows=rows, tenant=tenant)
            named.append((tenant.schema_name, rows))
        assert count_network(tenants, Period(*period)) == network_recount(named, *period)


def test_the_stranger_counts_nothing(own_ngo, other_ngo):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    with other_ngo:
        counted = count_tenant(Period.year(2019))
    assert counted["indicators"]["ATT"] == {"value": 0, "additive": True}
