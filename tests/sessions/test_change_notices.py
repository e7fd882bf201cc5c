"""Changes at night: who is woken, who reads of it in time, whom the coordinator has to call; nothing afterwards."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.roles import Role
from people.consent import give_consent
from people.messages import send_due
from people.models import MutedReminder, NightCall, Person, SentMessage
from sessions import actions
from sessions.actions import HalfDay
from sessions.change_notices import current_change, unreached_in_time
from sessions.models import Registration
from tests.support.clients import TenantClient
from tests.support.sessions import FIELDS, a_person, a_session, a_slot, a_user, present

ZONE = ZoneInfo("Africa/Casablanca")
NIGHT = datetime.datetime(2027, 3, 9, 23, 0, tzinfo=ZONE)
TOMORROW = NIGHT.date() + datetime.timedelta(days=1)
BASE = "http://own-ngo.localhost"


@pytest.fixture
def at(monkeypatch, own_ngo):
    """Sets the hour, by the NGO's clock."""
    with timezone.override(own_ngo.time_zone):

        def set_clock(moment):
            monkeypatch.setattr(timezone, "now", lambda: moment)
            return moment

        set_clock(NIGHT)
        yield set_clock


@pytest.fixture
def amina(at):
    person = a_person("Amina Benali", email="amina@example.org", person_language="fr")
    give_consent(person=person)
    return person


def session_at(hour, *people, days=1):
    half_day = HalfDay(NIGHT.date() + datetime.timedelta(days=days), "morning", 180, starts_at=datetime.time(hour))
    session = a_session(half_day, people=people)
    Registration.objects.update(registered_at=NIGHT - datetime.timedelta(days=1))
    return session


def sent():
    return [message.to[0] for message in mail.outbox]


def ways(session):
    edit = {"session": session, "fields": FIELDS, "actor": a_user()}
    return {
        "cancelled": lambda: actions.cancel_session(session=session, reason="Fermé", actor=a_user()),
        "moved": lambda: actions.postpone_session(
            session=session, first_day=TOMORROW + datetime.timedelta(days=7), reason="Fermé", actor=a_user()
        ),
        "other hour": lambda: actions.update_session(
            **edit, half_days=[HalfDay(TOMORROW, "morning", 180, 1, datetime.time(11))]
        ),
        "another place": lambda: actions.update_session(
            **edit | {"fields": FIELDS | {"venue": "Salle 4"}},
            half_days=[HalfDay(TOMORROW, "morning", 180, 1, datetime.time(9))],
        ),
    }


@pytest.mark.parametrize("way", ["cancelled", "moved", "other hour", "another place"])
@pytest.mark.parametrize("asked", [True, False], ids=["woken", "not woken"])
def test_a_change_of_the_next_day_wakes_those_who_asked(amina, at, way, asked):
    if asked:
        NightCall.objects.create(person=amina)
    session = session_at(9, amina)
    change_at(session, way)
    send_due(base_url=BASE)
    assert sent() == (["amina@example.org"] if asked else [])
    at(NIGHT + datetime.timedelta(hours=9, minutes=5))
    send_due(base_url=BASE)
    assert sent() == ["amina@example.org"]


def change_at(session, way):
    ways(session)[way]()
    with connection.cursor() as cursor:  # written at the database's own hour
        cursor.execute("UPDATE training_sessions_change SET at = %s", [timezone.now()])


@pytest.mark.parametrize("days", [2, 30], ids=str)
def test_what_is_further_off_wakes_nobody(amina, days):
    NightCall.objects.create(person=amina)
    session = session_at(9, amina, days=days)
    change_at(session, "cancelled")
    send_due(base_url=BASE)
    assert sent() == []


@pytest.mark.parametrize("kind", ["session", "invitation"])
def test_other_messages_wait_for_the_morning(amina, kind):
    NightCall.objects.create(person=amina)
    session = session_at(9, amina)
    if kind == "invitation":
        Registration.objects.update(status="invited")
    send_due(base_url=BASE)
    assert (sent(), session.changes.count()) == ([], 0)


