"""The rows behind a figure as a list: ordered by any head, narrowed as the figure is, page by page, taken as a file."""

import datetime

import pytest
from wagtail.models import ModelLogEntry

from accounts.roles import Role
from impact.counting import Period, Selection
from impact.drilldown import OPENED, PER_PAGE, columns_behind, rows_behind
from people.models import Person
from sessions.records.actions import import_rows
from tests.config.test_lists import rows_of
from tests.reference import oracles
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.queries import count_queries

YEAR = Period.year(2019)
DAY = datetime.date(2019, 5, 6)
WITH_NAMES = sorted(code for code in OPENED if "person" in columns_behind(code))
WITHOUT = sorted(OPENED - set(WITH_NAMES))


def path_of(code, query="year=2019", language="fr"):
    return f"/{language}/figures/evidence/{code}/?{query}"


def a_session_of(ngo, *refs):
    import_rows(tenant=ngo, rows=workbook(
        people=[person(ref, full_name=f"{ref} Salma") for ref in refs], sessions=[session("S")],
        slots=[slot("S", 1, DAY)], attendance=[attendance("S", 1, ref) for ref in refs],
    ))  # fmt: skip


@pytest.fixture
def oracle_a(own_ngo):
    rows, _checks = oracles.oracle_a()
    import_rows(rows=rows, tenant=own_ngo)


@pytest.fixture
def coordinator(sign_in, own_ngo):
    return sign_in(own_ngo, Role.COORDINATOR)


@pytest.fixture
def administrator(sign_in, own_ngo):
    return sign_in(own_ngo, Role.ADMINISTRATOR)


def test_those_that_name_nobody():
    assert WITHOUT == ["HC", "H_DEL", "PRO_S", "S_HELD", "S_PLAN"]


@pytest.mark.parametrize("code", sorted(OPENED))
def test_every_head_orders_all_rows_and_turns(own_ngo, oracle_a, code):
    def by(order):
        return list(rows_behind(code, YEAR, Selection(), order))

    usual = by("")
    read = {"name": lambda one: one.name, "session": lambda one: one.session and one.session.title,
            "date": lambda one: one.day, "amount": lambda one: one.amount}  # fmt: skip
    for order, key in read.items():
        up, down = by(order), by(f"-{order}")
        assert sorted(map(repr, up)) == sorted(map(repr, down)) == sorted(map(repr, usual))
        values = [key(row) for row in up if key(row)]
        turned = [key(row) for row in down if key(row)]
        assert (values, turned) == (sorted(values), sorted(values, reverse=True))
        assert [bool(key(row)) for row in up] == [bool(key(row)) for row in down]  # without one: last, either way


@pytest.mark.parametrize("code", sorted(OPENED))
def test_the_file_has_as_many_rows_as_the_figure_and_is_written_down(administrator, own_ngo, oracle_a, code):
    shown = administrator.get(path_of(code)).context["list"].page.paginator.count
    answer = administrator.post(path_of(code), {"file": "csv", "year": "2019"})
    rows = rows_of(answer)
    assert (answer.status_code, len(rows) - 1) == (200, shown)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows[0]) > 1
    assert ModelLogEntry.objects.get(action="core.take_list").data == {
        "list": "evidence", "rows": shown, "form": "csv",
    }  # fmt: skip


@pytest.mark.parametrize("code", sorted(OPENED))
def test_names_are_taken_by_administrators_alone(coordinator, own_ngo, oracle_a, code):
    expected = 403 if code in WITH_NAMES else 200
    assert coordinator.post(path_of(code), {"file": "csv", "year": "2019"}).status_code == expected


@pytest.mark.parametrize("code", sorted(OPENED))
def test_the_stranger_sees_and_takes_nothing_of_ours(sign_in, own_ngo, other_ngo, oracle_a, code):
    stranger = sign_in(other_ngo, Role.ADMINISTRATOR)
    page = stranger.get(path_of(code))
    taken = stranger.post(path_of(code), {"file": "csv", "year": "2019"})
    assert (page.context["list"].page.paginator.count, rows_of(taken)[1:]) == (0, [])


def test_the_figure_keeps_its_filters_in_every_order_and_in_the_file(administrator, own_ngo, oracle_a):
    asked = "year=2019&category=unknown"
    page = administrator.get(path_of("REACH", asked))
    heads = [column.sort.url for column in page.context["list"].table.columns if column.sort]
    assert len(heads) == 3
    for url in heads:
        assert [row.person.ref for row in administrator.get(url).context["list"].page] == [
            row.person.ref for row in page.context["list"].page
        ]
    sent = page.context["list"].sent
    assert sent == {"year": "2019", "category": "unknown"}
    assert len(rows_of(administrator.post(page.context["list"].path, sent | {"file": "csv"}))) == 2


def test_columns_that_were_chosen_show_the_references(administrator, own_ngo, oracle_a):
    page = administrator.get(path_of("ATT", "year=2019&columns=name,ref,session_ref", "en"))
    labels = [column.label for column in page.context["list"].table.columns]
    assert labels == ["Name", "Reference", "Reference of the session"]


def test_pages_follow_each_other_and_one_too_far_is_the_last(coordinator, own_ngo):
    a_session_of(own_ngo, *(f"P{number:02}" for number in range(PER_PAGE + 3)))
    pages = [coordinator.get(path_of("ATT", f"year=2019&order=name&page={page}")) for page in ("1", "2", "99", "x")]
    assert [len(page.context["list"].page.object_list) for page in pages] == [PER_PAGE, 3, 3, PER_PAGE]
    found = [row.person.ref for page in pages[:2] for row in page.context["list"].page]
    assert found == [f"P{number:02}" for number in range(PER_PAGE + 3)]


def test_somebody_erased_has_no_name_and_comes_last(administrator, own_ngo):
    a_session_of(own_ngo, "P1", "P2")
    Person.objects.filter(ref="P1").update(full_name="A0", erased_at=datetime.datetime.now(datetime.UTC))
    rows = rows_of(administrator.post(path_of("ATT"), {"file": "csv", "year": "2019", "order": "name"}))
    assert [row[0] for row in rows[1:]] == ["P2 Salma", "Personne aux données effacées"]


@pytest.mark.parametrize("code", ["ATT", "TRAINED", "S_HELD"])
def test_as_many_queries_for_thirty_rows_as_for_one(coordinator, own_ngo, code):
    a_session_of(own_ngo, "P0")
    coordinator.get(path_of(code))
    few = count_queries(coordinator, path_of(code))
    a_session_of(own_ngo, *(f"P{number}" for number in range(30)))
    coordinator.get(path_of(code))
    assert count_queries(coordinator, path_of(code)) == few
