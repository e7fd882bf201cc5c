"""What is published: nothing small shows, nothing hidden can be told, over axes, projects, periods and the network."""

import datetime
import itertools

import pytest

from accounts.models import User
from demo.figures import write_workbook
from impact.disclosure import Equation, Table
from impact.disclosure.equations import table_of
from impact.disclosure.layout import content_at, period_name
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
        is_nobodys = (" without " in key or key in table.unseen) and table.cells[key] not in range(1, k)
        assert high - low > 0.99 or is_nobodys, (key, low, high)


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
            table |= table_of(content_at(data, k), name)
            hidden |= {f"{name}|{cell}" for cell in data["hidden"][str(k)]}
            assert MOST_ASKED & set(data["hidden"][str(k)]) == set()
        link_periods(table, contents)
        check(with_gaps(table), hidden | table.unseen, k)


def cell(attendances, reached, trained):
    return {"ATT": attendances, "REACH": reached, "TRAINED": trained}


def counted(*, police, others, courses=0, **codes):
    """What is counted of people of three categories, women all: `police` and `others` (students, unknown) as cells."""
    student, unknown = others
    whole = {code: police[code] + student[code] + unknown[code] for code in ("ATT", "REACH", "TRAINED")}
    values = whole | {"HDP": 2 * whole["ATT"], "CMP": whole["TRAINED"] + courses, "HC": 6, "NEW": whole["TRAINED"] - 2,
                      "RET": 2} | codes  # fmt: skip
    known = police["REACH"] + student["REACH"]
    return {
        "indicators": {code: {"value": value} for code, value in values.items()}
        | {"PRO": {"n": police["REACH"], "N": known, "of": whole["REACH"]}},
        "beside": {"CERT": {"value": values["CMP"] - 1}},
        "by": {
            "category": {"police": police, "student": student, "unknown": unknown}, "sex": {"f": whole},
            "age_band": {"unknown": whole}, "region": {"MA-04": whole}, "month": {"2019-02": whole},
        },
    }  # fmt: skip


WHOLE = counted(police=cell(16, 12, 9), others=(cell(9, 7, 6), cell(5, 3, 1)), courses=3) | {"has_tables": True}
PROJECTS = {
    "AMIF": counted(police=cell(10, 9, 5), others=(cell(6, 5, 4), cell(2, 2, 0)), HC=4),
    "SAVE": counted(police=cell(6, 6, 4), others=(cell(3, 3, 2), cell(3, 2, 1)), HC=2),
}


def readable(table):
    """Total -> what it is made of, in words."""
    found = {}
    for equation in table.equations:
        found.setdefault(equation.total, []).append(" + ".join(equation.parts))
    return {total: sorted(sums) for total, sums in found.items()}


def by(code, section, *values):
    """The sums of a total over the axes it is published by."""
    axes = {"category": ("police", "student", "unknown"), "sex": ("f",), "age_band": ("unknown",),
            "region": ("MA-04",), "month": ("2019-02",)}  # fmt: skip
    return [" + ".join(f"{section}|{code}|{axis}|{value}" for value in axes[axis]) for axis in values]


def sums_of(section):
    """Everything that adds up in a section with its tables."""
    professional = f"{section}|REACH|category|police"
    return {
        f"{section}|ATT": sorted(by("ATT", section, "category", "sex", "age_band", "region", "month")),
        f"{section}|REACH": sorted([
            *by("REACH", section, "category", "sex", "age_band"),
            f"{section}|PRO_n + {section}|PRO_rest + {section}|PRO_unknown",
        ]),
        f"{section}|TRAINED": sorted([
            *by("TRAINED", section, "category", "sex", "age_band"), f"{section}|NEW + {section}|RET",
        ]),
        f"{section}|PRO_n": [professional],
        f"{section}|PRO_rest": [f"{section}|REACH|category|student"],
        f"{section}|PRO_unknown": [f"{section}|REACH|category|unknown"],
    }  # fmt: skip


def test_all_that_a_reader_can_add_up_in_a_publication():
    table = table_of(WHOLE, "x")
    assert readable(table) == sums_of("x|")
    totals = {"ATT": 30, "HDP": 60, "CMP": 19, "REACH": 22, "TRAINED": 16, "HC": 6, "CERT": 18, "NEW": 14, "RET": 2,
              "PRO_n": 12, "PRO_rest": 7, "PRO_unknown": 3}  # fmt: skip
    assert {key: value for key, value in table.cells.items() if key.count("|") == 2} == {
        f"x||{code}": value for code, value in totals.items()
    }
    assert len(table.cells) == len(totals) + 5 * 3 + 2  # the cells of five values, and of a region and of a month
    assert all(table.cells[e.total] == sum(table.cells[part] for part in e.parts) for e in table.equations)


def test_all_that_a_reader_can_add_up_over_projects():
    """Additive figures, cell by cell; what was completed online is in no project."""
    table = table_of(WHOLE | {"projects": PROJECTS}, "x")
    expected = sums_of("x|") | sums_of("x|AMIF") | sums_of("x|SAVE")
    rows = [("category", "police"), ("category", "student"), ("category", "unknown"), ("sex", "f"),
            ("age_band", "unknown"), ("region", "MA-04"), ("month", "2019-02")]  # fmt: skip
    for cell_name in ("HDP", "HC", "ATT", *(f"ATT|{axis}|{value}" for axis, value in rows)):
        expected.setdefault(f"x||{cell_name}", []).append(f"x|AMIF|{cell_name} + x|SAVE|{cell_name}")
    for code in ("CMP", "CERT"):
        expected[f"x||{code}"] = [f"x|AMIF|{code} + x|SAVE|{code} + x without projects||{code}"]
    assert readable(table) == {total: sorted(sums) for total, sums in expected.items()}
    assert {key: value for key, value in table.cells.items() if " without " in key} == {
        "x without projects||CMP": 3, "x without projects||CERT": 4,
    }  # fmt: skip
    assert table.costs == {"x without projects||CMP": 0, "x without projects||CERT": 0}
    assert all(table.cells[e.total] == sum(table.cells[part] for part in e.parts) for e in table.equations)


