"""Reminders: by day, once, to those who want them, naming nothing; the log without content."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from core.mail import send_mail
from core.sms import MemorySms
from courses.actions import enrol_person
from courses.models import CoursePage, Enrolment
from pages.models import HomePage
from people.consent import give_consent, withdraw_consent
from people.erasure import erase_person
from people.merging import merge_people
from people.messages.sending import read_token, unsubscribe_token
from people.models import MutedReminder, Person, SentMessage
from sessions.models import Registration, Slot, TrainingSession
from tests.support.clients import TenantClient
from tests.support.devices import NOON, tick

CASABLANCA = ZoneInfo("Africa/Casablanca")
TITLE = "Identifier les victimes de la traite"


@pytest.fixture
def salma(own_ngo):
    """A participant with a mail address, who reads Arabic, on the list of a session tomorrow."""
    user = User.objects.create_user(username="p-1", password="1234")
    person = Person.objects.create(
        full_name="Salma Exemple", email="salma@example.org", user=user, person_language="ar"
    )
    give_consent(person=person)
    session = TrainingSession.objects.create(title=TITLE, audience="professional", city="Agadir")
    Slot.objects.create(session=session, number=1, date=NOON.date() + datetime.timedelta(days=1), minutes=180)
    Registration.objects.create(session=session, person=person)
    return person


def kinds_sent(tenant):
    with tenant:
        return sorted(SentMessage.objects.values_list("kind", "outcome"))


def test_the_day_before_a_session_once(own_ngo, salma):
    tick(NOON - datetime.timedelta(days=1))
    assert kinds_sent(own_ngo) == []
    for _time in range(3):
        tick()
    assert kinds_sent(own_ngo) == [("session", "sent")]
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["salma@example.org"], "تذكير")
    assert 'lang="ar" dir="rtl"' in message.alternatives[0].content
    everything = message.subject + message.body + message.alternatives[0].content + str(message.extra_headers)
    assert not re.search("Salma|traite|Agadir|Identifier|الاتجار", everything)
    assert "<img" not in everything


def test_a_session_that_moves_is_said_again_and_a_cancelled_one_not(own_ngo, salma):
    tick()
    with own_ngo:
        Slot.objects.update(date=NOON.date() + datetime.timedelta(days=3))
    tick(NOON + datetime.timedelta(days=2))
    assert len(mail.outbox) == 2
    with own_ngo:
        Slot.objects.update(date=NOON.date() + datetime.timedelta(days=5))
        TrainingSession.objects.update(state="cancelled")
    tick(NOON + datetime.timedelta(days=4))
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(("hour", "sent"), [(7, 0), (8, 1), (19, 1), (20, 0), (23, 0)], ids=str)
@pytest.mark.parametrize("day", [datetime.date(2026, 11, 24), datetime.date(2027, 2, 20)], ids=["winter", "Ramadan"])
def test_nothing_is_sent_at_night_by_the_ngos_own_clock(own_ngo, salma, day, hour, sent):
    """In Ramadan Morocco's clock is an hour behind the rest of its year."""
    Slot.objects.update(date=day + datetime.timedelta(days=1))
    assert own_ngo.time_zone == CASABLANCA
    tick(datetime.datetime.combine(day, datetime.time(hour, 30), CASABLANCA))
    assert len(mail.outbox) == sent


@pytest.mark.parametrize("change", ["muted", "withdrawn", "erased", "no address"])
def test_who_is_not_reminded(own_ngo, salma, change):
    if change == "muted":
        MutedReminder.objects.create(person=salma, kind="session")
    elif change == "withdrawn":
        withdraw_consent(person=salma)
    elif change == "erased":
        erase_person(person=salma)
    else:
        Person.objects.update(email="")
    tick()
    assert mail.outbox == []


def test_by_sms_where_there_is_no_mail(own_ngo, salma, settings):
    settings.SMS_BACKEND = "core.sms.MemorySms"
    MemorySms.outbox.clear()
    Person.objects.update(email="", phone="+212612345678", person_language="fr")
    tick()
    ((phone, text),) = MemorySms.outbox
    assert phone == "+212612345678"
    assert text.startswith("Quelque chose qui vous attend a lieu demain.")
    assert "/fr/sessions/answer/" in text


