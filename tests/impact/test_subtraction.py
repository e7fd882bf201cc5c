"""What everybody can subtract: worked examples of a small number that two shown ones would tell (section 5).

Each is published for real, and the sums are written here by hand: a reader needs none of our code to take one number
from another.
"""

import datetime

import pytest

from core.codes import UNKNOWN
from impact.publishing import open_period
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, headcount, person, session, slot, workbook
from tests.support.periods import publish

DAY = datetime.date
YEAR = (DAY(2019, 1, 1), DAY(2019, 12, 31))
FIRST, SECOND = (DAY(2019, 1, 1), DAY(2019, 6, 30)), (DAY(2019, 7, 1), DAY(2019, 12, 31))
ADDITIVE = ("|ATT", "|HDP", "|CMP", "|HC")  # of one session a person, and as many counted without a name


def import_people(tenant, **people):
    """Sessions `month=number of people`, by categories where it is a mapping: each has as many people as heads."""
    rows = {name: [] for name in ("people", "sessions", "slots", "attendance", "headcounts")}
    for number, (month, given) in enumerate(people.items(), start=1):
        by_category = given if isinstance(given, dict) else {"police": given}
        date = DAY(2019, {"march": 3, "june": 6, "october": 10}[month], 4)
        rows["sessions"].append(session(f"S{number}", audience="professional"))
        rows["slots"].append(slot(f"S{number}", 1, date))
        rows["headcounts"].append(headcount(f"S{number}", 1, sum(by_category.values())))
        for category, count in by_category.items():
            refs = [f"{month}-{category}-{who}" for who in range(count)]
            rows["people"] += [person(ref, category=category or None) for ref in refs]
            rows["attendance"] += [attendance(f"S{number}", 1, ref) for ref in refs]
    import_rows(rows=workbook(**rows), tenant=tenant)


def published(span):
    return publish(open_period(start=span[0], end=span[1])).data


def hidden(data, k):
    return {cell for cell in data["hidden"][str(k)] if cell in ADDITIVE}


@pytest.mark.parametrize(
    ("own", "other", "hides"),
    [
        pytest.param(3, 40, True, id="43 - 40 = 3"),
        pytest.param(12, 40, False, id="52 - 40 = 12"),
    ],
)
def test_the_network_less_one_ngo_is_the_other(hub, own_ngo, other_ngo, own, other, hides):
    for tenant, people in ((own_ngo, own), (other_ngo, other)):
        with tenant:
            import_people(tenant, march=people)
            assert hidden(published(YEAR), 5) == (set(ADDITIVE) if people < 5 else set())
    with hub:
        whole = published(YEAR)
    assert whole["indicators"]["ATT"]["value"] == own + other
    assert hidden(whole, 5) == (set(ADDITIVE) if hides else set())


def test_the_networks_cells_less_one_ngos_are_the_others(hub, own_ngo, other_ngo):
    """Police 23 - 20 = 3 of the NGO whose total is large."""
    for tenant, police in ((own_ngo, 3), (other_ngo, 20)):
        with tenant:
            import_people(tenant, march={"police": police, "lawyer": 20, "judge": 12})
            data = published(YEAR)
            assert ("|ATT|category_group|security" in data["hidden"]["5"]) == (police == 3)
            assert hidden(data, 5) == set()
    with hub:
        whole = published(YEAR)
    assert whole["by"]["category"]["police"]["ATT"] == 23
    assert "|ATT|category_group|security" in whole["hidden"]["5"]
    assert hidden(whole, 5) == set()


def test_a_year_less_a_half_is_the_other_half(own_ngo):
    """The first half has 3, the second 40: a year of 43 is one number too many."""
    import_people(own_ngo, march=3, october=40)
    assert hidden(published(FIRST), 5) == set(ADDITIVE)
    assert hidden(published(SECOND), 5) == set()
    assert hidden(published(YEAR), 5) == set(ADDITIVE)


def test_a_year_less_one_half_is_what_nobody_published(own_ngo):
    """43 in the year, 40 of them in its second half: 3 in the days before, though they are in no publication."""
    import_people(own_ngo, march=3, october=40)
    assert hidden(published(YEAR), 5) == set()
    assert hidden(published(SECOND), 5) == set(ADDITIVE)


def test_large_numbers_of_parts_and_wholes_all_show(own_ngo):
    import_people(own_ngo, march=12, october=40)
    for span in (FIRST, SECOND, YEAR):
        data = published(span)
        assert [hidden(data, k) for k in (5, 10)] == [set(), set()]


@pytest.mark.parametrize("without", [12, 13])
def test_the_share_of_professionals_does_not_tell_those_of_unknown_category(own_ngo, without):
    """Police 3 hidden; whatever is hidden with them by category is hidden in the parts of the share too, which are the
    same people under other names: professionals are police and lawyers, the rest is of unknown category."""
    import_people(own_ngo, march={"police": 3, "lawyer": 30, "": without})
    cells = set(published(YEAR)["hidden"]["5"])
    reached = "|REACH|category_group|"
    assert f"{reached}security" in cells
    assert (f"{reached}{UNKNOWN}" in cells) == ("|PRO_unknown" in cells)
    assert ({f"{reached}justice", f"{reached}{UNKNOWN}"} & cells) != set()
