"""The roll, its corrections and head-counts, as a trainer uses them."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from people.models import Person
from sessions.checkin.devices import COOKIE
from sessions.models import Evidence, HeadCount, Registration, Slot, TrainingSession
from sessions.querysets import presences
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_slot, present


@pytest.fixture
def trainer(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> TenantClient:
    return sign_in(own_ngo, Role.TRAINER)


@pytest.fixture
def amina(own_ngo: Tenant) -> Person:
    return a_person(category="police")


@pytest.fixture
def bilal(own_ngo: Tenant) -> Person:
    return a_person("Bilal Cherkaoui")


@pytest.fixture
def slot(trainer: TenantClient, amina: Person, bilal: Person) -> Slot:
    return a_slot(amina, bilal, trainers=[User.objects.get(username="trainer")])


def address(slot: Slot, page: str = "attendance", *more: Any) -> str:
    return reverse(f"sessions:{page}", args=[slot.session.uuid, slot.number, *more])


def roll(client: TenantClient, slot: Slot, *ticked: Person, **missed: tuple[int, int]) -> dict[str, Any]:
    """What the browser sends after loading the roll: its id, those ticked, minutes late and early by first name."""
    form = client.get(address(slot)).context["form"]
    data = {"sheet": str(form["sheet"].value())}
    for person in form.people:
        late, early = missed.get(person.full_name.split()[0].lower(), ("", ""))
        data |= {f"late-{person.uuid}": late, f"early-{person.uuid}": early}
    return data | {"present": [str(person.uuid) for person in ticked]}


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_those_ticked_are_marked(trainer: TenantClient, slot: Slot, amina: Person, bilal: Person) -> None:
    response = trainer.post(address(slot), roll(trainer, slot, amina, bilal, bilal=(30, 90)))
    assert (response.status_code, response.url) == (302, address(slot))
    assert said(response) == ["2 people are marked present."]
    assert presences(slot) == {amina.pk: 210, bilal.pk: 90}
    row = Evidence.objects.get(person=amina)
    assert (row.source, row.minutes, row.recorded_by.username) == ("trainer", None, "trainer")


def test_a_double_tap_adds_nothing(trainer: TenantClient, slot: Slot, amina: Person) -> None:
    data = roll(trainer, slot, amina)
    trainer.post(address(slot), data)
    assert said(trainer.post(address(slot), data))[-1] == "Nothing new to save: tick who is present first."
    assert Evidence.objects.count() == 1


def test_a_roll_of_500_people_is_saved(trainer: TenantClient, slot: Slot) -> None:
    people = Person.objects.bulk_create(Person(full_name=f"Person {number}") for number in range(500))
    Registration.objects.bulk_create(Registration(session=slot.session, person=person) for person in people)
    response = trainer.post(address(slot), roll(trainer, slot, *people))
    assert said(response) == ["500 people are marked present."]
    assert len(presences(slot)) == 500


@pytest.mark.parametrize(("missed", "minutes"), [((45, ""), 165), (("", 60), 150), ((0, 0), None)])
def test_minutes_missed_alone_count_as_present(
    trainer: TenantClient, slot: Slot, amina: Person, missed: tuple[Any, Any], minutes: int | None
) -> None:
    trainer.post(address(slot), roll(trainer, slot, amina=missed))
    assert presences(slot).get(amina.pk) == minutes


TOO_LONG = "Write fewer than 210 minutes, or leave it empty."
NOT_THERE = "Together this is the whole half-day of 210 minutes. Somebody absent is not ticked."


@pytest.mark.parametrize(
    ("missed", "field", "error"),
    [
        ((210, ""), "late", TOO_LONG), (("", -1), "early", TOO_LONG), (("x", ""), "late", TOO_LONG),
        ((100, 110), "early", NOT_THERE),
    ],
)  # fmt: skip
def test_wrong_minutes_are_named_and_the_ticks_kept(
    trainer: TenantClient, slot: Slot, amina: Person, bilal: Person, missed: tuple[Any, Any], field: str, error: str
) -> None:
    response = trainer.post(address(slot), roll(trainer, slot, amina, bilal, amina=missed))
    assert response.context["form"].errors == {f"{field}-{amina.uuid}": [error]}
    assert [row.ticked for row in response.context["rows"]] == [True, True]
    assert Evidence.objects.count() == 0


def test_everyone_is_marked_without_a_script(trainer: TenantClient, slot: Slot, amina: Person, bilal: Person) -> None:
    present(slot, amina, minutes=100)
    data = roll(trainer, slot)
    responses = [trainer.post(address(slot, "mark_everyone"), data) for _again in range(2)]
    assert said(responses[0])[0] == "1 person is marked present."
    assert presences(slot) == {amina.pk: 100, bilal.pk: 210}
    assert Evidence.objects.count() == 2


def test_who_is_present_has_no_box_and_a_link_to_correct(
    trainer: TenantClient, slot: Slot, amina: Person, bilal: Person
) -> None:
    present(slot, amina)
    page = trainer.get(address(slot)).content.decode()
    assert f'value="{amina.uuid}"' not in page
    assert f'value="{bilal.uuid}"' in page
    assert "present, 210 min" in page
    assert address(slot, "correct", amina.uuid) in page


def test_somebody_not_on_the_list_is_not_marked(trainer: TenantClient, slot: Slot) -> None:
    stranger = a_person("Not here")
    response = trainer.post(address(slot), roll(trainer, slot, stranger))
    assert response.context["form"].errors == {"present": ["Somebody was taken off the list meanwhile."]}
    assert Evidence.objects.count() == 0


def test_a_trainer_on_the_list_by_mistake_has_no_box_and_is_not_everyone(
    trainer: TenantClient, slot: Slot, amina: Person, bilal: Person
) -> None:
    Person.objects.filter(pk=bilal.pk).update(user=User.objects.get(username="trainer"))
    assert f'value="{bilal.uuid}"' not in trainer.get(address(slot)).content.decode()
    trainer.post(address(slot, "mark_everyone"), roll(trainer, slot))
    assert presences(slot) == {amina.pk: 210}
    response = trainer.post(address(slot), roll(trainer, slot, bilal))
    assert response.context["form"].non_field_errors() == [
        "Bilal Cherkaoui: whoever runs a session is never counted in it. Leave this name out."
    ]


def test_a_cancelled_session_takes_no_marks(trainer: TenantClient, slot: Slot, amina: Person) -> None:
    TrainingSession.objects.update(state="cancelled")
    response = trainer.post(address(slot), roll(trainer, slot, amina))
    assert response.context["form"].non_field_errors() == [
        "This session is cancelled. Plan it again before you record attendance."
    ]
    assert Evidence.objects.count() == 0


def test_before_its_day_the_roll_is_closed(trainer: TenantClient, amina: Person) -> None:
    slot = a_slot(amina, on=1, trainers=[User.objects.get(username="trainer")])
    assert f'value="{amina.uuid}"' not in trainer.get(address(slot)).content.decode()
    assert trainer.post(address(slot), roll(trainer, slot, amina)).status_code == 200
    assert Evidence.objects.count() == 0


def test_an_empty_roll_says_what_to_do(trainer: TenantClient) -> None:
    slot = a_slot(trainers=[User.objects.get(username="trainer")])
    assert "Add people first, or count them without names." in trainer.get(address(slot)).content.decode()


def correction(minutes: Any, reason: str = "Left early", event: uuid.UUID | None = None) -> dict[str, Any]:
    return {"minutes": minutes, "reason": reason, "event": event or uuid.uuid4()}


def test_a_correction_is_added_and_shown(trainer: TenantClient, slot: Slot, amina: Person) -> None:
    present(slot, amina)
    data = correction(150)
    responses = [trainer.post(address(slot, "correct", amina.uuid), data) for _again in range(2)]
    assert [response.url for response in responses] == [address(slot)] * 2
    assert said(responses[0])[0] == "The correction is saved. What was recorded before stays on record."
    assert presences(slot) == {amina.pk: 150}
    history = trainer.get(address(slot, "correct", amina.uuid)).context["history"]
    device = trainer.cookies[COOKIE].value
    assert [[cell.value for cell in row[1:]] for row in history.rows] == [
        ["Trainer’s mark, 210 min", "salma", "–"],
        ["Taken back", f"trainer, device {device}", "Left early"],
        ["Trainer’s mark, 150 min", f"trainer, device {device}", "–"],
    ]


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (correction(150, reason=""), {"reason": ["Write why it is corrected."]}),
        (correction(211), {"minutes": ["Write between 0 and 210 minutes; 0 is absent."]}),
        (correction(""), {"minutes": ["Write between 0 and 210 minutes; 0 is absent."]}),
        (correction(210), {"minutes": ["This is what is recorded. Write other minutes, or go back."]}),
    ],
    ids=["no reason", "too long", "empty", "the same"],
)
def test_a_correction_says_what_is_wrong(
    trainer: TenantClient, slot: Slot, amina: Person, data: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    present(slot, amina)
    response = trainer.post(address(slot, "correct", amina.uuid), data)
    assert response.context["form"].errors == errors
    assert Evidence.objects.count() == 1


def test_after_a_correction_to_absent_the_box_is_back(trainer: TenantClient, slot: Slot, amina: Person) -> None:
    present(slot, amina)
    trainer.post(address(slot, "correct", amina.uuid), correction(0))
    assert presences(slot) == {}
    page = trainer.get(address(slot)).content.decode()
    assert f'value="{amina.uuid}"' in page
    assert address(slot, "correct", amina.uuid) in page
    trainer.post(address(slot), roll(trainer, slot, amina))
    assert presences(slot) == {amina.pk: 210}


def test_nobody_is_corrected_who_was_never_marked(trainer: TenantClient, slot: Slot, amina: Person) -> None:
    assert trainer.get(address(slot, "correct", amina.uuid)).status_code == 404


def test_a_head_count_is_saved_once(trainer: TenantClient, slot: Slot) -> None:
    data = {"count": 12, "sex": "f", "category": "police", "event": uuid.uuid4()}
    responses = [trainer.post(address(slot, "head_count"), data) for _again in range(2)]
    assert [response.url for response in responses] == [address(slot, "head_count")] * 2
    assert list(HeadCount.objects.values_list("count", "sex", "category")) == [(12, "f", "police")]
    assert said(responses[1])[-1] == "This head-count was saved already."
    context = trainer.get(address(slot, "head_count")).context
    assert context["total"] == 12
    assert [[cell.value for cell in row[:2]] for row in context["counts"].rows] == [["12", "Female · Police"]]


@pytest.mark.parametrize("count", ["", "0", "2001", "some"])
def test_a_head_count_is_a_number_of_people(trainer: TenantClient, slot: Slot, count: str) -> None:
    response = trainer.post(address(slot, "head_count"), {"count": count, "event": uuid.uuid4()})
    assert response.context["form"].errors == {"count": ["Write how many people, from 1 to 2000."]}


def test_a_head_count_is_taken_back_with_a_reason(trainer: TenantClient, slot: Slot) -> None:
    trainer.post(address(slot, "head_count"), {"count": 12, "event": uuid.uuid4()})
    page = address(slot, "correct_head_count", HeadCount.objects.get().pk)
    assert trainer.post(page, {"reason": ""}).context["form"].errors == {"reason": ["Write why it is corrected."]}
    assert trainer.post(page, {"reason": "Counted twice"}).url == address(slot, "head_count")
    context = trainer.get(address(slot, "head_count")).context
    assert context["total"] == 0
    assert [row[4].value for row in context["counts"].rows] == ["Taken back: Counted twice"]
    assert trainer.get(page).status_code == 404


def test_a_cancelled_session_takes_no_head_count(trainer: TenantClient, slot: Slot) -> None:
    TrainingSession.objects.update(state="cancelled")
    response = trainer.post(address(slot, "head_count"), {"count": 12, "event": uuid.uuid4()})
    assert response.context["form"].non_field_errors() == [
        "This session is cancelled. Plan it again before you record attendance."
    ]
    assert HeadCount.objects.count() == 0


def test_a_half_day_of_another_session_is_not_reached_by_number(trainer: TenantClient, slot: Slot) -> None:
    a_session()
    assert trainer.get(reverse("sessions:attendance", args=[slot.session.uuid, 2])).status_code == 404
