"""Everything that is published together tells of nobody who is hidden: tables, levels, crossings, totals, periods,
restatements, the network and the logframes of its projects (definitions.md, sections 5 and 8; oracle J).

Random networks; and examples where the protection is taken away on purpose, which the same reader finds out.
"""

import itertools
from types import SimpleNamespace

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impact.counting import Period
from impact.counting.network import sum_cells
from impact.disclosure import levels
from impact.disclosure.layout import AXES
from impact.disclosure.levels import choose_layout
from impact.publishing import Shown
from impact.publishing.members import attendance_cells
from impact.publishing.restating import official, with_concealed
from network.logframes import published as logframes
from network.logframes.values import together
from network.models import FrameIndicator
from tests.impact.everything import Everything, Ngo, cells
from tests.impact.histories import later
from tests.impact.publications import MONTHS, QUARTERS, SPANS, VALUES, YEAR, publish

SLACK = 1e-6  # of floating point
MOST = 12  # small numbers looked at
NOT_SUMMED = {code: {"value": None} for code in ("REACH", "TRAINED", "NEW", "RET", "CUM")} | {
    "PRO": {"n": None, "N": None, "of": None}
}
slowly = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None,
    max_examples=settings().max_examples // 3,
)  # fmt: skip
PROJECT = SimpleNamespace(code="AMIF", starts=SPANS[1][0], ends_now=YEAR[1])
INDICATORS = [
    FrameIndicator(code=f"{figure}{number}", figure=figure, filters=filters, cut_by=cut_by)
    for number, (filters, cut_by) in enumerate([
        ({}, ["sex", "category", "category_group", "age_band", "age_group"]), ({"sex": "f"}, []),
        ({"category_group": "security"}, []), ({"category": "police"}, []), ({"age_group": "under_35"}, []),
        ({"sex": "f", "category_group": "security"}, []), ({"sex": "m", "age_group": "35_and_over"}, []),
    ])
    for figure in ("ATT", "REACH", "TRAINED")
]  # fmt: skip


SIZES = [(12, 30), (12, 14, 30), (0, 2, 12, 30), (1, 3, 6, 11, 20)]
PROJECTS = [("unknown",), ("AMIF", "unknown"), VALUES["project"]]


def crowds(seed, sizes, projects):
    """An NGO with crowds of like people, a few of them small: large enough for crossings, with small cells in them."""
    random = numpy.random.default_rng(seed)
    people, attendances = [], []
    categories = random.permutation(VALUES["category"])[: int(random.integers(2, 5))]
    for sex, category, project in itertools.product(VALUES["sex"][:2], categories, projects):
        age, day = str(random.choice(VALUES["age_band"])), MONTHS[int(random.integers(1, len(MONTHS)))]
        for _number in range(int(random.choice(sizes))):
            people.append({"sex": sex, "category": str(category), "age_band": age})
            trains = bool(random.random() < 0.8)
            attendances.append((len(people) - 1, day, str(random.choice(VALUES["region"])), project, trains))
    if not people:
        people.append({"sex": "f", "category": "police", "age_band": "50+"})
    return people, attendances


def an_ngo():
    return st.builds(crowds, st.integers(0, 2**32), st.sampled_from(SIZES), st.sampled_from(PROJECTS))


def network_of(members):
    """The network's publication of what its NGOs show, made as `impact.publishing` does, without unique people."""
    at = {}
    for k in (5, 10):
        figures = [official(member, k) for member in members]
        summed = {code: {"value": sum(one[code]["value"] for one in figures)} for code in ("ATT", "HDP", "CMP", "HC")}
        at[str(k)] = {
            "indicators": members[0]["indicators"] | NOT_SUMMED | summed,
            "by": {axis: sum_cells([attendance_cells(member, axis, k) for member in members]) for axis in AXES},
            "beside": {"CERT": {"value": sum(one["CERT"]["value"] for one in figures), "people": None}},
        }
    left_out = ("hidden", "standing", "levels", "without")
    content = {part: value for part, value in members[0].items() if part not in left_out} | at["5"]
    content |= {"scope": "network", "projects": {}, "cycles": [], "number": 0, "at": {"10": at["10"]},
                "has_tables": True}  # fmt: skip
    content |= choose_layout(content, [], [members])
    return with_concealed(content, [], [members])


def read_network(reader, span, ngos, content):
    for k in {reader.k, 10}:
        shown = Shown(content, k)
        totals = [("", "", code, shown.indicators[code]["value"]) for code in ("ATT", "HDP", "CMP", "CERT")]
        for axis, value, code, count in [*cells(shown), *totals]:
            if count is not None:
                reader.tell(sum_of(reader, span, ngos, "", code, axis, value), count)


def sum_of(reader, span, ngos, project, code, axis="", value=""):
    found = {}
    for ngo in ngos:
        found |= reader.number(ngo, span, project, code, axis, value)
    return found


