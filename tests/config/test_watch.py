"""`watch` tells the operator of each trouble once, again after a day, and when it is over; it names nobody."""

import datetime
import email
import email.policy
import json
from collections import namedtuple
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.doctor.watching import look_at_watch
from config.watching import telling, troubles
from people.tasks import erase_people
from tenants import heartbeat
from tenants.keeping.runs import note
from tenants.maintenance import pause
from tenants.models import BackupRun, Domain, Heartbeat, Tenant
from tests.support.mail_server import MailServer

Usage = namedtuple("Usage", "total used free")
GIGABYTE = 1024**3
OPERATOR = "it@example.org"


@pytest.fixture
def now(monkeypatch):
    """A clock that the test moves; what the database notes keeps its own time."""
    moved = [timezone.now()]
    monkeypatch.setattr(telling.timezone, "now", lambda: moved[0])
    return moved


@pytest.fixture
def server(settings, tmp_path, monkeypatch, hub):
    """A server that is well, with a mail server of its own."""
    monkeypatch.setattr(troubles, "look_at", lambda domain: None)
    with MailServer() as mail:
        settings.VAR, settings.BACKUP_TO, settings.OPERATOR_EMAIL = tmp_path, str(tmp_path), [OPERATOR]
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
            "core.smtp.EmailBackend",
            "127.0.0.1",
            mail.port,
        )
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        monkeypatch.setattr(troubles.shutil, "disk_usage", lambda _path: Usage(100 * GIGABYTE, 0, 50 * GIGABYTE))
        Domain.objects.update(names="", certificate="", certificate_until=None)
        make_well()
        yield mail


def make_well():
    heartbeat.beat()
    note(BackupRun.Kind.BACKUP, good=True, says="")


def look() -> tuple[int, list[str]]:
    """How `watch` ended, and what it said."""
    out = StringIO()
    try:
        call_command("watch", stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def mails(server: MailServer) -> list[tuple[str, str, str]]:
    """To whom, subject and body of each."""
    read = [email.message_from_bytes(raw, policy=email.policy.default) for raw in server.taken]
    return [(mail["To"], mail["Subject"], mail.get_content().replace("\r", "").strip()) for mail in read]


def silence(minutes: float) -> None:
    Heartbeat.objects.update(at=timezone.now() - datetime.timedelta(minutes=minutes))


def test_all_is_well(server):
    assert (look(), mails(server)) == ((0, ["All is well."]), [])


def late_backup():
    BackupRun.objects.update(at=timezone.now() - datetime.timedelta(hours=37))


def stuck_task():
    with Tenant.objects.get(schema_name="own_ngo"):
        erase_people.enqueue(1)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - datetime.timedelta(minutes=45))


def ending_certificate():
    until = timezone.localdate() + datetime.timedelta(days=15)
    Domain.objects.filter(tenant__schema_name="own_ngo").update(
        names="here", certificate="good", certificate_until=until
    )


@pytest.mark.parametrize(
    ("name", "happens", "says"),
    [
        ("backup", late_backup, "La dernière sauvegarde date de 1 jour, 13 heures."),
        ("worker", lambda: silence(20), "Le processus des tâches se tait depuis 20 minutes"),
        ("worker", lambda: Heartbeat.objects.all().delete(), "Le processus des tâches n’a jamais été vu"),
        ("queue", stuck_task, "1 tâche attend depuis 45 minutes"),
        ("certificates", ending_certificate, "Le certificat de 1 adresse expire dans les 15 jours"),
    ],
)
def test_each_trouble_is_mailed_without_a_name(server, own_ngo, name, happens, says):
    happens()
    assert look()[0] == 0
    ((to, subject, body),) = mails(server)
    assert (to, subject) == (OPERATOR, "Le serveur a besoin de vous")
    assert body.replace("\xa0", " ").startswith(f"- {says}")
    for one in Tenant.objects.all():
        assert one.schema_name not in body
        assert one.name not in body
    assert list(telling.remembered().told) == [name]


