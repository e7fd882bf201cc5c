"""The figures against the worked oracles of definitions.md and against a slow recount written apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.counting import Period, count_network, count_tenant
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


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle.__name__)
def test_oracles(own_ngo, oracle):
    rows, checks = oracle()
    import_rows(rows=rows, tenant=own_ngo)
    for check in checks:
        counted = count_tenant(Period(check.start, check.end), check.by)
        assert oracles.restrict(counted, check.expected | {"scope": counted["scope"]}) == check.expected | {
            "scope": counted["scope"]
        }


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
