"""Nobody reaches a session that is not theirs: another NGO's coordinator, another trainer, staff without the role."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import JoinCode
from accounts.roles import Role
from people.models import Person
from sessions.models import Evidence, HeadCount, Registration, TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_slot, a_user, present

SLOT_PAGES = ("attendance", "mark_everyone", "head_count")
TRAINERS_PAGES = ("detail", "add_person", "known", "register", *SLOT_PAGES, "correct", "correct_head_count")
COORDINATORS_PAGES = (
    "edit", "edit_more", "hold", "cancel", "plan_again", "open_code", "close_code", "find_people", "remove_person",
)  # fmt: skip
ALL_PAGES = TRAINERS_PAGES + COORDINATORS_PAGES


@pytest.fixture
def addresses(own_ngo: Tenant) -> dict[str, str]:
    """Each page of one session of our NGO with somebody present and a head-count."""
    amina = a_person()
    slot = a_slot(amina, trainers=[a_user("youssef")])
    present(slot, amina)
    count = HeadCount.objects.create(slot=slot, count=3)
    given = {"correct": [slot.number, amina.uuid], "correct_head_count": [slot.number, count.pk]}
    given |= {page: [slot.number] for page in SLOT_PAGES}
    given |= {page: [amina.uuid] for page in ("register", "remove_person")}
    return {page: reverse(f"sessions:{page}", args=[slot.session.uuid, *given.get(page, [])]) for page in ALL_PAGES}


def everything() -> list[object]:
    """All that a page could change."""
    models = (TrainingSession, Registration, Evidence, HeadCount, Person, JoinCode)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("page", ALL_PAGES)
def test_another_ngos_coordinator_finds_nothing(
    page: str, addresses: dict[str, str], other_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    before = everything()
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    asked = [ask(addresses[page], {"reason": "x"}).status_code for ask in (stranger.get, stranger.post)]
    assert asked == [404, 404]
    assert everything() == before


@pytest.mark.parametrize("page", ALL_PAGES)
def test_nobody_in_particular_is_sent_to_sign_in(page: str, addresses: dict[str, str], client: TenantClient) -> None:
    before = everything()
    for ask in (client.get, client.post):
        response = ask(addresses[page])
        assert (response.status_code, response.url) == (
            302,
            f"{reverse('accounts:sign_in')}?next={addresses[page]}",
        )
    assert everything() == before


@pytest.mark.parametrize("page", ALL_PAGES)
def test_the_trainer_of_another_session_finds_nothing(
    page: str, addresses: dict[str, str], own_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    before = everything()
    trainer = sign_in(own_ngo, Role.TRAINER)
    expected = 404 if page in TRAINERS_PAGES else 403
    asked = [ask(addresses[page], {"reason": "x"}).status_code for ask in (trainer.get, trainer.post)]
    assert asked == [expected, expected]
    assert everything() == before


@pytest.mark.parametrize("page", COORDINATORS_PAGES)
def test_a_trainer_does_not_plan_even_the_session_they_run(
    page: str, addresses: dict[str, str], own_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    trainer = sign_in(own_ngo, Role.TRAINER)
    TrainingSession.objects.get().trainers.add(trainer_of(trainer))
    assert [ask(addresses[page]).status_code for ask in (trainer.get, trainer.post)] == [403, 403]


@pytest.mark.parametrize("page", ["detail", "add_person", "attendance", "head_count", "correct", "correct_head_count"])
def test_a_trainer_opens_the_session_they_run(
    page: str, addresses: dict[str, str], own_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    trainer = sign_in(own_ngo, Role.TRAINER)
    TrainingSession.objects.get().trainers.add(trainer_of(trainer))
    assert trainer.get(addresses[page]).status_code == 200


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.FUNDER, None])
@pytest.mark.parametrize("page", ["detail", "attendance", "edit"])
def test_others_are_refused(
    role: Role | None, page: str, addresses: dict[str, str], own_ngo: Tenant, sign_in: Callable[..., TenantClient]
) -> None:
    assert sign_in(own_ngo, role).get(addresses[page]).status_code == (403)


@pytest.mark.parametrize("page", ["list", "new", "new_more"])
def test_the_first_pages_ask_who_is_there(
    page: str, own_ngo: Tenant, client: TenantClient, sign_in: Callable[..., TenantClient]
) -> None:
    address = reverse(f"sessions:{page}")
    assert client.get(address).url == f"{reverse('accounts:sign_in')}?next={address}"
    assert sign_in(own_ngo, Role.FUNDER).get(address).status_code == 403


def trainer_of(client: TenantClient) -> int:
    """The id of the user who is signed in."""
    return int(client.session["_auth_user_id"])
