"""What a reader who kept every publication of a period can tell of those who came later: nobody (definitions.md, 8, 1).

Oracle J; random histories with late people, merges, voided rows and corrections, restated up to three times, for
funders (k = 5) and the public (k = 10).
"""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impact.counting.network import sum_cells
from impact.disclosure import Equation, Table
from impact.disclosure.editions import Edition, told_in_sum, too_close
from impact.disclosure.layout import AXES
from impact.disclosure.standing import keep_layout
from impact.publishing import Shown
from impact.publishing.members import OF_PEOPLE, attendance_cells
from impact.publishing.restating import official, with_concealed
from tests.impact.histories import Keeper, later
from tests.impact.publications import DAY, YEAR, attending, group, ngos, oracle_j, publish, restated

NOT_SUMMED = {code: {"value": None} for code in ("REACH", "TRAINED", "NEW", "RET", "CUM")} | {
    "PRO": {"n": None, "N": None, "of": None}
}
SLACK = 1e-6  # of floating point
MOST = 12  # cells looked at between two publications
slowly = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None,
    max_examples=settings().max_examples // 3,
)  # fmt: skip


LATE_ONE = group("police", "f", 1)
LATE_FIVE = [*group("police", "f", 2), *group("police", "m", 1), *group("lawyer", "m", 1), *group("student", "f", 1)]


def each(count):
    return dict.fromkeys(("ATT", "REACH", "TRAINED"), count)


def seen(content, k=5, project=""):
    """Everything that a reader is shown."""
    shown = Shown(content, k, project)
    return {"indicators": shown.indicators, "tables": shown.tables(), "cycles": shown.cycles()}


def test_oracle_j_one_late_person_changes_nothing_that_is_shown():
    first, second = restated(oracle_j(), LATE_ONE)
    assert seen(first)["tables"]["category"]["police"]["REACH"] == 20
    for k in (5, 10):
        assert seen(second, k) == seen(first, k)
        assert (Shown(first, k).withholds, Shown(second, k).withholds) == (False, True)
    assert second["indicators"]["REACH"]["value"] == 42  # what the NGO sees itself


def test_oracle_j_after_five_more_the_total_shows():
    first, _second, third = restated(oracle_j(), LATE_ONE, LATE_FIVE)
    now, before = seen(third), seen(first)
    assert now["indicators"]["REACH"]["value"] == 47
    assert now["tables"] == before["tables"] | {axis: now["tables"][axis] for axis in ("age_band", "region", "month")}
    assert [now["tables"][axis] for axis in ("age_band", "region", "month")] == [
        {"50+": each(47), "unknown": each(0)},
        {"MA-04": {"ATT": 47}, "unknown": {"ATT": 0}},
        {"2019-02": {"ATT": 47}, "unknown": {"ATT": 0}},
    ]  # fmt: skip
    assert seen(third, 10) == seen(first, 10)  # six are too few for the public
    assert (Shown(third, 5).withholds, Shown(third, 10).withholds) == (True, True)


def test_what_has_come_together_is_shown_in_the_end():
    *_before, last = restated(oracle_j(), LATE_ONE, LATE_FIVE, oracle_j())
    assert seen(last)["tables"]["sex"] == {sex: each(count) for sex, count in (("f", 54), ("m", 34), ("unknown", 0))}
    assert not Shown(last, 5).withholds


def differences(one, other):
    """Pairs of numbers that both publications show."""
    for part in ("indicators", "tables"):
        yield from _pairs(one[part], other[part])


def _pairs(one, other):
    if isinstance(one, dict):
        for key in one.keys() & other.keys():
            yield from _pairs(one[key], other[key])
    elif isinstance(one, int) and isinstance(other, int) and not isinstance(one, bool):
        yield one, other


def check(published, *, only_more=False):
    """No two numbers that are shown lie 1 to k - 1 apart; of no cell that moved by so few this can be told."""
    for k in (5, 10):
        for project in {"", *published[-1]["projects"]}:
            views = [seen(one, k, project) for one in published if not project or project in one["projects"]]
            for one, other in itertools.combinations(views, 2):
                assert [pair for pair in differences(one, other) if 0 < abs(pair[0] - pair[1]) < k] == []
        keeper = Keeper(published, k, only_more=only_more)
        assert list(keeper.told_in_sums(k)) == []
        for one, other in itertools.combinations(range(len(published)), 2):
            few = [key for key in keeper.tables[other].cells if 0 < abs(keeper.truly(one, other, key)) < k]
            for key in sorted(few, key=lambda key: (key.count("|"), key))[:MOST]:
                low, high = keeper.moved(one, other, key)
                assert low - SLACK <= keeper.truly(one, other, key) <= high + SLACK
                assert high - low > 1 - SLACK, (k, one, other, key, low)