@pytest.mark.parametrize(
    ("hour", "why"), [(9, "gets the message on 10 March 2027 at 08:00 only"), (10, None), (14, None)], ids=str
)
def test_the_coordinator_reads_who_will_not_know(amina, at, hour, why):
    session = session_at(hour, amina)
    change_at(session, "cancelled")
    with translation.override("en"):
        found = unreached_in_time(current_change(session), timezone.now())
    assert [(one.person, one.why) for one in found] == ([(amina, why)] if why else [])


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ("woken", None),
        ("muted", "wants no messages"),
        ("no contact", "no mail address, no phone and no device that a message could go to"),
        ("waiting", "waiting: the server was away; next try on 10 March 2027 at 08:00"),
        ("failed", "refused for good: reach them otherwise"),
        ("uncertain", "uncertain: it may have arrived or not"),
        ("sent", None),
    ],
)
def test_why_each_does_not_know(amina, case, why):
    session = session_at(9, amina)
    change_at(session, "cancelled")
    change = current_change(session)
    if case == "woken":
        NightCall.objects.create(person=amina)
    elif case == "muted":
        MutedReminder.objects.create(person=amina, kind="change")
    elif case == "no contact":
        Person.objects.update(email="")
    else:
        SentMessage.objects.create(
            kind="change", person=amina.uuid, key=f"{session.uuid} change {change.pk}", channel="mail", outcome=case,
            next_try_at=NIGHT + datetime.timedelta(hours=9) if case == "waiting" else None,
        )  # fmt: skip
    with translation.override("en"):
        found = unreached_in_time(change, timezone.now())
    assert [one.why for one in found] == ([why] if why else [])


def test_after_the_act_and_on_the_session_the_people_to_call(sign_in, own_ngo, other_ngo, amina):
    amina.phone = "+212612345678"
    amina.save()
    session = session_at(9, amina)
    client = sign_in(own_ngo, Role.COORDINATOR)
    page = client.post(f"/en/sessions/{session.uuid}/cancel/", {"reason": "Closed"}, follow=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE training_sessions_change SET at = %s", [timezone.now()])
    page = client.get(f"/en/sessions/{session.uuid}/").content.decode()
    assert "Call these people" in page
    assert "+212612345678" in page
    assert "it concerns 10 March 2027, 09:00" in page
    assert sign_in(other_ngo, Role.COORDINATOR).get(f"/en/sessions/{session.uuid}/").status_code == 404


def test_the_act_says_how_many_to_call(sign_in, own_ngo, amina):
    """By the database's clock the change is later than the registration, as in life."""
    session = session_at(9, amina)
    Registration.objects.update(registered_at=datetime.datetime(2020, 1, 1, tzinfo=ZONE))
    client = sign_in(own_ngo, Role.COORDINATOR)
    page = client.post(f"/en/sessions/{session.uuid}/cancel/", {"reason": "Closed"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "The session is cancelled.", "1 person will not know in time: call them. The list is below."
    ]  # fmt: skip


def test_a_session_that_is_over_mails_nobody(amina, at):
    """Held, then planned again, corrected, cancelled: what is over is nobody's change."""
    slot = a_slot(amina, on=-3)
    Registration.objects.update(registered_at=datetime.datetime(2020, 1, 1, tzinfo=ZONE))
    session, user = slot.session, a_user()
    present(slot, amina)
    actions.hold_session(session=session, actor=user)
    actions.plan_session_again(session=session, actor=user)
    actions.cancel_session(session=session, reason="Erreur", actor=user)
    at(NIGHT + datetime.timedelta(hours=12))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE training_sessions_change SET at = %s", [timezone.now()])
    send_due(base_url=BASE)
    assert (sent(), current_change(session)) == ([], None)


def test_a_session_held_since_its_change_mails_nobody(amina, at):
    session = session_at(9, amina)
    change_at(session, "another place")
    at(NIGHT + datetime.timedelta(hours=10, minutes=30))
    present(session.slots.get(), amina)
    actions.hold_session(session=session, actor=a_user())
    send_due(base_url=BASE)
    assert sent() == []


def test_the_same_queries_for_one_and_thirty(sign_in, own_ngo, at):
    client, counts = sign_in(own_ngo, Role.COORDINATOR), []
    for number in (1, 30):
        people = [a_person(f"Personne {n}", email=f"p{n}@example.org") for n in range(number)]
        session = session_at(9, *people)
        change_at(session, "cancelled")
        change = current_change(session)
        for person in people:
            for kind, key in (("session", str(session.uuid)), ("change", f"{session.uuid} change {change.pk}")):
                SentMessage.objects.create(kind=kind, person=person.uuid, key=key, channel="mail", outcome="failed")
        client.get(f"/fr/sessions/{session.uuid}/")
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"/fr/sessions/{session.uuid}/")
        assert len(page.context["late"].rows) == len(page.context["not_arrived"].rows) == number
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_i_choose_to_be_woken(own_ngo, other_ngo, make_user):
    user = make_user(own_ngo)
    person = Person.objects.create(full_name="Salma", user=user, email="s@example.org")
    client = TenantClient(own_ngo)
    client.force_login(user)
    assert client.get("/fr/me/reminders/").context["form"]["at_night"].initial is False
    client.post("/fr/me/reminders/", {"at_night": "on"})
    assert [row.person for row in NightCall.objects.all()] == [person]
    assert client.get("/fr/my-data/my-data.json").json()["reminders"][0]["at_night"] is True
    client.post("/fr/me/reminders/", {"change": "on"})
    assert NightCall.objects.count() == 0
    with other_ngo:
        assert NightCall.objects.count() == 0
