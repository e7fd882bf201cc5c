"""`doctor` on files, processes and backups: each check as it finds things well and as it finds them broken."""

import datetime
import os
import struct

import pytest
from django.utils import timezone

from config.doctor import files, keeping, processes
from config.doctor.findings import State
from core.confinement import Limits
from tenants import heartbeat
from tenants.models import BackupRun, Heartbeat
from tests.support.keys import RANDOM

NO_TEXTS = struct.pack("<7I", 0x950412DE, 0, 0, 28, 28, 0, 28)  # a compiled catalogue that is empty
OK, WARNING, ERROR = State.OK, State.WARNING, State.ERROR


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