@slowly
@given(st.data())
def test_no_history_tells_of_few(data):
    ngo, published = data.draw(ngos()), []
    for _number in range(data.draw(st.integers(2, 4))):
        published.append(publish(ngo, YEAR, published))
        ngo = data.draw(later(ngo))
    check(published)


@slowly
@given(st.data())
def test_nor_to_a_reader_who_knows_that_people_only_came(data):
    ngo, published = data.draw(ngos()), []
    for _number in range(data.draw(st.integers(2, 4))):
        published.append(publish(ngo, YEAR, published))
        ngo = data.draw(later(ngo, kinds=("late",)))
    check(published, only_more=True)


def test_a_longer_period_published_later_does_not_tell_who_came_late():
    """A year is out, somebody comes late, then both years together come out: less the one before they would tell."""
    people, attendances = attending(oracle_j())
    before = [(one[0], DAY(2018, 5, 2), *one[2:]) for one in attendances]
    published = []
    for span in (YEAR, (DAY(2018, 1, 1), DAY(2018, 12, 31))):
        published.append(publish((people, attendances + before), span, published))
    late = attending([*people, *LATE_ONE])
    for more, shown in ((late[1], None), (attendances, 82)):
        both = publish((late[0], more + before), (DAY(2018, 1, 1), DAY(2019, 12, 31)), published)
        assert Shown(both, 5).indicators["ATT"]["value"] == shown


def test_a_quarter_does_not_tell_who_came_late_after_the_months_of_a_year():
    people, attendances = attending(oracle_j())
    year = publish((people, attendances), YEAR, [])
    quarter = (DAY(2019, 1, 1), DAY(2019, 3, 31))
    assert Shown(publish((people, attendances), quarter, [year]), 5).indicators["ATT"]["value"] == 41
    late = publish(attending([*people, *LATE_ONE]), quarter, [year])
    assert Shown(late, 5).indicators["ATT"]["value"] is None


def network_of(members, published, history):
    """The network's snapshot of what its NGOs show now, made as `impact.publishing` does, without unique people."""
    at = {}
    for k in (5, 10):
        figures = [official(member, k) for member in members]
        by = {axis: sum_cells([attendance_cells(member, axis, k) for member in members]) for axis in AXES}
        summed = {code: {"value": sum(one[code]["value"] for one in figures)} for code in OF_PEOPLE}
        certificates = {"CERT": {"value": sum(one["CERT"]["value"] for one in figures), "people": None}}
        at[str(k)] = {
            "indicators": members[0]["indicators"] | NOT_SUMMED | summed, "by": by, "beside": certificates,
        }  # fmt: skip
    content = members[0] | at["5"] | {"scope": "network", "projects": {}, "cycles": [], "has_tables": True,
                                      "number": len(published)}  # fmt: skip
    del content["hidden"], content["standing"]
    if at["10"] != at["5"]:
        content["at"] = {"10": at["10"]}
    if published:
        keep_layout(content, published[-1])
    return with_concealed(content, published, [*history, members])


@slowly
@given(st.data())
def test_the_network_tells_of_few_in_no_history_of_its_ngos(data):
    """It is restated each time one of its NGOs was: neither its own publications nor its and theirs together."""
    ngos_now = [data.draw(ngos()) for _number in range(2)]
    own = [[publish(ngo, YEAR, [], scope=f"tenant:{number}")] for number, ngo in enumerate(ngos_now)]
    history, published = [], []
    for _number in range(data.draw(st.integers(2, 3))):
        members = [published_by[-1] for published_by in own]
        published.append(network_of(members, published, history))
        history.append(members)
        who = data.draw(st.integers(0, 1))
        ngos_now[who] = data.draw(later(ngos_now[who]))
        own[who].append(publish(ngos_now[who], YEAR, own[who], scope=f"tenant:{who}"))
    for k in (5, 10):
        views = [seen(one, k) for one in published]
        for one, other in itertools.combinations(views, 2):
            assert [pair for pair in differences(one, other) if 0 < abs(pair[0] - pair[1]) < k] == []


def edition(shown, unknown=()):
    """A publication of a period `x`, of totals, some of which readers were not told."""
    cells = {f"x|{cell}": value for cell, value in shown.items()}
    return Edition(cells, frozenset(f"x|{cell}" for cell in unknown))


@pytest.mark.parametrize(
    ("before", "now", "is_close"),
    [(20, 20, False), (20, 21, True), (20, 24, True), (20, 25, False), (20, 19, True), (20, 16, True), (20, 15, False)],
)
def test_a_number_close_to_one_that_is_out_tells_who_came(before, now, is_close):
    table = Table({"x||ATT": now, "y||ATT": now})
    assert too_close(table, "x", [edition({"|ATT": before})], 5) == ({"x||ATT"} if is_close else set())


