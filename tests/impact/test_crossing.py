"""Two axes crossed on the dashboard, and a period compared with any other (section 8, 4)."""

import pytest

from accounts.roles import Role
from sessions.records.actions import import_rows
from tests.reference.rows import attendance, person, session, slot, workbook

YEAR = "start=2019-01-01&end=2019-12-31"


@pytest.fixture
def counted(own_ngo, other_ngo):
    """Two policewomen, a policeman, a judge of unknown sex; of the stranger one woman in health."""
    import_rows(rows=sheet([("f", "police"), ("f", "police"), ("m", "police"), (None, "judge")]), tenant=own_ngo)
    with other_ngo:
        import_rows(rows=sheet([("f", "health")]), tenant=other_ngo)


def sheet(people, year=2019, ref="S"):
    rows = workbook()
    refs = [f"P{number}" for number in range(len(people))]
    rows["people"] = [person(ref, sex=sex, category=code) for ref, (sex, code) in zip(refs, people, strict=True)]
    rows["sessions"], rows["slots"] = [session(ref, region="MA-04")], [slot(ref, 1, f"{year}-05-02")]
    rows["attendance"] = [attendance(ref, 1, one) for one in refs]
    return rows


def page(sign_in, tenant, query, role=Role.COORDINATOR):
    return sign_in(tenant, role).get(f"/en/figures/?{query}")


def told(answer):
    """The table as texts, head first."""
    table = answer.context["crossed"]
    return [[column.label for column in table.columns], *([str(cell.value) for cell in row] for row in table.rows)]


def test_people_by_profession_and_sex(sign_in, counted, own_ngo):
    answer = page(sign_in, own_ngo, f"{YEAR}&rows=category_group&columns=sex")
    assert told(answer) == [
        ["Group of professions", "Female", "Male", "Unknown", "Total"],
        ["Justice", "0", "0", "1", "1"], ["Security", "2", "1", "0", "3"], ["Total", "2", "1", "1", "4"],
    ]  # fmt: skip
    assert "&amp;category_group=security&amp;sex=f" in answer.content.decode()  # the evidence of a cell


def test_the_stranger_crosses_their_own_people(sign_in, counted, other_ngo):
    answer = page(sign_in, other_ngo, f"{YEAR}&rows=category_group&columns=sex")
    assert told(answer)[1:] == [["Health and social work", "1", "1"], ["Total", "1", "1"]]


def test_places_are_not_added_up(sign_in, counted, own_ngo):
    answer = page(sign_in, own_ngo, f"{YEAR}&rows=region&columns=sex")
    assert told(answer) == [
        ["Region of the session", "Female", "Male", "Unknown"],
        ["Rabat-Salé-Kenitra", "2", "1", "1"],
    ]
    assert "these numbers are not added up" in answer.content.decode()


def test_an_axis_with_itself_is_refused_in_words(sign_in, counted, own_ngo):
    answer = page(sign_in, own_ngo, f"{YEAR}&rows=sex&columns=sex")
    assert (answer.status_code, answer.context["crossed"]) == (200, None)
    assert "Choose two different facts to cross." in answer.content.decode()


def test_nothing_is_crossed_unasked(sign_in, counted, own_ngo):
    assert page(sign_in, own_ngo, f"{YEAR}&rows=password&columns=sex").context["crossed"] is None


def test_any_two_periods_are_compared(sign_in, counted, own_ngo):
    import_rows(rows=sheet([("f", "police"), ("m", "police")], year=2015, ref="T"), tenant=own_ngo)
    client = sign_in(own_ngo, Role.COORDINATOR)
    answer = client.get(f"/en/figures/?{YEAR}&against_start=2015-01-01&against_end=2015-12-31")
    assert answer.context["changes"]["REACH"] == "2 more than in 2015 (2)"
    assert "against_start=2015-01-01&against_end=2015-12-31" in answer.context["asked"].query
    assert client.get(f"/en/figures/?{YEAR}&against_start=2015-13-01&against_end=2015-12-31").status_code == 404
