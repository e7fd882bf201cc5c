"""`doctor` as a command: what it prints, how it ends, how long it takes."""

import json
import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command

from config.doctor.findings import checks, examine

ROOT = Path(__file__).resolve().parents[3]


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