def test_a_number_that_was_not_told_is_close_to_none():
    online = "x| without projects|CMP"
    table = Table({"x||ATT": 21, "x||HDP": 21, "x||CMP": 21, online: 21}, fixed={"x||CMP"})
    one = edition({"|ATT": 20, "|HDP": 20, "|CMP": 20, " without projects|CMP": 20}, unknown=["|ATT"])
    assert too_close(table, "x", [one], 5) == {"x||HDP"}
    assert too_close(table, "x", [edition({}), edition({"|ATT": 40}), edition({"|ATT": 22})], 5) == {"x||ATT"}
    assert one.shown == {"x||HDP": 20, "x||CMP": 20, online: 20}
    assert [one.moved(key, 21) for key in ("x||ATT", "x||REACH")] == [1, 21]  # what was not there was empty


def test_where_there_are_no_projects_everything_was_in_none():
    """Projects may come with a restatement: what was in none then is known, and hidden as it was."""
    people = [*group("police", "f", 3), *group("lawyer", "f", 20), *group("student", "m", 30)]
    first = publish(attending(people), YEAR, [])
    one = Edition.of(first, "x", 5)
    assert first["hidden"]["5"]
    assert one.unknown == {f"x|{section}{cell}" for section in ("", "unknown") for cell in first["hidden"]["5"]}
    assert [one.cells[f"x|{section}|ATT"] for section in ("", "unknown")] == [53, 53]
    split = {**first, "projects": {"AMIF": {part: first[part] for part in ("indicators", "beside", "by")}}}
    one = Edition.of(split, "x", 5)
    assert one.unknown == {f"x|{cell}" for cell in first["hidden"]["5"]}
    assert "x|unknown|ATT" not in one.cells
    both = one.beside({"y||ATT": 9, "x||ATT": 54}, ["y||HDP"])
    assert both.unknown == one.unknown | {"y||HDP"}
    assert both.cells == one.cells | {"y||ATT": 9, "x||ATT": 54}


def test_of_the_network_each_reader_has_what_their_k_shows():
    first = publish(attending(oracle_j()), YEAR, [])
    content = {**first, "at": {"10": {"indicators": {**first["indicators"], "ATT": {"value": 30}}}}}
    assert [Edition.of(content, "x", k).cells["x||ATT"] for k in (5, 10)] == [41, 30]


SUM = Equation("x||t", ("x||a", "x||b", "x||c"))


@pytest.mark.parametrize(
    ("now", "hidden", "before", "unknown", "fixed", "told"),
    [
        ((10, 20, 30), "a", (8, 20, 28), "", "", "c"),
        ((10, 20, 30), "a", (8, 19, 28), "", "", "b"),
        ((10, 20, 30), "a", (8, 19, 28), "", "b", "c"),
        ((10, 20, 30), "a", (8, 20, 30), "", "", "t"),
        ((10, 20, 30), "a", (5, 20, 28), "", "", ""),
        ((10, 20, 30), "a", (10, 20, 28), "", "", ""),
        ((10, 20, 30), "", (8, 20, 28), "a", "", "c"),
        ((10, 20, 30), "at", (8, 20, 28), "", "", ""),
        ((10, 20, 30), "a", (8, 20, 28), "t", "", ""),
        ((10, 20, 30), "ab", (8, 22, 28), "", "", ""),
        ((10, 20, 30), "ab", (8, 19, 28), "", "", "c"),
        ((8, 20, 30), "a", (10, 20, 33), "", "", "c"),
        ((10, 20, 30), "a", (8, 23, 28), "", "", "c"),
    ],
    ids=["what moved least", "of two", "what is out is not hidden", "where nothing else moved the total",
         "five moved", "none moved", "not told then", "the total is hidden", "the total was not told",
         "one more and two fewer", "three in all", "fewer", "fewer and more"],
)  # fmt: skip
def test_what_moved_in_all_where_it_is_hidden(now, hidden, before, unknown, fixed, told):
    """Of a sum whose total is known at both moments: what is not known of it moved by 1 to k - 1 in all."""

    def cells(values):
        return dict(zip("abct", (*values, sum(values)), strict=True))

    def names(letters):
        return {f"x||{letter}" for letter in letters}

    table = Table({f"x||{letter}": value for letter, value in cells(now).items()}, [SUM], names(fixed))
    one = edition({f"|{letter}": value for letter, value in cells(before).items()}, [f"|{one}" for one in unknown])
    others = Equation("x||a", ()), Equation("x||u", ())  # tell nothing, whether hidden or not there before
    assert told_in_sum(table, [*others, SUM], names(hidden), [edition({}), one], 5) == names(told)
