"""Messages whose server is away: tried again for two days, seen by those who sent them, never sent twice.

The server is a real one on this machine (tests.mail_server); the worker that is killed is a real process.
"""

import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from core.delivery import pause_after
from people.consent import give_consent, withdraw_consent
from people.models import MutedReminder, Person, SentMessage
from sessions.models import Registration, Slot, TrainingSession
from tenants import clock
from tests.support.mail_server import BREAK_OFF, SILENT, MailServer

CASABLANCA = ZoneInfo("Africa/Casablanca")
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=CASABLANCA)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "core.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.3
        yield server


SOON = NOON.date() + datetime.timedelta(days=3)


def expected(number=1, *, first_day=SOON):
    """A session with so many people invited to it: they are told until it begins."""
    session = TrainingSession.objects.create(title="Repérer la traite", audience="professional")
    Slot.objects.create(session=session, number=1, date=first_day, minutes=180, part="morning")
    people = [
        Person.objects.create(full_name=f"Salma {n}", email=f"salma{n}@example.org", person_language="fr")
        for n in range(number)
    ]
    for person in people:
        give_consent(person=person)
        Registration.objects.create(session=session, person=person, status="invited")
    return people


def tick(moment=NOON):
    for cache in caches.all():
        cache.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        clock.tick()


def after(**time):
    return NOON + datetime.timedelta(**time)


def outcomes(tenant):
    with tenant:
        return list(SentMessage.objects.order_by("pk").values_list("outcome", flat=True))


def the_row(tenant):
    with tenant:
        return SentMessage.objects.get()


AWAY = {
    "nobody listens": None,
    "says nothing": {"greeting": SILENT},
    "closes": {"greeting": "421 too busy"},
    "puts the receiver off": {"RCPT": "450 later"},
    "puts the mail off": {"DATA": "451 later"},
    "puts off what it was handed": {"taken": "452 no room"},
    "breaks off before the mail": {"RCPT": BREAK_OFF},
}


@pytest.mark.parametrize("says", AWAY.values(), ids=AWAY)
def test_what_is_put_off_goes_once_the_server_is_back(own_ngo, other_ngo, server, says):
    expected()
    if says is None:
        server.close()
    else:
        server.says.update(says)
    tick()
    row = the_row(own_ngo)
    assert (row.outcome, row.tries, row.next_try_at) == ("waiting", 1, after(minutes=15))
    tick(after(minutes=14))
    assert the_row(own_ngo).tries == 1
    server.says.clear()
    server.taken.clear()
    if says is None:
        server.open()
    tick(after(minutes=15))
    for _time in range(3):
        tick(after(minutes=40))
    assert outcomes(own_ngo) == ["sent"]
    assert len(server.taken) == 1
    assert b"To: salma0@example.org" in server.taken[0]
    assert outcomes(other_ngo) == []


@pytest.mark.parametrize("says", [{"MAIL": "550 no"}, {"RCPT": "550 nobody"}, {"taken": "554 no"}], ids=str)
def test_what_is_refused_for_good_is_not_tried_again(own_ngo, server, says):
    expected()
    server.says.update(says)
    tick()
    assert outcomes(own_ngo) == ["failed"]
    server.says.clear()
    server.taken.clear()
    tick(after(hours=1))
    assert (outcomes(own_ngo), server.taken) == (["failed"], [])


@pytest.mark.parametrize("answer", [SILENT, BREAK_OFF])
def test_what_was_handed_over_without_an_answer_is_uncertain_and_not_sent_again(own_ngo, server, answer):
    expected()
    server.says["taken"] = answer
    tick()
    assert (outcomes(own_ngo), len(server.taken)) == (["uncertain"], 1)
    server.says.clear()
    tick(after(hours=1))
    assert (outcomes(own_ngo), len(server.taken)) == (["uncertain"], 1)


