"""Periods that are published: which follow, contain and tell each other, and what is hidden for it."""

import pytest

from impact.disclosure import Equation, Table
from impact.disclosure.layout import may_have_tables
from impact.disclosure.relations import Relation, link_periods, told_between

PERIODS = {
    "year": "2019-01-01/2019-12-31", "first": "2019-01-01/2019-06-30", "second": "2019-07-01/2019-12-31",
    "late": "2019-06-30/2019-12-31", "spring": "2019-04-01/2019-06-30", "days": "2019-04-02/2019-06-30",
    "before": "2018-01-01/2018-12-31", "across": "2018-12-01/2019-01-31",
}  # fmt: skip


def spans(*names, tables=()):
    """Contents by their period's name; those in `tables` gave theirs."""
    found = {}
    for one in names:
        start, end = PERIODS[one].split("/")
        found[PERIODS[one]] = {"from": start, "to": end, "has_tables": one in tables}
    return found


def linked(cells, *names, tables=()):
    """Relations and equations of totals, the periods by their short names."""
    table = Table({f"{PERIODS[one]}||{code}": value for (one, code), value in cells.items()})
    short = {period: one for one, period in PERIODS.items()}

    def read(text):
        for period, one in short.items():
            text = text.replace(period, one)
        return text

    relations = link_periods(table, spans(*names, tables=tables))
    equations = [f"{read(e.total)} = {' + '.join(map(read, e.parts))}" for e in table.equations]
    rests = {read(key): value for key, value in table.cells.items() if " without " in key}
    return sorted(read(" ".join((r.total, "<", *r.parts, ">", r.rest))) for r in relations), sorted(equations), rests


def test_periods_that_make_up_a_longer_one():
    numbers = {"year": 43, "first": 3, "second": 40}
    cells = {(one, code): value for one, value in numbers.items() for code in ("ATT", "REACH")}
    assert linked(cells, "year", "first", "second") == (
        ["year||ATT < first||ATT second||ATT > "], ["year||ATT = first||ATT + second||ATT"], {},
    )  # fmt: skip


def test_the_days_between_periods_can_be_subtracted():
    cells = {("year", "ATT"): 43, ("second", "ATT"): 40, ("before", "ATT"): 7, ("across", "ATT"): 5}
    assert linked(cells, "year", "second", "before", "across") == (
        ["year||ATT < second||ATT > year without second||ATT"],
        ["year||ATT = second||ATT + year without second||ATT"], {"year without second||ATT": 3},
    )  # fmt: skip


def test_periods_lie_in_a_longer_one_in_every_way_they_fit():
    cells = {("year", "HC"): 43, ("first", "HC"): 20, ("second", "HC"): 20, ("spring", "HC"): 8}
    relations, equations, rests = linked(cells, "year", "first", "second", "spring")
    assert relations == [
        "first||HC < spring||HC > first without spring||HC", "year||HC < first||HC second||HC > ",
        "year||HC < spring||HC second||HC > year without spring second||HC",
    ]  # fmt: skip
    assert equations == [
        "first||HC = spring||HC + first without spring||HC",
        "year||HC = spring||HC + second||HC + year without spring second||HC",
    ]  # of the halves 3 are missing: they are of another moment
    assert rests == {"first without spring||HC": 12, "year without spring second||HC": 15}


@pytest.mark.parametrize(("year", "adds_up"), [(42, True), (40, True), (39, False)], ids=["2 left", "none", "too few"])
def test_less_than_its_parts_is_of_another_moment(year, adds_up):
    relations, equations, rests = linked({("year", "ATT"): year, ("second", "ATT"): 40}, "year", "second")
    assert len(relations) == 1
    assert (len(equations), list(rests.values())) == ((1, [year - 40]) if adds_up else (0, []))