def test_a_disk_that_is_nearly_full(server, monkeypatch):
    monkeypatch.setattr(troubles.shutil, "disk_usage", lambda _path: Usage(100 * GIGABYTE, 0, 1.5 * GIGABYTE))
    assert look()[1][0].startswith("disk: Le disque est presque plein")


def test_a_database_that_is_away_is_told_and_ends_nothing(server, monkeypatch):
    silence(20)
    look()

    def fail():
        raise DatabaseError

    monkeypatch.setattr(troubles, "last_runs", fail)
    code, said = look()
    assert (code, [line.partition(":")[0] for line in said]) == (0, ["database"])
    assert len(mails(server)) == 2
    assert set(telling.remembered().told) == {"worker", "database"}


def test_once_again_after_a_day_and_when_it_is_over(server, now):
    silence(20)
    for hours, number in ((0, 1), (1, 1), (23.9, 1), (24, 2), (47, 2), (48.1, 3)):
        now[0] = NOON + datetime.timedelta(hours=hours)
        Heartbeat.objects.update(at=now[0] - datetime.timedelta(minutes=20))
        BackupRun.objects.update(at=now[0])
        look()
        assert len(mails(server)) == number, hours
    Heartbeat.objects.update(at=now[0])
    look()
    look()
    assert [subject for _to, subject, _body in mails(server)][-1] == "Le serveur va de nouveau bien"
    assert len(mails(server)) == 4
    assert telling.remembered().told == {}


NOON = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)


def test_where_the_mail_server_is_away_it_is_told_later(server, now):
    silence(20)
    server.close()
    assert look()[0] == 1
    server.open()
    assert look()[0] == 0
    assert len(mails(server)) == 1


def test_a_pause_of_an_upgrade_is_no_stuck_queue(server, own_ngo):
    stuck_task()
    pause("own_ngo", reading=True)
    assert look() == (0, ["All is well."])


def test_a_new_platform_has_a_day_and_a_half_for_its_first_backup(server, hub):
    BackupRun.objects.all().delete()
    assert look() == (0, ["All is well."])
    Tenant.objects.filter(kind="hub").update(created_at=timezone.now() - datetime.timedelta(hours=37))
    assert look()[1][0].startswith("backup: ")


def test_each_host_is_looked_at_once_a_day(server, own_ngo, monkeypatch):
    seen = []
    monkeypatch.setattr(troubles, "look_at", lambda domain: seen.append(domain.domain))
    Domain.objects.update(looked_at=timezone.now() - datetime.timedelta(hours=22))
    Domain.objects.filter(tenant__schema_name="own_ngo").update(looked_at=timezone.now() - datetime.timedelta(hours=24))
    look()
    assert seen == list(Domain.objects.filter(tenant__schema_name="own_ngo").values_list("domain", flat=True))


def test_what_was_noted_and_cannot_be_read_is_as_if_it_were_not(server, settings):
    (settings.VAR / telling.FILE).write_text('{"told": 3}')
    silence(20)
    assert look()[0] == 0
    assert len(mails(server)) == 1


def test_without_an_address_it_is_said_and_not_sent(server, settings):
    settings.OPERATOR_EMAIL = []
    silence(20)
    code, said = look()
    assert (code, len(said), mails(server)) == (0, 1, [])


def test_the_doctor_asks_for_both(server, settings):
    assert look_at_watch().state == "warning"  # never called
    look()
    assert look_at_watch().state == "ok"
    kept = json.loads((settings.VAR / telling.FILE).read_text())
    kept["looked_at"] = (timezone.now() - datetime.timedelta(hours=2)).isoformat()
    (settings.VAR / telling.FILE).write_text(json.dumps(kept))
    assert "2" in look_at_watch().says
    settings.OPERATOR_EMAIL = []
    assert "OPERATOR_EMAIL" in look_at_watch().says
