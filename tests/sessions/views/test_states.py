"""A session is held, cancelled, planned again and moved, without a script."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.roles import Role
from sessions.actions import HalfDay
from sessions.models import TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_slot, present, today


@pytest.fixture
def coordinator(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> TenantClient:
    return sign_in(own_ngo, Role.COORDINATOR)


def test_holding_is_asked_once_then_done(coordinator: TenantClient) -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    address = reverse("sessions:hold", args=[slot.session.uuid])
    assert coordinator.get(address).status_code == 200
    assert TrainingSession.objects.get().state == "planned"
    assert coordinator.post(address).url == reverse("sessions:detail", args=[slot.session.uuid])
    assert TrainingSession.objects.get().state == "held"


def test_holding_says_why_it_cannot_be(coordinator: TenantClient) -> None:
    address = reverse("sessions:hold", args=[a_session().uuid])
    for response in (coordinator.get(address), coordinator.post(address)):
        page = response.content.decode()
        assert "Nobody is marked present yet. Mark attendance or enter a head-count first." in page
    assert TrainingSession.objects.get().state == "planned"


def test_cancelling_asks_why(coordinator: TenantClient) -> None:
    address = reverse("sessions:cancel", args=[a_session().uuid])
    response = coordinator.post(address, {"reason": " "})
    assert response.context["form"].errors == {"reason": ["Write why the session is cancelled."]}
    coordinator.post(address, {"reason": "No room"})
    assert TrainingSession.objects.values_list("state", "cancel_reason").get() == ("cancelled", "No room")


def test_a_cancelled_session_is_planned_again(coordinator: TenantClient) -> None:
    session = a_session()
    TrainingSession.objects.update(state="cancelled", cancel_reason="No room")
    coordinator.post(reverse("sessions:plan_again", args=[session.uuid]))
    assert TrainingSession.objects.values_list("state", "cancel_reason").get() == ("planned", "")


def test_a_second_try_says_that_the_state_changed(coordinator: TenantClient) -> None:
    session = a_session()
    TrainingSession.objects.update(state="cancelled")
    response = coordinator.post(reverse("sessions:cancel", args=[session.uuid]), {"reason": "No room"})
    assert response.context["form"].non_field_errors() == [
        "This session is now “Cancelled”, somebody changed it. Go back and look again."
    ]


def test_the_address_of_a_button_leads_back_to_its_page(coordinator: TenantClient) -> None:
    session = a_session()
    detail = reverse("sessions:detail", args=[session.uuid])
    asked = {
        reverse("sessions:new_more"): reverse("sessions:new"),
        reverse("sessions:edit_more", args=[session.uuid]): reverse("sessions:edit", args=[session.uuid]),
        reverse("sessions:open_code", args=[session.uuid]): f"{detail}#code",
        reverse("sessions:close_code", args=[session.uuid]): detail,
    }
    assert {address: coordinator.get(address).url for address in asked} == asked


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-30", "0206-01-01"])
def test_a_session_is_not_moved_to_a_mistyped_year(coordinator: TenantClient, day: str) -> None:
    session = a_session(HalfDay(today(3), "morning", 210), HalfDay(today(4), "morning", 210))
    url = reverse("sessions:postpone", args=[session.uuid])
    response = coordinator.post(url, {"first_day": day, "reason": "No room"})
    assert response.context["form"].errors == {"first_day": [f"Look at the year: {int(day[:4])}."]}
    assert list(session.slots.values_list("date", flat=True)) == [today(3), today(4)]


def test_a_session_is_not_moved_to_a_day_that_has_passed(coordinator: TenantClient) -> None:
    session = a_session(HalfDay(today(3), "morning", 210), people=[a_person()])
    url = reverse("sessions:postpone", args=[session.uuid])
    response = coordinator.post(url, {"first_day": today(-1).isoformat(), "reason": "No room"})
    assert list(response.context["form"].errors) == ["first_day"]
    assert (session.slots.get().date, session.changes.count()) == (today(3), 0)
    assert coordinator.post(url, {"first_day": today(9).isoformat(), "reason": "No room"}).status_code == 302
