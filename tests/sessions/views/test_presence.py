"""The code on the wall and badges, over HTTP: who may show, scan and press, and what is written."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.login import badge_token
from accounts.models import User
from accounts.roles import Role, give_role
from people.consent import give_consent
from people.merging import merge_people
from people.models import Person
from sessions import actions
from sessions.actions import HalfDay
from sessions.checkin.devices import COOKIE
from sessions.checkin.presence_codes import presence_code
from sessions.models import Evidence, Registration, Slot
from sessions.querysets import presences, recent_presence, training_sessions
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.sessions import a_person, a_session, a_slot, a_user, present, today

STAFF_PAGES = ("screen", "screen_code", "scan", "without_network", "walk_in", "call_off")


def participant(name: str = "Amina") -> Person:
    person = a_person(name, user=User.objects.create_user(username=f"p-{name}", password="1234"))
    give_consent(person=person)
    return person


def signed_in(ngo: Tenant, person: Person) -> TenantClient:
    client = TenantClient(ngo)
    client.force_login(person.user)
    return client


def here(slot: Slot) -> str:
    return reverse("sessions:here", args=[presence_code(slot, timezone.now())])


def written() -> list[tuple[str, str]]:
    return list(Evidence.objects.order_by("pk").values_list("person__full_name", "source"))


@pytest.fixture
def slot(own_ngo: Tenant) -> Slot:
    return a_slot(trainers=[a_user("youssef")])


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_only_who_runs_it_sees_the_staff_pages(
    page: str,
    slot: Slot,
    own_ngo: Tenant,
    other_ngo: Tenant,
    client: TenantClient,
    sign_in: Callable[..., TenantClient],
) -> None:
    url = reverse(f"sessions:{page}", args=[slot.session.uuid, slot.number])
    assert client.get(url).status_code == 302
    assert sign_in(other_ngo, Role.COORDINATOR).get(url).status_code == 404
    assert sign_in(own_ngo, Role.TRAINER).get(url).status_code == 404
    trainer = TenantClient(own_ngo)
    trainer.force_login(a_user("youssef"))
    give_role(a_user("youssef"), Role.TRAINER)
    assert trainer.get(url).status_code == 200


def test_a_participant_scans_and_presses_once(slot: Slot, own_ngo: Tenant) -> None:
    client = signed_in(own_ngo, participant())
    response = client.get(here(slot))
    assert (response.status_code, response.url) == (302, reverse("sessions:confirm_here"))
    assert written() == []
    for _press in range(2):
        client.post(reverse("sessions:confirm_here"))
    assert written() == [("Amina", "qr")]
    assert Registration.objects.get().status == "confirmed"


def test_the_scan_is_kept_while_one_signs_in(slot: Slot, own_ngo: Tenant, client: TenantClient) -> None:
    person = participant()
    assert client.get(here(slot)).status_code == 200
    url = f"{reverse('accounts:sign_in')}?next={reverse('sessions:confirm_here')}"
    response = client.post(url, {"username": person.user.username, "password": "1234"})
    assert response.url == reverse("sessions:confirm_here")
    client.post(reverse("sessions:confirm_here"))
    assert written() == [("Amina", "qr")]


def test_the_press_says_under_whose_name(slot: Slot, own_ngo: Tenant) -> None:
    person = participant()
    Person.objects.filter(pk=person.pk).update(name_other_script="أمينة")
    client = signed_in(own_ngo, person)
    names = []
    for language in ("fr", "ar", "en"):
        client.get(here(slot))
        names.append(client.get(f"/{language}/sessions/here/").context["name"])
    assert names == ["Amina", "أمينة", "Amina"]


def test_another_person_on_the_phone_signs_out_and_keeps_the_scan(slot: Slot, own_ngo: Tenant) -> None:
    client = signed_in(own_ngo, participant())
    client.get(here(slot))
    page = client.get(reverse("sessions:confirm_here"))
    again = page.context["again"]
    assert f'name="next" value="{again}"' in page.content.decode()
    response = client.post(reverse("accounts:sign_out"), {"next": again}, follow=True)
    assert response.redirect_chain == [(again, 302)]
    assert response.templates[0].name == "sessions/here.html"
    client.force_login(participant("Nadia").user)
    client.get(again)
    client.post(reverse("sessions:confirm_here"))
    assert written() == [("Nadia", "qr")]


@pytest.mark.parametrize(("is_known", "way_on"), [(True, "people:home"), (False, "sessions:coming")], ids=str)
def test_a_code_too_old_is_no_dead_end(slot: Slot, own_ngo: Tenant, is_known: bool, way_on: str) -> None:
    client = signed_in(own_ngo, participant()) if is_known else TenantClient(own_ngo)
    old = reverse("sessions:here", args=[presence_code(slot, timezone.now() - datetime.timedelta(minutes=5))])
    response = client.get(old)
    assert response.status_code == 410
    assert f'<a href="{reverse(way_on)}">' in response.content.decode()


def test_without_a_scan_nothing_is_to_be_pressed(slot: Slot, own_ngo: Tenant) -> None:
    client = signed_in(own_ngo, participant())
    assert client.post(reverse("sessions:confirm_here")).status_code == 410
    old = reverse("sessions:here", args=[presence_code(slot, timezone.now() - datetime.timedelta(minutes=5))])
    assert client.get(old).status_code == 410
    assert written() == []


def test_a_scan_of_this_ngo_is_nothing_at_another(slot: Slot, own_ngo: Tenant, other_ngo: Tenant) -> None:
    code = here(slot)
    assert TenantClient(other_ngo).get(code).status_code == 410


def scan(client: TenantClient, slot: Slot, badge: str, event: str = "", **headers: str) -> Any:
    url = reverse("sessions:scan", args=[slot.session.uuid, slot.number])
    return client.post(url, {"badge": badge, "event": event or str(uuid4())}, headers=headers)


@pytest.fixture
def coordinator(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> TenantClient:
    return sign_in(own_ngo, Role.COORDINATOR)


def test_a_badge_is_a_mark(slot: Slot, coordinator: TenantClient) -> None:
    person = participant()
    assert scan(coordinator, slot, f"http://x/fr/badge/{badge_token(person.user)}/").status_code == 302
    assert written() == [("Amina", "qr")]


def test_a_badge_sent_late_bears_the_corrected_hour_and_once(slot: Slot, coordinator: TenantClient) -> None:
    token, event = badge_token(participant().user), str(uuid4())
    now = timezone.now().timestamp() * 1000
    device = {"X-Wasl-Outbox": "1", "X-Wasl-At": str(int(now) - 3_600_000), "X-Wasl-Now": str(int(now) + 7_200_000)}
    answers = [scan(coordinator, slot, token, event, **device) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    row = Evidence.objects.get()
    corrected = datetime.timedelta(milliseconds=now) - datetime.timedelta(hours=3)
    assert row.corrected_time is not None
    assert abs(row.corrected_time.timestamp() - corrected.total_seconds()) < 10


@pytest.mark.parametrize("badge", ["", "nonsense", "12-0:abc"])
def test_an_unknown_badge_says_what_to_do(badge: str, slot: Slot, coordinator: TenantClient) -> None:
    answer = scan(coordinator, slot, badge, **{"X-Wasl-Outbox": "1"})
    assert (answer.status_code, bool(answer.json()["reason"])) == (422, True)
    assert written() == []


def test_the_roll_is_sent_later_with_its_hour(own_ngo: Tenant, coordinator: TenantClient) -> None:
    amina = a_person()
    slot = a_slot(amina)
    url = reverse("sessions:attendance", args=[slot.session.uuid, slot.number])
    now = int(timezone.now().timestamp() * 1000)
    device = {"X-Wasl-Outbox": "1", "X-Wasl-At": str(now - 60_000), "X-Wasl-Now": str(now)}
    sheet = {"sheet": str(uuid4()), "present": [str(amina.uuid)]}
    answers = [coordinator.post(url, sheet, headers=device) for _time in range(2)]
    assert [answer.json() for answer in answers] == [{"next": url}, {"next": url}]
    row = Evidence.objects.get()
    assert row.device_time is not None
    assert row.device_time.timestamp() * 1000 == pytest.approx(now - 60_000, abs=1)


def test_a_roll_that_is_not_taken_says_why(own_ngo: Tenant, coordinator: TenantClient) -> None:
    slot = a_slot(a_person())
    actions.cancel_session(session=slot.session, reason="No light", actor=a_user())
    url = reverse("sessions:attendance", args=[slot.session.uuid, slot.number])
    sheet = {"sheet": str(uuid4()), "present": [str(Person.objects.get().uuid)]}
    answer = coordinator.post(url, sheet, headers={"X-Wasl-Outbox": "1"})
    assert answer.status_code == 422
    assert answer.json()["reason"] != ""


def test_what_the_last_half_days_were(own_ngo: Tenant, coordinator: TenantClient) -> None:
    amina = a_person()
    days = [HalfDay(today(-number), "morning", 210) for number in (3, 2, 1, 0)]
    session = a_session(*days, people=[amina])
    first, _second, third, last = session.slots.all()
    for slot in (first, third):
        present(slot, amina)
    assert recent_presence(last, training_sessions().none()) == {amina.pk: [True, False, True]}


def test_the_last_half_days_of_other_sessions_are_for_those_who_may_see_them(own_ngo: Tenant) -> None:
    amina, bilal = a_person(), a_person("Bilal")
    for on, fields in ((-9, {"cycle_code": "ONE"}), (-5, {}), (-2, {})):
        before = a_session(on=on, people=[amina, bilal] if on != -2 else [bilal], **fields)
        present(before.slots.get(), bilal)
        actions.hold_session(session=before, actor=a_user())
    slot = a_session(people=[amina, bilal], cycle_code="ONE").slots.get()
    assert recent_presence(slot, training_sessions()) == {amina.pk: [False, False], bilal.pk: [True, True, True]}
    assert recent_presence(slot, training_sessions().none()) == {amina.pk: [False], bilal.pk: [True]}
    assert recent_presence(slot, training_sessions(), most=1) == {amina.pk: [False], bilal.pk: [True]}


def test_a_roll_sent_later_takes_those_merged_or_taken_off_the_list(own_ngo: Tenant, coordinator: TenantClient) -> None:
    amina, bilal, chafik = (a_person(name) for name in ("Amina", "Bilal", "Chafik"))
    slot = a_slot(amina, bilal, chafik)
    sheet = {"sheet": str(uuid4()), "present": [str(person.uuid) for person in (amina, bilal, chafik)]}
    merge_people(kept=chafik, absorbed=amina, actor=a_user())
    actions.remove_person(session=slot.session, person=bilal, actor=a_user())
    url = reverse("sessions:attendance", args=[slot.session.uuid, slot.number])
    now = int(timezone.now().timestamp() * 1000)
    assert coordinator.post(url, sheet).status_code == 200  # at the screen it is said
    assert presences(slot) == {}
    device = {"X-Wasl-Outbox": "1", "X-Wasl-At": str(now - 60_000), "X-Wasl-Now": str(now)}
    assert coordinator.post(url, sheet, headers=device).status_code == 200
    assert presences(slot) == {chafik.pk: 210, bilal.pk: 210}


def test_a_roll_sent_later_takes_nobody_unknown(own_ngo: Tenant, other_ngo: Tenant, coordinator: TenantClient) -> None:
    slot = a_slot(a_person())
    with other_ngo:
        stranger = a_person("A stranger")
    url = reverse("sessions:attendance", args=[slot.session.uuid, slot.number])
    now = str(int(timezone.now().timestamp() * 1000))
    device = {"X-Wasl-Outbox": "1", "X-Wasl-At": now, "X-Wasl-Now": now}
    for key in (str(stranger.uuid), "nonsense"):
        sheet = {"sheet": str(uuid4()), "present": [key]}
        assert coordinator.post(url, sheet, headers=device).status_code == 422
    assert written() == []


def test_a_walk_in_is_sent_later_once_with_its_hour(own_ngo: Tenant, coordinator: TenantClient) -> None:
    slot = a_slot()
    url = reverse("sessions:walk_in", args=[slot.session.uuid, slot.number])
    now = int(timezone.now().timestamp() * 1000)
    device = {"X-Wasl-Outbox": "1", "X-Wasl-At": str(now - 60_000), "X-Wasl-Now": str(now)}
    data = {"uuid": str(uuid4()), "full_name": "Zahra"}
    for _time in range(3):
        assert coordinator.post(url, data, headers=device).status_code == 200
    assert written() == [("Zahra", "trainer")]
    row = Evidence.objects.get()
    assert row.device_time is not None
    assert row.device_time.timestamp() * 1000 == pytest.approx(now - 60_000, abs=1)
    assert Registration.objects.get().walk_in
    assert coordinator.post(url, {"uuid": str(uuid4()), "full_name": ""}, headers=device).status_code == 422


def test_each_device_has_a_name_of_its_own(own_ngo: Tenant, sign_in: Callable[..., TenantClient]) -> None:
    amina, bilal = a_person(), a_person("Bilal")
    slot = a_slot(amina, bilal)
    url = reverse("sessions:attendance", args=[slot.session.uuid, slot.number])
    clients = [sign_in(own_ngo, role) for role in (Role.COORDINATOR, Role.ADMINISTRATOR)]
    for client, person in zip(clients, (amina, bilal), strict=True):
        for _time in range(2):
            client.post(url, {"sheet": str(uuid4()), "present": [str(person.uuid)]})
    names = [client.cookies[COOKIE].value for client in clients]
    assert len(set(names)) == 2
    found = Evidence.objects.order_by("pk").values_list("person", "device")
    assert list(found) == [(amina.pk, names[0])] * 2 + [(bilal.pk, names[1])] * 2
