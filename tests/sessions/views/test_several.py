"""Several people at once: onto a list, with a session that is over, with a copy. Nobody is written twice."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from people.models import Person
from sessions.models import Evidence, TrainingSession
from sessions.querysets import people_on_list, presences
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_user, today


@pytest.fixture
def coordinator(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> TenantClient:
    return sign_in(own_ngo, Role.COORDINATOR)


def rows(*people: dict[str, Any], total: int = 6) -> dict[str, Any]:
    """What the browser sends: each row with its id, most of them empty."""
    data: dict[str, Any] = {"people-total": total}
    for index in range(total):
        row = {"uuid": uuid.uuid4(), "full_name": ""} | (people[index] if index < len(people) else {})
        data |= {f"people-{index}-{name}": value for name, value in row.items()}
    return data


def past(*people: dict[str, Any], half_days: int = 1, days: int = -9) -> dict[str, Any]:
    data = {"title": "First steps", "kind": "training", "audience": "professional", "role": "organised",
            "uuid": uuid.uuid4(), "half_days-TOTAL_FORMS": 4, "half_days-INITIAL_FORMS": 0}  # fmt: skip
    for index in range(4):
        when = {"date": today(days + index), "part": "morning"} if index < half_days else {"date": "", "part": ""}
        data |= {f"half_days-{index}-{name}": value for name, value in (when | {"minutes": 210}).items()}
    return data | rows(*people)


def names(session: TrainingSession) -> list[str]:
    return [person.full_name for person in people_on_list(session)]


def test_several_come_onto_the_list_and_the_page_stays(coordinator: TenantClient) -> None:
    session = a_session()
    address = reverse("sessions:several", args=[session.uuid])
    data = rows(
        {"full_name": "Amina Benali", "phone": "0612345678", "category": "judge"},
        {"full_name": "Bilal Tazi", "email": "b@Example.org", "institution": "Wilaya"},
    )
    for _again in range(2):
        assert coordinator.post(address, data).url == address
    assert names(session) == ["Amina Benali", "Bilal Tazi"]
    assert list(Person.objects.order_by("pk").values_list("phone", "email", "category", "institution")) == [
        ("+212612345678", "", "judge", ""), ("", "b@example.org", "", "Wilaya"),
    ]  # fmt: skip


@pytest.mark.parametrize("same", [True, False], ids=["the same person", "somebody else"])
def test_somebody_known_is_asked_about_in_their_row(coordinator: TenantClient, other_ngo: Tenant, same: bool) -> None:
    with other_ngo:
        a_person("Mohamed Alami")
    known, session = a_person("محمد العلمي"), a_session()
    address = reverse("sessions:several", args=[session.uuid])
    data = rows({"full_name": "Salma Exemple"}, {"full_name": "Mohamed Alami"})
    response = coordinator.post(address, data)
    asked = response.context["form"].people.forms[1]
    assert [one.person for one in asked.asked] == [known]
    assert (Person.objects.count(), names(session)) == (1, [])
    coordinator.post(address, data | {"people-1-who": str(known.uuid) if same else asked.other_answer})
    expected = ["Salma Exemple", "محمد العلمي"] if same else ["Mohamed Alami", "Salma Exemple"]
    assert names(session) == expected


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"phone": "0612345678"}, "full_name"), ({"full_name": "Emma", "phone": "12"}, "phone"),
        ({"full_name": "Emma", "email": "x"}, "email"), ({"full_name": "amina  BENALI"}, "full_name"),
        ({"full_name": "Emma", "who": "nonsense"}, "full_name"),
        ({"full_name": "Emma", "who": str(uuid.UUID(int=1))}, "full_name"),
    ],
    ids=["no name", "no phone", "no mail", "twice", "no answer", "nobody"],
)  # fmt: skip
def test_a_wrong_row_is_named_and_nothing_written(coordinator: TenantClient, row: dict, field: str) -> None:
    session = a_session()
    response = coordinator.post(
        reverse("sessions:several", args=[session.uuid]), rows({"full_name": "Amina Benali"}, row)
    )
    assert [(number, list(form.errors)) for number, form in response.context["form"].people.wrong] == [(2, [field])]
    assert not Person.objects.exists()


def test_more_rows_lose_nothing(coordinator: TenantClient) -> None:
    address = reverse("sessions:several_more", args=[a_session().uuid])
    people = coordinator.post(address, rows({"full_name": "Amina", "phone": "12"})).context["form"].people
    assert (people.total, people.forms[0]["full_name"].value(), people.forms[0]["phone"].value()) == (12, "Amina", "12")
    assert people.wrong == []


def test_a_past_session_comes_with_its_people_and_presences(coordinator: TenantClient) -> None:
    known = a_person("محمد العلمي")
    data = past(
        {"full_name": "Amina Benali", "at_1": "on", "at_2": "on", "at_3": "on"}, {"full_name": "Bilal Tazi"},
        {"full_name": "Mohamed Alami", "at_2": "on", "who": str(known.uuid)}, half_days=2,
    )  # fmt: skip
    for _again in range(2):
        response = coordinator.post(reverse("sessions:past"), data)
        session = TrainingSession.objects.get()
        assert response.url == reverse("sessions:detail", args=[session.uuid])
    amina = Person.objects.get(full_name="Amina Benali")
    assert (session.state, names(session)) == ("held", ["Amina Benali", "Bilal Tazi", "محمد العلمي"])
    assert [presences(slot) for slot in session.slots.all()] == [{amina.pk: 210}, {amina.pk: 210, known.pk: 210}]
    assert set(Evidence.objects.values_list("source", "recorded_by__username")) == {("trainer", "coordinator")}


def test_a_past_session_asks_before_it_is_written(coordinator: TenantClient) -> None:
    a_person("محمد العلمي")
    response = coordinator.post(reverse("sessions:past"), past({"full_name": "Mohamed Alami", "at_1": "on"}))
    assert response.context["form"].people.is_asking
    assert (TrainingSession.objects.count(), Person.objects.count()) == (0, 1)


def test_a_day_ahead_is_planned_instead(coordinator: TenantClient) -> None:
    response = coordinator.post(reverse("sessions:past"), past({"full_name": "Emma", "at_1": "on"}, days=1))
    assert [list(form.errors) for _number, form in response.context["form"].wrong_rows] == [["date"]]
    assert not TrainingSession.objects.exists()


def test_a_past_session_without_anybody_is_not_held(coordinator: TenantClient) -> None:
    coordinator.post(reverse("sessions:past"), past())
    assert TrainingSession.objects.get().state == "planned"


def test_more_rows_of_a_past_session_keep_the_boxes(coordinator: TenantClient) -> None:
    data = past({"full_name": "Amina", "at_1": "on"})
    form = coordinator.post(reverse("sessions:past_more"), data).context["form"]
    boxes = [bool(box.value()) for box in form.people.forms[0].boxes()]
    assert (form["title"].value(), form.people.total, boxes) == ("First steps", 12, [True] + [False] * 7)


@pytest.mark.parametrize("with_list", [True, False])
def test_a_copy_with_its_list(coordinator: TenantClient, with_list: bool) -> None:
    running = a_person("Youssef", user=a_user("youssef"))
    source = a_session(people=[a_person("Amina Benali"), running])
    page = coordinator.get(reverse("sessions:copy", args=[source.uuid])).context["form"]
    assert page["with_list"].label == "Put the 2 people of its list on this one too"
    data = past() | {"copied_from": source.uuid, "title": "Second"} | ({"with_list": "on"} if with_list else {})
    coordinator.post(reverse("sessions:new"), data)
    assert names(TrainingSession.objects.get(title="Second")) == (["Amina Benali", "Youssef"] if with_list else [])


def test_the_list_of_a_session_that_is_not_ones_own_is_not_copied(coordinator: TenantClient, other_ngo: Tenant) -> None:
    with other_ngo:
        theirs = a_session(people=[a_person()])
    coordinator.post(reverse("sessions:new"), past() | {"copied_from": theirs.uuid, "with_list": "on"})
    assert names(TrainingSession.objects.get()) == []


@pytest.mark.parametrize("page", ["several", "several_more", "past", "past_more"])
def test_who_may_not(
    own_ngo: Tenant, other_ngo: Tenant, sign_in: Callable[..., TenantClient], client: TenantClient, page: str
) -> None:
    session = a_session()
    address = reverse(f"sessions:{page}", args=[session.uuid] if page.startswith("several") else [])
    trainer, stranger = sign_in(own_ngo, Role.TRAINER), sign_in(other_ngo, Role.COORDINATOR)
    session.trainers.set(User.objects.filter(username="trainer"))
    assert [trainer.post(address).status_code, client.post(address).status_code] == [403, 302]
    if page.startswith("several"):
        assert stranger.post(address, rows({"full_name": "Emma"})).status_code == 404
    assert not Person.objects.exists()
