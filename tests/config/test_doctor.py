"""`doctor`: each check as it finds things well and as it finds them broken."""

import datetime
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from config.doctor import configuration, database, files, hosts, keeping, processes
from config.doctor import mail as mail_checks
from config.doctor.findings import State, checks, examine
from config.first_run.environment_file import new_vapid_key
from core.confinement import Limits
from tenants import heartbeat
from tenants.models import BackupRun, Domain, Heartbeat, Tenant
from tests.support.keys import RANDOM
from tests.support.mail_server import BREAK_OFF, MailServer
from tests.support.pooler import TransactionPooler

ROOT = Path(__file__).resolve().parents[2]
NO_TEXTS = struct.pack("<7I", 0x950412DE, 0, 0, 28, 28, 0, 28)  # a compiled catalogue that is empty
OK, WARNING, ERROR = State.OK, State.WARNING, State.ERROR


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def server(settings):
    """The settings of a server, as first_run would have them."""
    settings.DEMO, settings.SECURE_SSL_REDIRECT = False, True
    settings.SECRET_KEY, settings.NETWORK_TOKEN_KEY = RANDOM, RANDOM[::-1]
    return settings


# Settings


def test_the_settings_of_a_server_are_well(server):
    assert configuration.look_at_settings().state == OK


@pytest.mark.parametrize(
    ("changes", "state", "says"),
    [
        pytest.param({"DEBUG": True}, ERROR, "DEBUG is on: error pages show data.", id="debug"),
        pytest.param(
            {"DEMO": True}, ERROR, "These are the settings of the demo: its keys are known to everybody.", id="demo"
        ),
        pytest.param(
            {"SECURE_SSL_REDIRECT": False, "WAGTAILADMIN_BASE_URL": "http://hub.example.org"},
            WARNING, "Pages are served without TLS.", id="no TLS",
        ),
    ],
)  # fmt: skip
def test_settings_of_developers_are_named(server, changes, state, says):
    for name, value in changes.items():
        setattr(server, name, value)
    found = configuration.look_at_settings()
    assert (found.state, found.says) == (state, says)
    assert found.remedy


@pytest.mark.parametrize(
    ("secret", "token", "says"),
    [
        pytest.param(RANDOM, RANDOM[::-1], "The keys are strong and differ.", id="well"),
        pytest.param(RANDOM[:49], RANDOM[::-1], "SECRET_KEY is too weak.", id="short"),
        pytest.param(RANDOM, "ab" * 30, "NETWORK_TOKEN_KEY is too weak.", id="repeated"),
        pytest.param(RANDOM, RANDOM, "Two keys are the same: SECRET_KEY, NETWORK_TOKEN_KEY.", id="same"),
    ],
)
def test_keys(server, secret, token, says):
    server.SECRET_KEY, server.NETWORK_TOKEN_KEY = secret, token
    found = configuration.look_at_keys()
    assert found.says == says
    assert secret not in found.says + found.remedy


@pytest.mark.parametrize(
    ("key", "state", "says"),
    [
        pytest.param(new_vapid_key(), OK, "Who asks for it is reminded on their device.", id="well"),
        pytest.param("", WARNING, "Nobody is reminded on a device: VAPID_PRIVATE_KEY is not set.", id="none"),
        pytest.param("A" * 43, ERROR, "VAPID_PRIVATE_KEY is no key.", id="nought"),
        pytest.param("_" * 43, ERROR, "VAPID_PRIVATE_KEY is no key.", id="beyond the curve"),
    ],
)
def test_the_key_of_reminders_on_devices(server, key, state, says):
    server.VAPID_PRIVATE_KEY = key
    found = configuration.look_at_push()
    assert (found.state, found.says, bool(found.remedy)) == (state, says, state != OK)


def test_a_file_of_the_environment_is_its_owners_alone(server, tmp_path, monkeypatch):
    file = tmp_path / "wasl.env"
    file.touch(mode=0o600)
    monkeypatch.delenv("WASL_ENV_FILE", raising=False)
    assert configuration.look_at_file().says == "The environment comes from no file."
    monkeypatch.setenv("WASL_ENV_FILE", str(file))
    assert configuration.look_at_file().state == OK
    file.chmod(0o640)
    found = configuration.look_at_file()
    assert (found.state, found.remedy) == (WARNING, f"Run `chmod 600 {file}`.")


