"""What is published: nothing small shows, nothing hidden can be told, over axes, projects, periods and the network."""

import datetime
import itertools

import pytest

from accounts.models import User
from demo.figures import write_workbook
from impact.disclosure import Equation, Table
from impact.disclosure.layout import may_have_tables, period_name, table_of
from impact.disclosure.relations import link_members, link_periods
from impact.publishing import open_period
from sessions.records.actions import import_rows, import_workbook
from tests.reference import oracles
from tests.support.hidden_cells import bounds
from tests.support.periods import merge_and_late_sheet, publish

DAY = datetime.date
SPANS = [
    (DAY(2019, 1, 1), DAY(2019, 12, 31)),
    (DAY(2019, 1, 1), DAY(2019, 3, 31)),
    (DAY(2019, 4, 1), DAY(2019, 6, 30)),
    (DAY(2019, 7, 1), DAY(2019, 12, 31)),
    (DAY(2018, 1, 1), DAY(2018, 12, 31)),
    (DAY(2018, 1, 1), DAY(2019, 12, 31)),
]
MOST_ASKED = {f"|{code}" for code in ("ATT", "HDP", "CMP", "REACH", "TRAINED")}


def with_gaps(table):
    """Categories at the latest attendance do not quite add up over periods: what is missing, everybody may know."""
    for number, equation in enumerate(table.equations):
        gap = table.cells[equation.total] - sum(table.cells[part] for part in equation.parts)
        if gap:
            table.cells[f"gap|{number}"] = gap
            table.equations[number] = Equation(equation.total, (*equation.parts, f"gap|{number}"))
    return table


def check(table, hidden, k, most=40):
    hidden = hidden | {key for key in table.cells if " without " in key}  # days that nobody has published
    shown = [key for key, value in table.cells.items() if 0 < value < k and key not in hidden]
    assert [key for key in shown if not key.startswith("gap|")] == []
    totals_first = sorted(hidden, key=lambda key: (key.count("|"), key))
    for key in itertools.islice(totals_first, most):
        low, high = bounds(table, hidden, key)
        assert high - low > 0.99 or (" without " in key and table.cells[key] not in range(1, k)), (key, low, high)


@pytest.mark.parametrize("ngo", ["save_agadir", "save_hoceima"])
@pytest.mark.parametrize("spans", [SPANS, SPANS[::-1]], ids=["year first", "year last"])
def test_overlapping_periods_do_not_give_each_other_away(own_ngo, tmp_path, ngo, spans):
    for year in (2018, 2019):
        write_workbook(ngo, year, tmp_path / f"{year}.xlsx")
        import_workbook(path=tmp_path / f"{year}.xlsx", tenant=own_ngo)
    contents = {}
    for start, end in spans:
        data = publish(open_period(start=start, end=end)).data
        contents[period_name(data)] = data
    for k in (5, 10):
        table, hidden = Table({}), set()
        for name, data in contents.items():
            table |= table_of(data, name)
            hidden |= {f"{name}|{cell}" for cell in data["hidden"][str(k)]}
            assert MOST_ASKED & set(data["hidden"][str(k)]) == set()
        link_periods(table, contents)
        check(with_gaps(table), hidden, k)


def test_a_period_gives_its_tables_unless_a_day_of_it_is_out():
    year = {"from": "2019-01-01", "to": "2019-12-31", "has_tables": True}
    assert may_have_tables("2019-01-01", "2019-12-31", [year]) is True  # a restatement
    assert may_have_tables("2020-01-01", "2020-12-31", [year]) is True
    assert may_have_tables("2019-12-31", "2020-01-31", [year]) is False


def test_the_network_gives_no_ngo_away(hub, own_ngo, other_ngo, tmp_path):
    members = []
    for tenant, ngo in ((own_ngo, "save_agadir"), (other_ngo, "save_rabat")):
        with tenant:
            write_workbook(ngo, 2019, tmp_path / f"{ngo}.xlsx")
            import_workbook(path=tmp_path / f"{ngo}.xlsx", tenant=tenant)
            members.append(publish(open_period(start=SPANS[0][0], end=SPANS[0][1])))
    with hub:
        data = publish(open_period(start=SPANS[0][0], end=SPANS[0][1])).data
    assert [member["digest"] for member in data["members"]] == [member.digest for member in reversed(members)]
    assert data["indicators"]["ATT"]["value"] == sum(m.data["indicators"]["ATT"]["value"] for m in members)
    for k in (5, 10):
        table, others = table_of(data, "network"), {}
        hidden = {f"network|{cell}" for cell in data["hidden"][str(k)]}
        for member in members:
            others[member.data["scope"]] = member.data
            table |= table_of(member.data, member.data["scope"])
            hidden |= {f"{member.data['scope']}|{cell}" for cell in member.data["hidden"][str(k)]}
        link_members(table, "network", others)
        check(with_gaps(table), hidden, k)
        totals = {f"|{code}" for code in ("ATT", "HDP", "CMP", "HC", "CERT")}
        assert totals & set(data["hidden"][str(k)]) == set()  # everybody can add them up


def test_what_was_hidden_stays_hidden_in_a_restatement(own_ngo):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)
    first = publish()
    merge_and_late_sheet(User.objects.create(username="c"))
    second = publish(first.period)
    for k in ("5", "10"):
        assert set(first.data["hidden"][k]) - set(second.data["hidden"][k]) == set()