def test_each_ngo_reminds_its_own(own_ngo, other_ngo, salma):
    with other_ngo:
        person = Person.objects.create(full_name="Nadia", email="nadia@example.org", person_language="fr")
        session = TrainingSession.objects.create(title="Ailleurs", audience="public")
        Slot.objects.create(session=session, number=1, date=NOON.date() + datetime.timedelta(days=1), minutes=90)
        Registration.objects.create(session=session, person=person)
    tick()
    assert sorted(message.to[0] for message in mail.outbox) == ["nadia@example.org", "salma@example.org"]
    hosts = {message.to[0]: re.search(r"http://([^/:]+)", message.body)[1] for message in mail.outbox}
    assert (hosts["nadia@example.org"], hosts["salma@example.org"]) == ("other-ngo.localhost", "own-ngo.localhost")
    assert (kinds_sent(own_ngo), kinds_sent(other_ngo)) == ([("session", "sent")], [("session", "sent")])


@pytest.mark.parametrize(
    ("days", "completed", "kind"),
    [(13, False, None), (15, False, "go_on"), (40, False, None), (100, True, None), (183, True, "refresher"),
     (220, True, None)],
)  # fmt: skip
def test_courses_left_lying_and_courses_long_done(own_ngo, salma, days, completed, kind):
    Registration.objects.all().delete()
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr=TITLE, ready_fr=True, slug="cours"))
    enrol_person(person=salma, course=course)
    ago = NOON - datetime.timedelta(days=days)
    Enrolment.objects.update(joined_at=ago, completed_at=ago if completed else None)
    for _time in range(2):
        tick()
    assert kinds_sent(own_ngo) == ([(kind, "sent")] if kind else [])


def test_a_channel_that_fails_is_in_the_log_and_keeps_nobody_waiting(own_ngo, salma, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise OSError("salma@example.org")

    monkeypatch.setattr("people.messages.sending.send_mail", fail)
    tick()
    assert kinds_sent(own_ngo) == [("session", "waiting")]
    assert "salma" not in caplog.text


def test_the_address_in_the_mail_stops_that_kind_and_says_nothing(own_ngo, salma, other_ngo):
    tick()
    header = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = "/" + header.split("/", 3)[3]
    connection.set_tenant(own_ngo)
    client = TenantClient(own_ngo, enforce_csrf_checks=True)
    page = client.get(path).content.decode()
    assert "Salma" not in page
    assert "salma@" not in page
    assert MutedReminder.objects.count() == 0  # a link that is only looked at changes nothing

    def said(response):
        return response.status_code, response.context["is_known"], response.context["done"]

    assert said(client.get(path)) == (200, True, False)
    for _press in range(2):
        assert said(client.post(path, {"List-Unsubscribe": "One-Click"})) == (200, True, True)
    assert MutedReminder.objects.get().kind == "session"
    assert said(TenantClient(other_ngo).post(path)) == (404, False, False)
    assert said(client.get("/fr/stop/whatever/")) == (404, False, False)


def test_a_token_names_nobody(own_ngo, salma):
    token = unsubscribe_token(salma, "session")
    assert read_token(token) == (salma, "session")
    assert read_token(token[:-1]) is None


def test_i_choose_my_reminders(own_ngo, salma):
    client = TenantClient(own_ngo)
    client.force_login(salma.user)
    assert client.get("/fr/me/reminders/").status_code == 200
    client.post("/fr/me/reminders/", dict.fromkeys(("session", "change", "invitation", "place", "access"), "on"))
    assert sorted(MutedReminder.objects.values_list("kind", flat=True)) == ["go_on", "refresher"]
    kinds = ("session", "change", "invitation", "place", "access", "go_on", "refresher")
    client.post("/fr/me/reminders/", dict.fromkeys(kinds, "on"))
    assert MutedReminder.objects.count() == 0


def merged_into_a_listed_record(salma, make_user, own_ngo):
    """Salma joined by herself; the coordinator merges her record into the one of their list."""
    listed = Person.objects.create(full_name="Salma Exemple", email="list@example.org", person_language="fr")
    merge_people(kept=listed, absorbed=salma, actor=make_user(own_ngo, Role.COORDINATOR))
    return listed


def test_a_merged_record_is_reminded_once_where_its_human_is_reached(own_ngo, salma, make_user):
    listed = merged_into_a_listed_record(salma, make_user, own_ngo)
    session = TrainingSession.objects.get()
    Registration.objects.create(session=session, person=listed)  # on the list twice, by both records
    for _time in range(2):
        tick()
    assert [message.to for message in mail.outbox] == [["list@example.org"]]
    with own_ngo:
        assert list(SentMessage.objects.values_list("kind", "person")) == [("session", listed.uuid)]


@pytest.mark.parametrize("wish", ["muted", "withdrawn"])
def test_what_a_merged_record_said_no_to_stays_said(own_ngo, salma, make_user, wish):
    if wish == "muted":
        MutedReminder.objects.create(person=salma, kind="session")
    else:
        withdraw_consent(person=salma)
    merged_into_a_listed_record(salma, make_user, own_ngo)
    tick()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("days", "completed", "sent"), [(15, False, ["go_on"]), (15, True, []), (183, True, ["refresher"])]
)
def test_a_course_of_two_merged_records_is_said_once(own_ngo, salma, make_user, days, completed, sent):
    Registration.objects.all().delete()
    listed = merged_into_a_listed_record(salma, make_user, own_ngo)
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr=TITLE, ready_fr=True, slug="cours"))
    ago = NOON - datetime.timedelta(days=days)
    for person in (salma, listed):
        enrol_person(person=person, course=course)
    Enrolment.objects.update(joined_at=ago)
    if completed:
        Enrolment.objects.filter(person=salma).update(completed_at=ago)
    tick()
    assert [kind for kind, _outcome in kinds_sent(own_ngo)] == sent


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_address_opens_in_the_readers_language(own_ngo, salma, language):
    Person.objects.update(person_language=language)
    tick()
    assert re.findall(r"http://own-ngo.localhost(?::[0-9]+)?/(..)/", mail.outbox[0].body) == [language] * 2


