"""`first_run`: which answers are wrong, and why, before anything is written; the hub and its administrator."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core import mail
from wagtail.models import Site

from accounts.models import User
from accounts.roles import Role, give_role
from config.first_run import answers, asking, founding
from config.first_run.answers import Wrong
from config.first_run.founding import Invited
from pages.models import HomePage
from tenants.models import Tenant
from tests import database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")


# Answers


@pytest.mark.parametrize(
    ("check", "value", "kept"),
    [
        (answers.check_name, "Réseau", "Réseau"),
        (answers.check_host, "Network.Example.org", "network.example.org"),
        (answers.check_host, "réseau.ma", "xn--rseau-bsa.ma"),
        (answers.check_host, "localhost", "localhost"),
        (answers.check_sender, "Wasl <no-reply@example.org>", "Wasl <no-reply@example.org>"),
        (answers.check_sender, "no-reply@example.org", "no-reply@example.org"),
        (answers.check_mail_server, "mail.example.org", "mail.example.org"),
        (answers.check_mail_server, "mail.example.org:2525", "mail.example.org:2525"),
        (answers.host_of, "https://network.example.org:8443/", "network.example.org"),
    ],
)
def test_good_answers(check, value, kept):
    assert check(value) == kept


@pytest.mark.parametrize(
    ("check", "value", "why"),
    [
        (answers.check_name, "", "The network needs a name."),
        (answers.check_name, "a" * 121, "The name is too long: 120 characters at most."),
        (answers.check_host, "https://x.org", "“https://x.org” is not a host name."),
        (answers.check_host, "x.org:8000", "“x.org:8000” is not a host name."),
        (answers.check_host, "192.0.2.7", "“192.0.2.7” is not a host name."),
        (answers.check_host, "réseau .ma", "“réseau .ma” is not a host name."),
        (answers.check_host, "intranet", "“intranet” leads to whichever machine asks."),
        (answers.check_address, "nobody", "“nobody” is not a mail address."),
        (answers.check_address, f"{'a' * 60}@{'b' * 60}.{'c' * 40}.org", "The address is too long: 150"),
        (answers.check_sender, "Wasl <nobody>", "“nobody” is not a mail address."),
        (answers.check_mail_server, "mail.example.org:smtp", "is not a mail server."),
        (answers.check_mail_server, "mail.example.org:465", "Port 465 is not known here."),
        (answers.host_of, "network.example.org", "“network.example.org” is not an address."),
    ],
)
def test_wrong_answers_say_why(check, value, why):
    with pytest.raises(Wrong) as wrong:
        check(value)
    assert why in str(wrong.value)


# The database


def address_of(given: dict[str, Any], name: str) -> str:
    return f"postgresql://{given['USER']}@/{name}?host={given['HOST']}&port={given['PORT'] or 5432}"


@pytest.fixture
def make_database(db):
    """Make a database beside the tests' own, on plain PostgreSQL; its address."""
    names = []

    def make(options: str = "") -> str:
        name = f"wasl_test_first{len(names)}_{os.getpid()}"
        names.append(name)
        with database.connect("postgres") as session:
            session.execute(f'CREATE DATABASE "{name}" {options}'.encode())
        return address_of(database.PLAIN, name)

    yield make
    with database.connect("postgres") as session:
        for name in names:
            session.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://host", "db.example.org", "postgresql://u@h:port/x"])
def test_an_address_of_no_database(address):
    with pytest.raises(Wrong, match="It must look like postgresql://"):
        answers.check_database(address)


def test_a_database_that_is_not_there_never_tells_the_password():
    with pytest.raises(Wrong) as wrong:
        answers.check_database("postgresql://wasl:s3cret-p4ss@127.0.0.1:9/wasl")
    assert str(wrong.value).startswith("The database does not answer: connection failed")
    assert "s3cret" not in str(wrong.value)


def test_an_empty_database_suits_and_another_programs_does_not(make_database):
    address = make_database()
    assert answers.check_database(address) == answers.Found()
    with psycopg.connect(address, autocommit=True) as session:
        session.execute("CREATE TABLE customers (id int)")
    with pytest.raises(Wrong, match="The database holds the tables of another program"):
        answers.check_database(address)