def read_logframe(reader, span, ngos):
    """The logframe of a project as funders see it: each partner's numbers, and what is said of all together."""
    partner = SimpleNamespace(left=None)
    outs = [logframes.Publications(partner, {Period(*span): ngo.contents[span]}) for ngo in ngos]
    values = [logframes.read_published(PROJECT, out, INDICATORS, Period(*span)) for out in outs]
    for one in INDICATORS:
        for some, said in [*(([ngo], value[one.code]) for ngo, value in zip(ngos, values, strict=True)),
                           (ngos, together(one, [value[one.code] for value in values]))]:  # fmt: skip
            if len(some) > 1 and one.figure != "ATT":
                continue  # of people whom several may know a number is no sum
            axis, value = ",".join(one.filters), "|".join(one.filters.values())
            if said.number is not None and not said.is_least:
                reader.tell(sum_of(reader, span, some, PROJECT.code, one.figure, axis, value), said.number)
            for cut, counts in said.cells.items() if not said.is_least else ():
                for cell, count in counts.items():
                    if count is not None:
                        reader.tell(sum_of(reader, span, some, PROJECT.code, one.figure, cut, cell), count)


def told(reader):
    """Small numbers that everything shown leaves one number for."""
    found = []
    for name, number, value in itertools.islice(sorted(reader.small(), key=lambda one: one[0].count("||")), MOST):
        low, high = reader.bounds(number, value)
        assert low - SLACK <= value <= high + SLACK, (name, low, value, high)
        if high - low < 1 - SLACK:
            found.append((name, value))
    return found


@slowly
@given(st.data())
def test_nothing_that_is_hidden_can_be_told(data):
    then, now = [], []
    spans = data.draw(st.permutations(SPANS).map(lambda spans: [YEAR, *(one for one in spans if one != YEAR)]))
    order = data.draw(st.permutations(spans[: data.draw(st.integers(1, 3))]))
    for number in range(2):
        happened, published = data.draw(an_ngo()), {}
        for span in order:
            published[span] = publish(happened, span, list(published.values()), f"tenant:{number}", leveled=True)
        then.append(Ngo(f"{number}", happened, published))
        changed = data.draw(later(happened))
        again = publish(changed, YEAR, list(published.values()), f"tenant:{number}", leveled=True)
        now.append(Ngo(f"{number} again", changed, {YEAR: again}))
    whole = network_of([ngo.contents[YEAR] for ngo in then]) if order[0] == YEAR else None
    for k in (5, 10):
        reader = Everything([*then, *now], k)
        if whole:
            read_network(reader, YEAR, then, whole)
        if k == 5:
            for span in order:
                read_logframe(reader, span, then)
        assert told(reader) == []


def crowd(project, **sizes):
    """Women and men by profession: `police=(3, 20)`."""
    return [(sex, category, project) for category, pair in sizes.items()
            for sex, size in zip("fm", pair, strict=True) for _number in range(size)]  # fmt: skip


def happened(*some):
    """All of them on one day, in one place, of one age."""
    people = [{"sex": sex, "category": category, "age_band": "50+"} for sex, category, _project in some]
    return people, [(who, MONTHS[1], "MA-04", one[2], True) for who, one in enumerate(some)]


def read(ngo, content, k=5):
    """What small numbers a reader of one publication can tell."""
    return {name.split("|", 1)[1] for name, _value in told(Everything([Ngo("x", ngo, {YEAR: content})], k))}


def without_company(content, *small):
    """The same badly hidden: nothing but the small cells."""
    cells = [cell for cell in content["hidden"]["5"] if any(cell.endswith(end) for end in small)]
    return {**content, "hidden": {"5": cells, "10": cells}}


def test_a_small_cell_of_a_crossing_has_company(monkeypatch):
    """Police women are 3; of men, of women and of police everybody reads how many there are."""
    monkeypatch.setattr(levels, "ONE_IN", 0)  # however much is hidden
    ngo = happened(*crowd("unknown", police=(3, 20), lawyer=(20, 12), student=(15, 14)))
    content = publish(ngo, YEAR, [], leveled=True)
    ring = [f"{sex},{category}" for sex in "fm" for category in ("police", "student")]
    hidden = {f"|{code}|sex,category|{cell}" for code in ("ATT", "REACH", "TRAINED") for cell in ring}
    assert {*content["hidden"]["5"]} == hidden
    assert Shown(content, 5).tables()["sex"]["f"]["REACH"] == 38
    assert read(ngo, content) == set()
    assert "|REACH|sex,category|f|police" in read(ngo, without_company(content, "f,police", "f,security"))


