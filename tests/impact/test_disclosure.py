"""Small cells: oracle G, and random tables of which no hidden cell can be told, by linear programming."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.disclosure import FUNDER_K, PUBLIC_K, Equation, Table, crossed, hide, listed
from impact.disclosure.tables import TOTAL
from tests.support.hidden_cells import bounds

ROWS, SEXES = ("police", "labour inspection", "social work"), ("F", "M")
G = dict(zip(product(ROWS, SEXES), (12, 3, 6, 9, 20, 8), strict=True))


def check(table, k, hidden):
    """Nothing small is shown, nothing hidden can be told, nothing hidden is small in all."""
    assert [key for key, value in table.cells.items() if 0 < value < k and key not in hidden] == []
    for key in hidden:
        low, high = bounds(table, hidden, key)
        assert high - low > 0.99, (key, low, high)
    for equation in table.equations:
        parts = [key for key in equation.parts if key in hidden]
        if parts and equation.total not in hidden:
            assert sum(table.cells[key] for key in parts) >= k


def test_oracle_g():
    table = crossed(ROWS, SEXES, G)
    hidden = hide(table, FUNDER_K)
    assert hidden == {(row, sex) for row in ("police", "labour inspection") for sex in SEXES}
    assert sum(table.cells[key] for key in hidden) == 30
    check(table, FUNDER_K, hidden)


def test_oracle_g_by_trying_everything():
    """Of all 64 ways to hide inner cells, those that protect: the cheapest hides 30, the next best 43."""
    table = crossed(ROWS, SEXES, G)
    prices = sorted(
        sum(G[cell] for cell in hidden)
        for size in range(len(G) + 1)
        for hidden in combinations(G, size)
        if protects(table, set(hidden), FUNDER_K)
    )
    assert prices[:2] == [30, 43]


def protects(table, hidden, k):
    try:
        check(table, k, hidden)
    except AssertionError:
        return False
    return True


def by_tauargus(values, k, folder):
    """The inner cells that Tau-Argus hides at the least sum, and whether it hides any total."""
    tauargus = pytest.importorskip("pytauargus", reason="pytauargus is not installed: pip install -r requirements.lock")
    people = [cell for cell, count in values.items() for _person in range(count)]
    columns = {"row": [row for row, _column in people], "column": [column for _row, column in people]}
    given = columns | {"people": [1.0] * len(people)}
    result = tauargus.protect(
        given, ["row", "column"], response="people", safety_rules=f"FREQ({k},1)", suppress="OPT(1)", workdir=str(folder)
    )
    hidden = {(line["row"].strip(), line["column"].strip()) for line in result.tables[0].rows if line["status"] in "UM"}
    return {cell for cell in hidden if "Total" not in cell}, any("Total" in cell for cell in hidden)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where Tau-Argus works: its optimiser leaves files in the current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_oracle_g_by_tauargus(folder):
    hidden, hides_totals = by_tauargus(G, FUNDER_K, folder)
    assert hides_totals is False
    assert hidden == hide(crossed(ROWS, SEXES, G), FUNDER_K)


@pytest.mark.parametrize(
    ("values", "price"),
    [
        ((12, 3, 6, 9, 20, 8, 11, 14), 30),
        ((30, 2, 25, 40, 18, 9, 7, 16), 55),
        ((50, 4, 60, 3, 70, 90, 80, 20), 117),
        ((6, 7, 8, 9, 10, 11, 12, 13), 0),
        ((1, 22, 33, 44, 55, 6, 7, 2), 32),
    ],
)
def test_a_second_opinion_on_what_it_costs(values, price, folder):
    """Tau-Argus' optimum and our rings: the same price in these tables of four rows and two columns."""
    table = dict(zip(product("abcd", SEXES), values, strict=True))
    hidden, _hides_totals = by_tauargus(table, FUNDER_K, folder)
    ours = hide(crossed("abcd", SEXES, table), FUNDER_K)
    assert (sum(table[cell] for cell in hidden), sum(table[cell] for cell in ours)) == (price, price)


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ({"a": 12, "b": 30}, set()),
        ({"a": 3, "b": 30, "c": 8}, {"a", "c"}),
        ({"a": 0, "b": 30}, set()),
        ({"a": 1, "b": 1, "c": 40}, {"a", "b", "c"}),
        ({"a": 2, "b": 4, "c": 40}, {"a", "b"}),
        ({"a": 2}, {"a", TOTAL}),
        ({}, set()),
    ],
    ids=["nothing small", "company", "zero is shown", "small together", "enough together", "alone", "nothing"],
)
def test_one_axis(cells, hidden):
    assert {key for _name, key in hide(listed(cells), FUNDER_K)} == hidden


def test_what_was_hidden_stays_hidden():
    earlier = hide(listed({"a": 3, "b": 30, "c": 8}), FUNDER_K)
    later = listed({"a": 6, "b": 30, "c": 8})
    assert hide(later, FUNDER_K) == set()
    assert hide(later, FUNDER_K, earlier) == earlier


def of_network(tenants):
    """Each tenant's cells with its total, the network's cells with theirs."""
    codes = sorted({code for cells in tenants.values() for code in cells})
    table = Table({})
    for name, cells in tenants.items():
        table |= listed({code: cells.get(code, 0) for code in codes}, name)
    whole = {code: sum(cells.get(code, 0) for cells in tenants.values()) for code in codes}
    table |= listed(whole, "network")
    for code in (*codes, TOTAL):
        table.equations.append(Equation(("network", code), tuple((name, code) for name in tenants)))
    return table


def test_the_network_does_not_give_a_tenant_away():
    table = of_network({"one": {"a": 3, "b": 30, "c": 20}, "two": {"a": 15, "b": 40, "c": 20}})
    hidden = hide(table, FUNDER_K)
    assert ("one", "a") in hidden
    check(table, FUNDER_K, hidden)


counts = st.integers(0, 25)


@given(st.data(), st.sampled_from([FUNDER_K, PUBLIC_K]))
def test_no_hidden_cell_can_be_told(data, k):
    rows, columns = range(data.draw(st.integers(2, 5))), range(data.draw(st.integers(2, 4)))
    values = {(row, column): data.draw(counts) for row in rows for column in columns}
    table = crossed(rows, columns, values)
    hidden = hide(table, k)
    if any(table.cells[key] >= k for key in table.cells):
        check(table, k, hidden)


@given(st.lists(st.lists(counts, min_size=3, max_size=3), min_size=2, max_size=4))
def test_nor_from_tenants_and_network_together(lists):
    tenants = {f"t{number}": dict(zip("abc", cells, strict=True)) for number, cells in enumerate(lists)}
    table = of_network(tenants)
    hidden = hide(table, FUNDER_K)
    if len([key for key in hidden if table.cells[key] > 0]) > 1:
        check(table, FUNDER_K, hidden)