def test_a_second_list_of_hosts_must_let_tenants_pass(own_ngo, settings):
    settings.ALLOWED_HOSTS = [".localhost", "localhost"]
    assert configuration.look_at_allowed_hosts().state == OK
    settings.ALLOWED_HOSTS = ["localhost", "own-ngo.localhost"]
    found = configuration.look_at_allowed_hosts()
    assert (found.state, found.says) == (ERROR, "ALLOWED_HOSTS refuses hosts of tenants: other-ngo.localhost.")


# The database


def test_a_database_in_order(own_ngo):
    looks = [
        database.look_at_database, database.look_at_version, database.look_at_rights, database.look_at_extensions,
        database.look_at_locks, database.look_at_pooler, database.look_at_clock, database.look_at_migrations,
    ]  # fmt: skip
    assert {look.__name__: look().state for look in looks} == {look.__name__: OK for look in looks}


def test_a_database_that_is_away_is_told_once(monkeypatch, db):
    away = connection.get_connection_params() | {"host": "/nowhere"}
    monkeypatch.setattr(connection, "get_connection_params", lambda: away)
    found = dict(examine())
    assert found["database"].state == ERROR
    assert found["database"].says.startswith("The database does not answer: connection")
    asking = {check.name for check in checks if check.asks_database}
    assert {found[name].says for name in asking} == {"Not looked at, since the database does not answer."}
    assert {found[name].state for name in asking} == {WARNING}


@pytest.mark.parametrize("schema", ["public", "template", "own_ngo"])
def test_a_schema_that_is_not_up_to_date_is_named(own_ngo, schema):
    app = "network" if schema == "public" else "people"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM \"{schema}\".django_migrations WHERE app = '{app}'")  # noqa: S608
    found = database.look_at_migrations()
    assert (found.state, found.says, found.remedy) == (
        ERROR, f"1 schema is not up to date: {schema}.", "Run `setup_database`.",
    )  # fmt: skip


def test_missing_extensions_and_few_locks_are_told(own_ngo, monkeypatch):
    monkeypatch.setattr(database, "EXTENSIONS", ("unaccent", "postgis"))
    monkeypatch.setattr(database, "LOCKS", 100_000)
    monkeypatch.setattr(database, "OLDEST_SERVER", 990000)
    assert database.look_at_extensions().says == "The extensions postgis are missing."
    assert database.look_at_locks().state == WARNING
    assert database.look_at_version().remedy == "Upgrade it to 14 or newer."


@pytest.mark.parametrize(
    ("seconds", "state"), [pytest.param(1, OK, id="well"), pytest.param(5, WARNING, id="a little"),
                           pytest.param(90, ERROR, id="codes fail"), pytest.param(-90, ERROR, id="behind")]
)  # fmt: skip
def test_a_clock_that_is_wrong(own_ngo, monkeypatch, seconds, state):
    real = timezone.now
    monkeypatch.setattr(database.timezone, "now", lambda: real() + datetime.timedelta(seconds=seconds))
    assert database.look_at_clock().state == state


def me() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def test_an_owner_may_build_whatever_others_may(own_ngo):
    with connection.cursor() as cursor:
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert database.look_at_rights().says == f"“{me()}” has the rights of an owner."


@pytest.mark.parametrize("place", ["DATABASE {database}", "SCHEMA public"], ids=["database", "public schema"])
def test_a_right_that_is_missing_is_told_with_its_remedy(own_ngo, place):
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        # Of the public schema the owner is the role of whoever owns the database, and has its rights by that.
        cursor.execute(f'REVOKE CREATE ON {place.format(database=name)} FROM PUBLIC, pg_database_owner, "{me()}"')
    found = database.look_at_rights()
    assert (found.state, found.says) == (ERROR, f"“{me()}” may not make schemas and tables here.")
    assert found.remedy == f"Let it own the database: ALTER DATABASE … OWNER TO “{me()}”."