def test_the_pauses_grow_to_six_hours():
    minutes = [pause_after(tries) // datetime.timedelta(minutes=1) for tries in range(1, 9)]
    assert minutes == [15, 30, 60, 120, 240, 360, 360, 360]


def test_two_days_long_by_day_then_given_up(own_ngo, server):
    expected(first_day=NOON.date() + datetime.timedelta(days=9))
    server.close()
    tried = []
    for hour in range(24 * 3):
        now = after(hours=hour)
        before = the_row(own_ngo).tries if hour else 0
        if hour and the_row(own_ngo).outcome == "given_up":
            break
        tick(now)
        if the_row(own_ngo).tries > before:
            tried.append(now)
    assert (outcomes(own_ngo), the_row(own_ngo).next_try_at) == (["given_up"], None)
    assert {moment.hour in range(8, 20) for moment in tried} == {True}
    assert after(days=2) <= tried[-1] < after(days=2, hours=7)
    server.open()
    tick(tried[-1] + datetime.timedelta(hours=1))
    assert server.taken == []


def test_a_server_that_is_away_is_not_asked_for_everybody(own_ngo, server, caplog):
    """Forty people and a server that says nothing: three tries, not forty; all wait, and all get theirs."""
    expected(40)
    server.says["greeting"] = SILENT
    begun = datetime.datetime.now()
    tick()
    assert (datetime.datetime.now() - begun).total_seconds() < 6
    assert outcomes(own_ngo) == ["waiting"] * 40
    assert [record.getMessage() for record in caplog.records] == [
        "own_ngo: messages not sent: 3 waiting (SMTPServerDisconnected)"
    ]
    server.says.clear()
    tick(after(minutes=15))
    assert (outcomes(own_ngo), len(server.taken)) == (["sent"] * 40, 40)


def test_one_address_that_is_put_off_keeps_nobody_waiting(own_ngo, server):
    expected(5)
    server.says["RCPT"] = "450 later"
    tick()
    assert outcomes(own_ngo) == ["waiting"] * 5
    with own_ngo:
        assert list(SentMessage.objects.values_list("tries", flat=True)) == [1] * 5


@pytest.mark.parametrize("change", ["muted", "withdrawn", "over"])
def test_what_waits_and_is_due_no_more_is_not_sent(own_ngo, server, change):
    (person,) = expected()
    server.close()
    tick()
    server.open()
    connection.set_tenant(own_ngo)
    if change == "muted":
        MutedReminder.objects.create(person=person, kind="invitation")
    elif change == "withdrawn":
        withdraw_consent(person=person)
    else:
        Slot.objects.update(date=NOON.date() - datetime.timedelta(days=1))
    tick(after(minutes=20))
    assert (outcomes(own_ngo), server.taken) == (["lapsed"], [])


def test_a_corrected_address_is_where_it_goes(own_ngo, server):
    (person,) = expected()
    server.close()
    tick()
    server.open()
    with own_ngo:
        Person.objects.filter(pk=person.pk).update(email="right@example.org")
    tick(after(minutes=15))
    assert b"To: right@example.org" in server.taken[0]


def test_nothing_to_be_sent_is_stored(own_ngo, server):
    expected()
    server.close()
    tick()
    with own_ngo, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_sentmessage")
        stored = str(cursor.fetchall())
    assert not [word for word in ("Salma", "salma", "traite", "http", "example") if word in stored]


def test_the_coordinator_reads_what_became_of_each(sign_in, own_ngo, other_ngo, server):
    people = expected(2)
    server.close()
    tick()
    page = sign_in(own_ngo, Role.COORDINATOR).get("/en/reminders/").content.decode()
    assert page.count("Waiting: the server was away; next try on 24 November 2026 at 12:15") == 2
    assert f"/en/people/{people[0].uuid}/" in page
    assert "Salma" not in page
    assert sign_in(other_ngo, Role.COORDINATOR).get("/en/reminders/").context["list"].page.paginator.count == 0


def worker_environment(server):
    database = connection.settings_dict
    user, port = f"{database['USER']}:{database['PASSWORD']}", database["PORT"] or 5432
    url = f"postgresql://{user}@localhost:{port}/{database['NAME']}?host={database['HOST']}"
    return os.environ | {
        "DATABASE_URL": url, "MAIL_PORT": str(server.port), "DJANGO_SETTINGS_MODULE": "tests.people.worker_settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
    }  # fmt: skip


def start_worker(server):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.people.worker"], cwd=ROOT, env=worker_environment(server),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_noting_leaves_one_in_doubt(own_ngo, server):
    """It has handed over the second mail of three; the next worker sends the third, and the second not again."""
    expected(3, first_day=timezone.localdate() + datetime.timedelta(days=3))
    server.silent_from = 2
    worker = start_worker(server)
    server.wait_for(2)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert (outcomes(own_ngo), len(server.taken)) == (["sent", "sending"], 2)
    server.silent_from = None
    with own_ngo:
        late = timezone.now() - datetime.timedelta(minutes=11)
        SentMessage.objects.filter(outcome="sending").update(sent_at=late)
    worker = start_worker(server)
    try:
        server.wait_for(3)
        until = time.monotonic() + 10
        while "sending" in outcomes(own_ngo) and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        worker.terminate()
        worker.wait()
    assert len(server.taken) == 3
    assert outcomes(own_ngo) == ["sent", "uncertain", "sent"]
    assert len({mail.split(b"To: ")[1].split(b"\r\n")[0] for mail in server.taken}) == 3