@pytest.mark.parametrize(
    ("names", "tables", "short"),
    [
        (("year", "spring"), ("year",), "spring"), (("year", "second"), ("year",), "second"),
        (("year", "first"), ("year",), "first"), (("before", "days", "across", "spring", "year"), ("year",), "spring"),
        (("year", "spring"), (), None), (("year", "days"), ("year",), None), (("year", "across"), ("year",), None),
        (("year", "before"), ("year",), None), (("first", "year"), ("first",), None),
    ],
    ids=["months within", "the last months", "the first months", "among others", "no tables", "no whole months",
         "not within", "elsewhere", "the longer"],
)  # fmt: skip
def test_the_months_of_a_table_make_up_a_period_in_it(names, tables, short):
    cells = {(one, "ATT"): 40 for one in names}
    of = {"spring": range(4, 7), "first": range(1, 7), "second": range(7, 13)}
    relations = [one for one in linked(cells, *names, tables=tables)[0] if "month" in one]
    parts = " ".join(f"year||ATT|month|2019-{month:02}" for month in of.get(short, ()))
    assert relations == ([f"{short}||ATT < {parts} > "] if short else [])


@pytest.mark.parametrize(
    ("rest", "now", "before", "hidden", "told"),
    [
        ("z", {"y|t": 43, "p|t": 40}, {"y": [{"y|t": 40}], "p": [{"p|t": 40}]}, set(), {"y|t"}),
        ("z", {"y|t": 45, "p|t": 40}, {"y": [{"y|t": 40}], "p": [{"p|t": 40}]}, set(), set()),
        ("z", {"y|t": 40, "p|t": 40}, {"y": [{"y|t": 40}], "p": [{"p|t": 40}]}, set(), set()),
        ("z", {"y|t": 43, "p|t": 43}, {"y": [{"y|t": 40}], "p": [{"p|t": 40}]}, set(), set()),
        ("z", {"y|t": 43, "p|t": 40}, {"y": [{"y|t": 40}], "p": [{"p|t": 40}]}, {"p|t"}, set()),
        ("z", {"y|t": 43, "p|t": 40}, {"y": [{"y|t": 40}], "p": [{"p|t": 40}]}, {"y|t"}, set()),
        ("z", {"y|t": 43, "p|t": 40}, {"y": [{}], "p": [{"p|t": 40}]}, set(), set()),
        ("z", {"y|t": 43, "p|t": 40}, {"y": [{"y|t": 6}], "p": [{}]}, set(), set()),
        ("z", {"y|t": 43, "p|t": 40}, {"y": [{"y|t": 20}, {"y|t": 42}], "p": [{"p|t": 40}]}, set(), {"y|t"}),
        ("z", {"y|t": 43, "p|t": 40}, {"y": [{"y|t": 42}, {"y|t": 20}], "p": [{"p|t": 40}]}, set(), {"y|t"}),
        ("", {"y|t": 43, "p|t": 40}, {}, set(), {"y|t"}),
        ("", {"y|t": 40, "p|t": 40}, {}, set(), set()),
        ("", {"y|t": 37, "p|t": 40}, {}, set(), {"y|t"}),
        ("z", {"y|t": 43, "p|t": 40}, {}, set(), set()),
        ("", {"p|t": 40}, {}, set(), set()),
    ],
    ids=["three came between", "five came", "nothing moved", "both moved alike", "a part is hidden",
         "the total is hidden", "the total was hidden", "a part was hidden", "since the newest", "since the first",
         "where nothing can be left", "nothing is left", "less than its parts", "never published", "no total"],
)  # fmt: skip
def test_what_is_left_of_a_longer_period_tells_few(rest, now, before, hidden, told):
    assert told_between("y", [Relation("y|t", ("p|t",), rest)], now, hidden, before, 5) == told