def test_a_database_in_another_encoding_does_not_suit(make_database):
    address = make_database("ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(Wrong, match="The database is not in UTF8"):
        answers.check_database(address)


def test_a_hub_that_stands_is_found(db):
    given = settings.DATABASES["default"]
    assert answers.check_database(address_of(given, given["NAME"])) == answers.Found("Réseau", ("localhost",), False)


# Asking


QUESTIONS = [
    asking.Question("--name", "Name", answers.check_name),
    asking.Question("--host", "Host", answers.check_host),
    asking.Question("MAIL", "Mail server", answers.check_mail_server, "localhost:25"),
]


def test_every_answer_that_is_wrong_or_missing_is_told_at_once():
    with pytest.raises(asking.Refused) as refused:
        asking.ask_all(QUESTIONS, {"--host": "http://x"}, terminal=False)
    first, second = str(refused.value).splitlines()
    assert first == "--name is missing. Name?"
    assert second.startswith("--host: “http://x” is not a host name.")


def test_an_answer_is_one_line():
    with pytest.raises(asking.Refused, match="--name: Write it on one line"):
        asking.ask_all(QUESTIONS[:1], {"--name": "Réseau\nSECRET_KEY=x"}, terminal=False)


def test_without_a_terminal_defaults_hold():
    given = {"--name": " Réseau ", "--host": "Hub.example.org"}
    assert asking.ask_all(QUESTIONS, given, terminal=False) == {
        "--name": "Réseau", "--host": "hub.example.org", "MAIL": "localhost:25",
    }  # fmt: skip


def test_a_terminal_is_asked_until_the_answer_can_be_taken(monkeypatch, capsys):
    typed = iter(["", "Réseau", "x:1", "hub.example.org", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    assert asking.ask_all(QUESTIONS, {}, terminal=True) == {
        "--name": "Réseau", "--host": "hub.example.org", "MAIL": "localhost:25",
    }  # fmt: skip
    assert capsys.readouterr().err.startswith("“x:1” is not a host name.")


# The command's first stage, in a process of its own


def first_run(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "first_run", *arguments], cwd=ROOT, stdin=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"} | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


GOOD = ["--name", "Réseau", "--host", "network.example.org", "--email", "no-reply@example.org",
        "--administrator", "admin@example.org"]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "environment", "why"),
    [
        pytest.param(GOOD, {}, "DATABASE_URL is missing.", id="no database"),
        pytest.param(GOOD, {"DATABASE_URL": "postgresql://u@127.0.0.1:9/x"},
                     "DATABASE_URL: The database does not answer", id="database away"),
        pytest.param([*GOOD, "--administrator", "x"], {}, "--administrator: “x” is not a mail address.", id="address"),
        pytest.param(GOOD, {"SECRET_KEY": "short"}, "SECRET_KEY is too weak", id="weak key"),
        pytest.param(GOOD, {"SMS_TOKEN": "a\nb"}, "SMS_TOKEN: Write it on one line,", id="two lines"),
        pytest.param(GOOD, {"WASL_BASE_URL": "https://other.example.org"},
                     "--host: WASL_BASE_URL is set to https://other.example.org, which stays.", id="other address"),
        pytest.param(GOOD, {"DEFAULT_FROM_EMAIL": "x@example.org"},
                     "--email: DEFAULT_FROM_EMAIL is set to x@example.org, which stays.", id="other sender"),
    ],
)  # fmt: skip
def test_nothing_is_written_where_an_answer_is_wrong(tmp_path, arguments, environment, why):
    done = first_run(*arguments, "--env", str(tmp_path / "wasl.env"), environment=environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert any(line.startswith(why) for line in done.stderr.splitlines()), done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_file_where_none_can_be_is_told(tmp_path):
    done = first_run(*GOOD, "--env", str(tmp_path / "no" / "wasl.env"), environment={})
    assert (done.returncode, done.stderr) == (
        1, f"--env: “{tmp_path / 'no' / 'wasl.env'}” is no file in a folder that exists.\n",
    )  # fmt: skip


# The hub and its administrator


def test_a_hub_of_a_laptop_moves_to_its_host_and_is_named_once(hub):
    Tenant.objects.filter(pk=hub.pk).update(name_fr="Wasl", name_ar="وصل", name_en="Wasl")
    assert len(founding.place_hub(name="Réseau du Sud", host="network.example.org")) == 2
    hub.refresh_from_db()
    assert (hub.name_fr, hub.name_ar, hub.name_en) == ("Réseau du Sud", "", "")
    assert list(hub.domains.values_list("domain", "is_primary")) == [("network.example.org", True)]
    with hub:
        site = Site.objects.get(is_default_site=True)
        assert (site.hostname, site.site_name) == ("network.example.org", "Réseau du Sud")
        assert HomePage.objects.get().heading_fr == "Réseau du Sud"
    assert founding.place_hub(name="Autre", host="other.example.org") == []
    assert hub.domains.get().domain == "network.example.org"


def test_what_editors_wrote_stays_when_the_hub_moves(hub):
    with hub:
        home = HomePage.objects.get()
        home.heading_fr = "Bienvenue"
        home.save()
    assert len(founding.place_hub(name="Autre", host="network.example.org")) == 1
    hub.refresh_from_db()
    assert hub.name_fr == "Réseau"
    with hub:
        assert HomePage.objects.get().heading_fr == "Bienvenue"
        assert Site.objects.get(is_default_site=True).hostname == "network.example.org"


def test_the_first_administrator_is_invited_once(hub):
    assert founding.invite_administrator("", "fr") is None
    assert founding.invite_administrator("admin@example.org", "ar") == Invited("admin@example.org")
    assert founding.invite_administrator("second@example.org", "fr") == Invited("admin@example.org")
    assert [message.to for message in mail.outbox] == [["admin@example.org"]]


def test_where_mail_is_away_there_is_a_link_to_hand_on_each_time(hub, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "core.smtp.EmailBackend", "127.0.0.1", 9
    invited = founding.invite_administrator("admin@example.org", "fr")
    assert invited.link.startswith("http://localhost:8000/fr/")
    assert founding.invite_administrator("", "fr") == invited


def test_who_administers_already_is_said(hub):
    with hub:
        user = User.objects.create_user(username="a", email="known@example.org", password="x")
        give_role(user, Role.PLATFORM_ADMINISTRATOR)
    assert founding.invite_administrator("new@example.org", "fr") == Invited("known@example.org", is_there=True)
