"""What is shown of a row or a project that comes, goes or grows with a restatement."""

import pytest

from impact.disclosure.equations import table_of
from impact.disclosure.standing import keep_layout
from impact.publishing import Shown
from tests.impact.publications import DAY, YEAR, attending, group, oracle_j, publish, restated


def told_of(content, section, axis, code):
    """What readers of k = 5 are shown of an axis: value -> number, None where hidden."""
    return {value: cell[code] for value, cell in Shown(content, 5, section).tables()[axis].items()}


def test_a_row_that_was_not_there_stays_away_until_enough_have_come():
    """Late people of a profession nobody had: their row would tell of them."""
    two, eight = group("judge", "m", 2), group("judge", "m", 8)
    first, second, third = restated(oracle_j(), two, eight)
    before = {"police": 20, "lawyer": 12, "student": 9, "unknown": 0}
    assert told_of(first, "", "category", "REACH") == told_of(second, "", "category", "REACH") == before
    standing = second["standing"]["5"]
    assert standing["absent"] == ["|category|judge"]
    judges = {f"|{code}|category|judge" for code in ("ATT", "REACH", "TRAINED")}
    assert {cell: value for cell, value in standing["numbers"].items() if "judge" in cell} == dict.fromkeys(judges, 0)
    assert (second["hidden"]["5"], first["standing"]) == (first["hidden"]["5"], {"5": {}, "10": {}})
    assert told_of(third, "", "category", "REACH") == before | {"judge": 10}
    assert (third["standing"]["5"]["absent"], third["standing"]["10"]["absent"]) == ([], [])


def test_a_row_that_is_empty_now_is_a_row_of_zeros():
    people = [*group("police", "f", 12), *group("lawyer", "f", 20), *group("student", "m", 30)]
    ngo, days = attending(people)
    first = publish((ngo, days), YEAR, [])
    fewer = publish((ngo, [one for one in days if ngo[one[0]]["category"] != "police"]), YEAR, [first])
    assert fewer["by"]["category"]["police"] == {"ATT": 0, "REACH": 0, "TRAINED": 0}
    assert told_of(fewer, "", "category", "REACH") == {"police": 0, "lawyer": 20, "student": 30, "unknown": 0}
    network = {"by": {"sex": {}}, "projects": {"AMIF": {"by": {}}, "SAVE": {"by": {"sex": {"f": {"ATT": 3}}}}}}
    keep_layout(network, {
        "by": {"sex": {"f": {"ATT": 9, "REACH": None}}},
        "projects": {"AMIF": {"by": {"sex": {"m": {"ATT": 4}}}}, "EIDHR": {"by": {"sex": {"m": {"ATT": 4}}}}},
    })  # fmt: skip
    assert network == {
        "by": {"sex": {"f": {"ATT": 0, "REACH": None}}},
        "projects": {"AMIF": {"by": {"sex": {"m": {"ATT": 0}}}}, "SAVE": {"by": {"sex": {"f": {"ATT": 3}}}}},
    }  # fmt: skip


def test_a_project_that_comes_with_a_restatement_is_hidden_as_in_a_first_publication():
    """Nothing stands for it: no reader was told anything of it."""
    people = oracle_j()
    first = publish(attending(people), YEAR, [])
    days = [(who, DAY(2019, 2, 4), "MA-04", "AMIF" if who < 3 else "SAVE", True) for who in range(len(people))]
    second = publish((people, days), YEAR, [first])
    totals = {f"AMIF|{code}" for code in ("ATT", "HDP", "CMP", "REACH", "TRAINED")}
    assert totals <= set(second["hidden"]["5"])
    assert [cell for cell in second["standing"]["5"]["numbers"] if cell.startswith(("AMIF", "SAVE"))] == []
    assert Shown(second, 5, "AMIF").indicators["REACH"] == {"value": None}
    assert second["hidden"]["5"] == sorted(second["hidden"]["5"])


@pytest.mark.parametrize(
    ("categories", "hidden"),
    [
        ({"police": (6, 6, 3), "lawyer": (20, 20, 20), "judge": (15, 15, 15)},
         {f"|{code}|category|{value}" for code in ("ATT", "REACH", "TRAINED") for value in ("police", "judge")}),
        ({"police": (12, 3, 3), "lawyer": (20, 20, 20), "judge": (15, 15, 15)},
         {f"|{code}|category|{value}" for code in ("ATT", "REACH", "TRAINED") for value in ("police", "judge")}),
        ({"police": (12, 6, 6), "lawyer": (20, 20, 20), "judge": (15, 15, 15)}, set()),
    ],
    ids=["few were trained", "few came, often", "nobody is few"],
)  # fmt: skip
def test_what_is_hidden_of_a_row_is_all_of_it(categories, hidden):
    """TRAINED is no more than REACH, nor REACH than ATT: of a row the three are hidden together."""
    people, days = [], []
    for category, (attendances, reached, trained) in categories.items():
        first = len(people)
        people += group(category, "f", reached)
        for number in range(attendances):
            who = number % reached
            days.append((first + who, DAY(2019, 2, 4), "MA-04", "unknown", number < reached and who < trained))
    content = publish((people, days), YEAR, [])
    assert {cell for cell in content["hidden"]["5"] if "|category|" in cell} == hidden


def test_a_publication_names_its_own_cells_alone():
    """Whatever is hidden in the year before: its small cells are those of another table."""
    people = [*group("police", "f", 3), *group("lawyer", "f", 20), *group("judge", "m", 30)]
    days = attending(people)[1]
    then = [(one[0], DAY(2018, 2, 5), *one[2:]) for one in days]
    year_before = publish((people, then), (DAY(2018, 1, 1), DAY(2018, 12, 31)), [])
    for many in (1, 4):
        year = publish(attending(people * many), YEAR, [year_before])
        names = set(table_of(year, "x").cells)
        assert {f"x|{cell}" for cell in year["hidden"]["5"]} <= names
        assert bool(year["hidden"]["5"]) is (many == 1)
    assert year_before["hidden"]["5"]


@pytest.mark.parametrize(("trained", "stands"), [(45, 38), (44, 44)], ids=["all", "all but one"])
def test_as_many_trained_as_attendances_would_tell_how_many_were_reached(trained, stands):
    """Three people more were reached, which is not told. Where all who came were trained it would be: nobody is trained
    without being reached, nor reached without an attendance."""
    people, day = group("police", "f", 45), (DAY(2019, 2, 4), "MA-04", "unknown")
    before = [(who, *day, who < 38) for who in range(42)] + [(who, *day, False) for who in range(3)]
    now = [(who, *day, who < trained) for who in range(45)]
    months = publish((people, []), (DAY(2019, 7, 1), DAY(2019, 12, 31)), [])  # so that the year has no tables
    first = publish((people, before), YEAR, [months])
    shown = Shown(publish((people, now), YEAR, [months, first]), 5).indicators
    assert [shown[code]["value"] for code in ("ATT", "REACH", "TRAINED")] == [45, 42, stands]