@pytest.mark.parametrize(("completed", "left"), [(19, 10), (10, 1), (9, 0)], ids=["online too", "one online", "none"])
def test_of_one_project_the_rest_is_told_too(completed, left):
    whole = counted(police=cell(16, 12, 9), others=(cell(9, 7, 6), cell(5, 3, 1)), CMP=completed)
    whole["beside"] = {}  # as publications once were, without certificates
    project = {code: dict(PROJECTS["AMIF"], beside={}) for code in ("AMIF",)}
    table = table_of(whole | {"has_tables": True, "projects": project}, "x")
    rest = ["x without projects||CMP"] if left else []
    assert [e.parts for e in table.equations if e.total == "x||CMP"] == [("x|AMIF|CMP", *rest)]
    assert {key: value for key, value in table.cells.items() if " without " in key} == dict.fromkeys(rest, left)
    assert [key for key in table.cells if "CERT" in key] == []


def test_where_nothing_is_in_no_project_nothing_is_left():
    """As many completions in projects as in all: no name for the rest, which would be a hidden zero."""
    whole = counted(police=cell(16, 15, 9), others=(cell(9, 8, 6), cell(5, 4, 1)), CMP=16)
    whole["beside"]["CERT"]["value"] = 14  # as in both projects
    table = table_of(whole | {"has_tables": True, "projects": PROJECTS}, "x")
    assert [key for key in table.cells if " without " in key] == []
    assert [e.parts for e in table.equations if e.total == "x||CMP"] == [("x|AMIF|CMP", "x|SAVE|CMP")]


def test_without_tables_there_are_totals_alone():
    table = table_of(WHOLE | {"has_tables": False}, "x")
    codes = ["ATT", "HDP", "CMP", "REACH", "TRAINED", "HC", "CERT", "PRO_n", "PRO_rest", "PRO_unknown"]
    assert list(table.cells) == [f"x||{code}" for code in codes]
    assert readable(table) == {"x||REACH": ["x||PRO_n + x||PRO_rest + x||PRO_unknown"]}


def test_the_network_knows_no_unique_people():
    unknown = {"ATT": 16, "REACH": None, "TRAINED": None}
    whole = counted(police=cell(16, 0, 0), others=(cell(9, 0, 0), cell(5, 0, 0)))
    whole["indicators"] |= {code: {"value": None} for code in ("REACH", "TRAINED", "NEW", "RET")}
    whole["indicators"]["PRO"] = {"n": None, "N": None, "of": None}
    whole["by"] = {axis: {"unknown": unknown | {"ATT": 30}} for axis in whole["by"]}
    table = table_of(whole | {"has_tables": True}, "x")
    axes = ("category", "sex", "age_band", "region", "month")
    assert readable(table) == {"x||ATT": sorted(f"x||ATT|{axis}|unknown" for axis in axes)}
    assert {key for key in table.cells if "REACH" in key or "TRAINED" in key or "PRO" in key} == set()
    whole["indicators"] |= {"REACH": {"value": 22}, "TRAINED": {"value": 16}}  # where the NGOs' people can be linked
    table = table_of(whole | {"has_tables": True}, "x")
    assert readable(table) == {"x||ATT": sorted(f"x||ATT|{axis}|unknown" for axis in axes)}
    assert {key for key in table.cells if "REACH" in key or "TRAINED" in key} == {"x||REACH", "x||TRAINED"}


NGOS = {"a": {"has_tables": True}, "b": {"has_tables": True}, "c": {"has_tables": True}}
OF_NETWORK = ("||ATT", "||ATT|sex|f", "||REACH", "||CERT", "|AMIF|ATT")


@pytest.mark.parametrize("all_cells", [True, False], ids=["with tables", "one without"])
def test_what_the_network_adds_up(all_cells):
    """Additive figures of the whole: totals always, cells where all NGOs give theirs."""
    table = Table({f"{prefix}{cell}": 9 for prefix in ("n", "a", "b") for cell in OF_NETWORK} | {"c||CERT": 4})
    members = NGOS if all_cells else NGOS | {"c": {"has_tables": False}}
    found = link_members(table, "n", members)
    totals = [Equation("n||ATT", ("a||ATT", "b||ATT")), Equation("n||CERT", ("a||CERT", "b||CERT", "c||CERT"))]
    cells = [Equation("n||ATT|sex|f", ("a||ATT|sex|f", "b||ATT|sex|f"))] if all_cells else []
    assert found == table.equations == [totals[0], *cells, totals[1]]
    assert link_members(table, "n", {}) == []
    assert len(table.equations) == len(found)  # what was known before still is


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
        table, others = table_of(content_at(data, k), "network"), {}
        hidden = {f"network|{cell}" for cell in data["hidden"][str(k)]}
        for member in members:
            others[member.data["scope"]] = member.data
            table |= table_of(content_at(member.data, k), member.data["scope"])
            hidden |= {f"{member.data['scope']}|{cell}" for cell in member.data["hidden"][str(k)]}
        link_members(table, "network", others)
        check(with_gaps(table), hidden | table.unseen, k)
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