def test_a_project_told_coarsely_is_not_told_finely_by_the_others():
    """General public 32 in all, 30 in AMIF: 2 in SAVE, which tells its students and public together."""
    amif = crowd("AMIF", general_public=(15, 15), student=(20, 20), police=(20, 20), lawyer=(20, 20))
    ngo = happened(*amif, *crowd("EIDHR", general_public=(1, 1), student=(10, 10), police=(10, 10)))
    content = publish(ngo, YEAR, [], leveled=True)
    assert Shown(content, 5, "EIDHR").tables()["category_group"]["student_public"]["ATT"] == 22
    assert read(ngo, content) == set()
    finely = {section: told | {"category": "category"} for section, told in content["levels"]["5"].items()}
    badly = {"levels": {"5": finely | {"EIDHR": content["levels"]["5"]["EIDHR"]}, "10": content["levels"]["10"]}}
    assert "EIDHR|ATT|category|general_public" in read(ngo, {**content, **badly, "hidden": {"5": [], "10": []}})


@pytest.mark.parametrize(
    ("seed", "sizes", "projects"), [(60, 1, 1), (140, 0, 2), (210, 1, 2), (240, 1, 0), (370, 0, 2)]
)  # fmt: skip
def test_those_left_out_of_a_table_are_not_told_by_the_others(seed, sizes, projects):
    """Where nobody was reached nobody was trained; whoever is in one project alone is counted once in the whole."""
    ngo = crowds(seed, SIZES[sizes], PROJECTS[projects])
    assert read(ngo, publish(ngo, YEAR, [], leveled=True), 10) == set()


def test_as_many_people_as_attendances_do_not_tell_a_month_of_a_project():
    """Of a quarter that is published after its year the attendances of a project are hidden, for its other month is
    shown; as many people say that they are no fewer, and those of the whole that they are no more."""
    ngo, published = crowds(2_080_331_862, SIZES[3], PROJECTS[1]), {}
    for span in (YEAR, QUARTERS[0]):
        published[span] = publish(ngo, span, list(published.values()), leveled=True)
    assert "unknown|ATT" in published[QUARTERS[0]]["hidden"]["5"]
    assert told(Everything([Ngo("x", ngo, published)], 5)) == []
    reached = {"unknown|REACH", "AMIF|REACH"}
    quarter = published[QUARTERS[0]]
    badly = {k: [cell for cell in some if cell not in reached] for k, some in quarter["hidden"].items()}
    published[QUARTERS[0]] = {**quarter, "hidden": badly}
    found = {name.split("|", 1)[1] for name, _value in told(Everything([Ngo("x", ngo, published)], 5))}
    assert "AMIF|ATT|month|2019-03" in found


def test_as_many_people_trained_as_completions_do_not_tell_those_of_a_project():
    """The completions of a project are hidden with those of another, whose number tells them; as many people trained
    there say that they are no fewer."""
    ngo, published = crowds(2**32, SIZES[2], PROJECTS[2]), {}
    for span in (SPANS[2], YEAR, QUARTERS[1]):
        published[span] = publish(ngo, span, list(published.values()), leveled=True)
    quarter = published[QUARTERS[1]]
    assert {"EIDHR|CMP", "unknown|CMP"} <= {*quarter["hidden"]["10"]}
    assert told(Everything([Ngo("x", ngo, published)], 10)) == []
    badly = {k: [cell for cell in some if cell != "unknown|TRAINED"] for k, some in quarter["hidden"].items()}
    published[QUARTERS[1]] = {**quarter, "hidden": badly}
    found = {name.split("|", 1)[1] for name, _value in told(Everything([Ngo("x", ngo, published)], 10))}
    assert "EIDHR|CMP||" in found


def test_a_logframe_that_told_what_its_filters_count_would_be_found_out(monkeypatch):
    ngo = happened(*crowd("AMIF", police=(2, 1), lawyer=(20, 20), student=(20, 20)))
    one = Ngo("x", ngo, {YEAR: publish(ngo, YEAR, [], leveled=True)})

    def told_with_logframe():
        reader = Everything([one], 5)
        read_logframe(reader, YEAR, [one])
        return {name.split("|", 1)[1] for name, _value in told(reader)}

    assert told_with_logframe() == set()
    monkeypatch.setattr(logframes, "_cut", counted)
    assert "AMIF|REACH|category|police" in told_with_logframe()


def counted(axis, figure, shown):
    """The cells of an axis as they were counted, hidden or not."""
    cells_of_axis = shown.counted["by"].get(axis)
    return cells_of_axis and {value: cell[figure] for value, cell in cells_of_axis.items()}


def test_two_filters_of_a_logframe_are_a_cell_of_a_crossing():
    ngo = happened(*crowd("AMIF", police=(30, 20), lawyer=(20, 20), student=(20, 20)))
    out = logframes.Publications(
        SimpleNamespace(left=None), {Period(*YEAR): publish(ngo, YEAR, [], leveled=True)}
    )  # fmt: skip
    values = logframes.read_published(PROJECT, out, INDICATORS, Period(*YEAR))
    both = next(one for one in INDICATORS if one.filters == {"sex": "f", "category_group": "security"})
    assert values[both.code].number == 30
    neither = FrameIndicator(code="X", figure="ATT", filters={"sex": "f", "region": "MA-04"}, cut_by=[])
    alone = logframes.read_published(PROJECT, out, [neither], Period(*YEAR))["X"]
    assert (alone.number, alone.is_least) == (None, True)
