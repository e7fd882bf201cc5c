"""The list of sessions and the page of one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import JoinCode
from accounts.roles import Role
from sessions.models import TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_user, present, today


@pytest.fixture
def coordinator(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> TenantClient:
    return sign_in(own_ngo, Role.COORDINATOR)


def shown(client: TenantClient, query: str = "") -> list[str]:
    response = client.get(reverse("sessions:list") + query)
    return [session.title for session in response.context["page"]]


def queries(client: TenantClient, address: str) -> int:
    """Of a warm request: the tenant is looked up anew every ten seconds."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_todays_session_comes_first(coordinator: TenantClient) -> None:
    for days in (-1, 1, 0):
        a_session(title=f"{days:+}", on=days)
    assert shown(coordinator) == ["+0", "+1", "-1"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?state=cancelled", ["b"]),
        ("?q=rabat", ["a"]),
        ("?state=cancelled&q=rabat", []),
        ("?state=nonsense", ["a", "b"]),
        ("?kind=event", ["b"]),
        ("?region=MA-09", ["a"]),
        ("?region=MA-09&kind=event", []),
        ("?region=FR-IDF&year=nonsense", ["a", "b"]),  # of no session here
        ("?year={this_year}", ["a"]),
        ("?year={the_other_year}", ["b"]),
    ],
)
def test_the_list_is_narrowed(coordinator: TenantClient, query: str, titles: list[str]) -> None:
    a_session(title="a", city="Rabat", region="MA-09")
    b = a_session(title="b", kind="event", on=-400)
    TrainingSession.objects.filter(pk=b.pk).update(state="cancelled")
    query = query.format(this_year=today().year, the_other_year=today(-400).year)
    assert sorted(shown(coordinator, query)) == titles


def test_pages_of_25_keep_the_filter(coordinator: TenantClient) -> None:
    for number in range(26):
        a_session(title=f"a {number}")
    assert len(shown(coordinator, "?q=a")) == 25
    assert len(shown(coordinator, "?q=a&page=2")) == 1
    assert 'href="?q=a&amp;page=2"' in coordinator.get(reverse("sessions:list") + "?q=a").content.decode()


def test_an_empty_list_says_what_to_do(coordinator: TenantClient) -> None:
    page = coordinator.get(reverse("sessions:list")).content.decode()
    assert "Plan the first one: a title, the audience and one half-day are enough." in page


def test_a_trainer_without_sessions_is_told_how_they_come(
    own_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    a_session(title="of somebody else", trainers=[a_user("nadia")])
    page = sign_in(own_ngo, Role.TRAINER).get(reverse("sessions:list")).content.decode()
    assert "When a coordinator names you as trainer of a session, it appears here." in page
    assert "of somebody else" not in page


def test_a_stranger_ngo_sees_its_own_list_only(
    own_ngo: Tenant, other_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    a_session(title="ours")
    assert shown(sign_in(other_ngo, Role.COORDINATOR)) == []


def test_the_list_asks_the_database_as_often_for_30_as_for_1(coordinator: TenantClient) -> None:
    address = reverse("sessions:list")
    people = [a_person(f"P{number}") for number in range(3)]
    present(a_session(people=people).slots.get(), *people)
    few = queries(coordinator, address)
    for number in range(29):
        present(a_session(people=people, trainers=[a_user(f"t{number}")]).slots.get(), *people)
    assert queries(coordinator, address) == few


@pytest.mark.parametrize("page", ["detail", "attendance"])
def test_a_session_asks_the_database_as_often_for_30_people_as_for_1(coordinator: TenantClient, page: str) -> None:
    one, many = a_session(people=[a_person()]), a_session(people=[a_person(f"P{n}") for n in range(30)])
    present(one.slots.get(), *[row.person for row in one.registrations.all()])
    present(many.slots.get(), *[row.person for row in many.registrations.all()[:15]])
    slot = [1] if page == "attendance" else []
    addresses = [reverse(f"sessions:{page}", args=[session.uuid, *slot]) for session in (one, many)]
    assert queries(coordinator, addresses[1]) == queries(coordinator, addresses[0])


def test_a_session_shows_its_numbers_and_its_people(coordinator: TenantClient) -> None:
    amina, bilal = a_person(category="police"), a_person("Bilal")
    session = a_session(people=[amina, bilal])
    present(session.slots.get(), amina)
    context = coordinator.get(reverse("sessions:detail", args=[session.uuid])).context
    assert [(slot.present, slot.headcount) for slot, _label in context["slots"]] == [(1, 0)]
    table = context["people"]
    assert [[cell.value for cell in row[:3]] for row in table.rows] == [
        ["<bdi>Amina Benali</bdi>", "Police", "1 of 1"],
        ["<bdi>Bilal</bdi>", "Unknown", "0 of 1"],
    ]
    remove = reverse("sessions:remove_person", args=[session.uuid, bilal.uuid])
    assert [row[3].url for row in table.rows] == ["", remove]


def test_a_name_cannot_write_markup(coordinator: TenantClient) -> None:
    session = a_session(people=[a_person("<script>x</script>")], title="<b>bold</b>")
    page = coordinator.get(reverse("sessions:detail", args=[session.uuid])).content.decode()
    assert "<script>x" not in page
    assert "<b>bold" not in page


def test_a_code_is_made_shown_and_closed(coordinator: TenantClient) -> None:
    session = a_session()
    detail = reverse("sessions:detail", args=[session.uuid])
    made = coordinator.post(reverse("sessions:open_code", args=[session.uuid]))
    assert made.url == f"{detail}#code"
    code = JoinCode.objects.get()
    assert (code.target_kind, code.target_uuid, code.active) == ("session", session.uuid, True)
    context = coordinator.get(detail).context
    assert context["code"] == code
    assert context["join_url"].endswith(reverse("people:join_code", args=[code.code]))
    coordinator.post(reverse("sessions:close_code", args=[session.uuid]))
    assert coordinator.get(detail).context["code"] is None


def test_titles_of_pages_stay_neutral(coordinator: TenantClient) -> None:
    session = a_session(title="Identifier les victimes")
    page = coordinator.get(reverse("sessions:detail", args=[session.uuid])).content.decode()
    assert "<title>Session · Association de l’Amandier</title>" in page