def test_the_months_of_a_project_make_up_its_period():
    year, spring = PERIODS["year"], PERIODS["spring"]
    contents = spans("year", "spring", tables=("year",))
    contents[spring]["projects"] = {"AMIF": {}, "SAVE": {}}
    table = Table(dict.fromkeys((f"{year}|AMIF|ATT", f"{spring}|AMIF|ATT", f"{spring}|SAVE|ATT", f"{year}||ATT"), 40))
    table.equations.append(Equation("a", ("b",)))
    months = tuple(f"{year}|AMIF|ATT|month|2019-{month}" for month in ("04", "05", "06"))
    assert [one for one in link_periods(table, contents) if "month" in one.parts[0]] == [
        Relation(f"{spring}|AMIF|ATT", months)
    ]
    assert table.equations[0] == Equation("a", ("b",))  # what was known before still is


def test_periods_that_share_a_day_do_not_follow_each_other():
    cells = {("year", "ATT"): 43, ("first", "ATT"): 20, ("late", "ATT"): 20}
    assert linked(cells, "year", "first", "late")[0] == [
        "year||ATT < first||ATT > year without first||ATT", "year||ATT < late||ATT > year without late||ATT",
    ]  # fmt: skip


@pytest.mark.parametrize(("april", "may", "told"), [(20, 20, {"y|t"}), (20, 23, set()), (20, None, set())])
def test_a_month_without_a_row_is_nothing_and_one_that_was_not_there_was_none(april, may, told):
    """43 in the period: of 40 in its months, of 43, of the 20 of one alone."""
    months = {"p|t|month|04": april} | ({} if may is None else {"p|t|month|05": may})
    relation = Relation("y|t", ("p|t|month|04", "p|t|month|05"))
    assert told_between("y", [relation], {"y|t": 43} | months, set(), {}, 5) == told
    few = {"y|t": 5 + 20 + (may or 0)} | months
    assert told_between("y", [relation], few, set(), {}, 5) == set()
    since = {"y": [{"y|t": 43 - 20 + 3}], "p": [{}]}  # then 26 in none of its months: 3 more than are left of 20 now
    if may is None:
        left = Relation(relation.total, relation.parts, "z")
        assert told_between("y", [left], {"y|t": 43} | months, set(), since, 5) == {"y|t"}


def test_what_other_periods_tell_is_not_hidden_in_this_one():
    relations = [Relation("x|t", ("p|t",)), Relation("y|t", ("p|t",)), Relation("x|t", ("y|t",))]
    now = {"x|t": 43, "y|t": 43, "p|t": 40}
    assert told_between("y", relations, now, set(), {}, 5) == {"y|t"}
    assert told_between("p", relations, now, set(), {}, 5) == {"p|t"}
    assert told_between("z", relations, now, set(), {}, 5) == set()
    assert told_between("y", [Relation("y|a", ("p|t",)), Relation("y|t", ("p|t",)), *relations], now | {"y|a": 42},
                        set(), {}, 5) == {"y|a", "y|t"}  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "has"),
    [
        ("2019-04-01", "2019-06-30", False), ("2019-01-01", "2019-04-01", False), ("2019-06-30", "2019-09-30", False),
        ("2019-05-01", "2019-05-31", False), ("2019-01-01", "2019-12-31", False), ("2019-01-01", "2019-03-31", True),
        ("2019-07-01", "2019-07-31", True),
    ],
    ids=["its own", "its first day", "its last day", "within", "around", "the days before", "the days after"],
)  # fmt: skip
@pytest.mark.parametrize("others", [False, True])
def test_days_that_are_out_are_in_no_other_table(start, end, has, others):
    """The same days again are a restatement, which keeps what its period had: none here."""
    spring = {"from": "2019-04-01", "to": "2019-06-30", "has_tables": False}
    far = [{"from": "2017-01-01", "to": "2017-12-31", "has_tables": True}] if others else []
    assert may_have_tables(start, end, [*far, spring]) is has


def test_a_period_gives_its_tables_unless_a_day_of_it_is_out():
    year = {"from": "2019-01-01", "to": "2019-12-31", "has_tables": True}
    assert may_have_tables("2019-01-01", "2019-12-31", [year]) is True  # a restatement
    assert may_have_tables("2020-01-01", "2020-12-31", [year]) is True
    assert may_have_tables("2019-12-31", "2020-01-31", [year]) is False