def test_a_schema_of_another_owner_is_named(own_ngo, other_ngo):
    """As after a restore by PostgreSQL's administrator."""
    given = connection.settings_dict
    administrator = {"host": given["HOST"], "dbname": given["NAME"], "user": "postgres"}
    try:
        with psycopg.connect(**administrator, autocommit=True) as session:
            session.execute("ALTER SCHEMA other_ngo OWNER TO postgres")
    except psycopg.OperationalError as error:
        pytest.skip(f"no administrator of PostgreSQL: {error}")
    try:
        found = database.look_at_rights()
        assert (found.state, found.says) == (ERROR, f"“{me()}” does not own the schemas other_ngo.")
        assert found.remedy == f"Give them and their tables to it: REASSIGN OWNED BY … TO “{me()}”."
    finally:
        with psycopg.connect(**administrator, autocommit=True) as session:
            session.execute(f'ALTER SCHEMA other_ngo OWNER TO "{me()}"'.encode())


@pytest.mark.slow
def test_a_pooler_in_transaction_mode_is_found(own_ngo, monkeypatch):
    """It lends the server process of a resting session to another."""
    given = connection.get_connection_params()
    with tempfile.TemporaryDirectory(prefix="wasl-") as folder:
        with TransactionPooler(Path(folder), Path(given["host"]) / ".s.PGSQL.5432"):
            monkeypatch.setattr(connection, "get_connection_params", lambda: given | {"host": folder})
            found = database.look_at_pooler()
        assert (found.state, found.says) == (
            ERROR, "A pooler in transaction mode stands before PostgreSQL: pages would show another tenant’s data.",
        )  # fmt: skip


# Hosts