@pytest.mark.parametrize(("role", "status"), [(Role.COORDINATOR, 200), (Role.TRAINER, 403), (None, 403)], ids=str)
def test_the_log_names_nobody(sign_in, own_ngo, salma, role, status):
    tick()
    with own_ngo:
        response = sign_in(own_ngo, role).get("/fr/reminders/")
    assert response.status_code == status
    assert "Salma" not in response.content.decode()
    assert "salma@" not in response.content.decode()
    if status == 200:
        assert len(response.context["list"].table.rows) == 1


def test_the_stranger_sees_no_log_of_ours(sign_in, own_ngo, other_ngo, salma):
    tick()
    assert sign_in(other_ngo, Role.COORDINATOR).get("/fr/reminders/").context["list"].page.paginator.count == 0


def test_as_many_queries_for_many_rows(sign_in, own_ngo, salma):
    client, counts = sign_in(own_ngo, Role.COORDINATOR), []
    client.get("/fr/reminders/")
    for number in (1, 15):
        for more in range(number):
            SentMessage.objects.create(kind="session", person=salma.uuid, key=f"{number} {more}", channel="mail")
        with CaptureQueriesContext(connection) as captured:
            client.get("/fr/reminders/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@given(name=st.text(st.characters(categories=["L"]), min_size=8, max_size=20))
def test_no_context_of_ours_lets_a_name_into_a_message(name):
    """A message is made of our own words and two addresses: whatever else a context holds is not shown."""
    mail.outbox.clear()
    context = {"text": "t", "url": "u", "name": name, "person": name, "title": name, "code": "c"}
    for template in ("reminder", "staff_invitation", "sign_in_code"):
        send_mail("a@example.org", "fr", template, context, subject="s")
    shown = "".join(message.body + message.alternatives[0].content for message in mail.outbox)
    assert name not in shown


def test_my_data_say_what_was_sent(own_ngo, salma):
    tick()
    connection.set_tenant(own_ngo)
    MutedReminder.objects.create(person=salma, kind="go_on")
    client = TenantClient(own_ngo)
    client.force_login(salma.user)
    muted, sent = client.get("/fr/my-data/my-data.json").json()["reminders"]
    assert muted["wanted"] is False
    assert sent["channel"] == "mail"