def test_the_hubs_host(hub, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8000"
    assert hosts.look_at_hub().state == WARNING
    settings.WAGTAILADMIN_BASE_URL = "https://network.example.org"
    found = hosts.look_at_hub()
    assert (found.state, found.says) == (
        ERROR, "WASL_BASE_URL leads to network.example.org, which is no host of the hub: links in mails fail.",
    )  # fmt: skip
    Domain.objects.create(tenant=hub, domain="hub.invalid", is_primary=True)
    settings.WAGTAILADMIN_BASE_URL = "https://hub.invalid"
    found = hosts.look_at_hub()
    assert (found.state, found.says) == (ERROR, "The hub’s host hub.invalid does not resolve.")
    Domain.objects.create(tenant=hub, domain="127.0.0.1", is_primary=True)
    settings.WAGTAILADMIN_BASE_URL = "https://127.0.0.1"
    assert hosts.look_at_hub().state == OK


def test_hosts_of_ngos_that_lead_nowhere_are_named(own_ngo, other_ngo):
    assert hosts.look_at_tenants().says == "Every host of an NGO resolves (2)."
    connection.set_schema_to_public()
    Domain.objects.create(tenant=other_ngo, domain="ngo.invalid", is_primary=False)
    found = hosts.look_at_tenants()
    assert (found.state, found.says) == (WARNING, "Hosts of NGOs do not resolve: ngo.invalid.")
    Tenant.objects.filter(pk=other_ngo.pk).update(state=Tenant.State.SUSPENDED)
    assert hosts.look_at_tenants().state == OK


# Mail


@pytest.fixture
def mail_server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS = mail_checks.SMTP, False
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


def test_a_mail_server_that_answers(mail_server):
    assert mail_checks.look_at_mail().says == f"The mail server 127.0.0.1:{mail_server.port} answers."
    assert mail_server.taken == []


def test_a_mail_server_that_does_not(mail_server, settings):
    mail_server.says["greeting"] = BREAK_OFF
    assert mail_checks.look_at_mail().state == ERROR
    mail_server.close()
    found = mail_checks.look_at_mail()
    assert (found.state, "Connection refused" in found.says) == (ERROR, True)


def test_one_mail_to_oneself(mail_server):
    found = mail_checks.send_to_oneself("operator@example.org")
    assert (found.state, len(mail_server.taken)) == (OK, 1)
    mail_server.says["RCPT"] = "550 no such user"
    found = mail_checks.send_to_oneself("nobody@example.org")
    assert (found.state, "550" in found.says) == (ERROR, True)


# Files


def test_files_in_order(settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    looks = [files.look_at_static_files, files.look_at_media, files.look_at_disk, files.look_at_ownership]
    assert [look().state for look in looks] == [OK] * len(looks)


def test_catalogues_that_are_missing_or_older_than_their_texts(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    for code in ("ar", "fr"):
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").touch()
        (folder / "django.mo").write_bytes(NO_TEXTS)
    assert files.look_at_catalogues().state == OK
    compiled = tmp_path / "ar" / "LC_MESSAGES" / "django.mo"
    os.utime(compiled, (0, 0))
    found = files.look_at_catalogues()
    assert (found.state, found.says) == (WARNING, "Texts are newer than what is compiled: ar.")
    compiled.unlink()
    found = files.look_at_catalogues()
    assert (found.state, found.says) == (ERROR, "Texts are not compiled: ar.")


def test_static_files_that_were_not_collected(settings, tmp_path, monkeypatch):
    monkeypatch.setattr("config.health._is_served", lambda name: False)
    settings.STATIC_ROOT = tmp_path
    found = files.look_at_static_files()
    assert (found.state, found.says) == (ERROR, f"Static files are missing in {tmp_path}: pages have no style.")


def test_a_place_for_uploads_that_takes_nothing(settings, tmp_path):
    (tmp_path / "file").write_text("x")
    settings.MEDIA_ROOT = tmp_path / "file"
    found = files.look_at_media()
    says = f"Nothing can be stored in {settings.MEDIA_ROOT}: File exists."
    assert (found.state, found.says) == (ERROR, says)


@pytest.mark.parametrize(("part", "state"), [(1.0, OK), (0.5, WARNING), (0.01, ERROR)])
def test_a_disk_that_fills(settings, tmp_path, monkeypatch, part, state):
    settings.MEDIA_ROOT = tmp_path / "not" / "yet"
    free = files.shutil.disk_usage(tmp_path).free
    monkeypatch.setattr(files, "LOW", free * 0.9 / part)
    monkeypatch.setattr(files, "FULL", free * 0.1 / part)
    assert files.look_at_disk().state == state


@pytest.mark.skipif(os.geteuid() != 0, reason="another's file can be made by root alone")
def test_files_of_another_user_are_found(settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path, tmp_path / "media", tmp_path / "static"
    settings.MEDIA_ROOT.mkdir()
    file = settings.MEDIA_ROOT / "a.png"
    file.touch()
    os.chown(file, 12345, -1)
    found = files.look_at_ownership()
    assert (found.state, found.says) == (
        ERROR, f"Files in {settings.MEDIA_ROOT} belong to another user than {tmp_path}.",
    )  # fmt: skip
    for path in (tmp_path, settings.MEDIA_ROOT):
        os.chown(path, 12345, -1)
    assert files.look_at_ownership().state == WARNING  # run by root, kept by another


# Processes


def test_a_worker_at_work_and_one_that_is_silent(db):
    found = processes.look_at_worker()
    assert (found.state, found.says) == (
        ERROR, "The worker, which does tasks, mail and reminders, was never seen.",
    )  # fmt: skip
    heartbeat.beat()
    assert processes.look_at_worker().state == OK
    Heartbeat.objects.update(at=datetime.datetime(2026, 11, 3, 9, 30, tzinfo=datetime.UTC))
    assert "has been silent since 2026-11-03 " in processes.look_at_worker().says


def test_memory_for_reading_files(monkeypatch, tmp_path):
    assert processes.usable_memory() is not None
    group, machine = tmp_path / "memory.max", tmp_path / "meminfo"
    monkeypatch.setattr(processes, "CGROUP", group)
    monkeypatch.setattr(processes, "MEMORY", machine)
    machine.write_text("MemTotal:        8000000 kB\nMemFree: 1 kB\n")
    group.write_text("max\n")
    assert processes.look_at_memory().says == "There are 7812 MB of memory."
    group.write_text(f"{512 * 1024 * 1024}\n")
    found = processes.look_at_memory()
    assert (found.state, found.says) == (
        WARNING, "There are 512 MB of memory; large files need up to 1536 MB.",
    )  # fmt: skip
    group.unlink()
    machine.unlink()
    assert processes.look_at_memory().state == OK


def test_files_are_read_in_a_process_of_their_own(monkeypatch):
    assert processes.look_at_confinement().state == OK
    monkeypatch.setattr(processes, "run_confined", lambda *given: run_confined_without_time(*given))
    assert processes.look_at_confinement().state == ERROR


def run_confined_without_time(function, source):
    from core.confinement import run_confined  # the real one, with no time to start in

    return run_confined(function, source, limits=Limits(seconds=0.001))


# The command


def ask(*arguments):
    out, code = StringIO(), 0
    try:
        call_command("doctor", *arguments, stdout=out)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue()


def test_json_is_as_promised_and_an_error_ends_with_1(own_ngo, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    code, said = ask("--json")
    told = json.loads(said)
    assert [set(row) for row in told] == [{"check", "state", "says", "remedy"}] * len(checks)
    assert {row["state"] for row in told} <= {"ok", "warning", "error"}
    assert [row["check"] for row in told if row["check"] in {"settings", "worker"} and row["state"] == "error"] == [
        "settings", "worker",
    ]  # fmt: skip
    assert all(bool(row["remedy"]) == (row["state"] != "ok") for row in told)
    assert code == 1


def test_a_line_to_each_check_in_the_operators_language(own_ngo, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    code, said = ask("--mail", "operator@example.org")
    assert len(said.splitlines()) == len(checks) + 1
    assert said.splitlines()[0].startswith("error   settings          ")
    assert (code, len(mail.outbox)) == (1, 1)
    assert mail.outbox[0].to == ["operator@example.org"]


def test_it_takes_a_second_and_a_half_at_most(own_ngo):
    list(examine())
    started = time.perf_counter()
    list(examine())
    assert time.perf_counter() - started < 1.5


@pytest.mark.slow
def test_settings_that_stop_the_start_are_a_finding_too():
    environment = {
        "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": "postgresql://wasl@db.example.org/wasl",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "doctor"]
    done = subprocess.run([*command, "--json"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    (told,) = json.loads(done.stdout)
    assert (done.returncode, told["check"], told["state"]) == (1, "settings", "error")
    assert told["says"].startswith("SECRET_KEY is not set.")
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n"), done.stderr[:10]) == (1, 1, "SECRET_KEY")


# Backups


def runs(*which: tuple[str, bool, float]) -> None:
    """Runs of a kind, good or not, and how many hours ago."""
    for kind, good, hours in which:
        run = BackupRun.objects.create(kind=kind, good=good, says="" if good else "No backup was made: no room.")
        BackupRun.objects.filter(pk=run.pk).update(at=timezone.now() - datetime.timedelta(hours=hours))


@pytest.mark.parametrize(
    ("changes", "which", "state", "said"),
    [
        pytest.param({"BACKUP_TO": ""}, [], WARNING, "BACKUP_TO is not set", id="no place"),
        pytest.param({}, [], WARNING, "No backup was made yet.", id="none"),
        pytest.param({}, [("backup", True, 2)], OK, "hours old.", id="well"),
        pytest.param({"BACKUP_KEY": ""}, [("backup", True, 2)], WARNING, "not encrypted", id="readable"),
        pytest.param({}, [("backup", True, 40), ("backup", False, 1)], ERROR, "1\xa0day", id="late"),
    ],
)
def test_backups(server, db, changes, which, state, said):
    server.BACKUP_TO, server.BACKUP_KEY = "/srv/backups", RANDOM
    for name, value in changes.items():
        setattr(server, name, value)
    runs(*which)
    found = keeping.look_at_backup()
    assert (found.state, said in found.says) == (state, True)
    if state == ERROR:
        assert found.remedy == "No backup was made: no room."


@pytest.mark.parametrize(
    ("which", "state"),
    [
        pytest.param([], OK, id="nothing to try"),
        pytest.param([("backup", True, 2)], WARNING, id="never"),
        pytest.param([("backup", True, 2), ("trial", True, 2)], OK, id="well"),
        pytest.param([("backup", True, 2), ("trial", True, 24 * 10)], WARNING, id="long ago"),
    ],
)
def test_backups_on_trial(server, db, which, state):
    runs(*which)
    assert keeping.look_at_trial().state == state
