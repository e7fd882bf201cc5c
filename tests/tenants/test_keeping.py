"""`keep`: a backup where BACKUP_TO says, the rotation, a trial of restoring, and what is noted of each."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from tenants.archive.tables import rows
from tenants.keeping import last_runs
from tenants.models import BackupRun
from tests.support.buckets import a_bucket, backups_in, keys_in
from tests.support.keys import RANDOM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path, settings, monkeypatch) -> Path:
    """Where backups go."""
    settings.BACKUP_TO = str(tmp_path)
    monkeypatch.setitem(storages._storages, "backups", FileSystemStorage(tmp_path))
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_made_what_is_old_goes_and_foreign_files_stay(folder):
    old = [f"wasl-202501{day:02}T030000Z.wasl" for day in range(1, 32)]
    for name in (*old, "notes.txt", "wasl-2025.wasl"):
        (folder / name).write_text("x")
    call_command("keep", "--no-trial")
    new = [name for name in names(folder) if name not in (*old, "notes.txt", "wasl-2025.wasl")]
    assert len(new) == 1
    # six days beside today's; of the weeks the last five but one, of the months January
    assert [name for name in names(folder) if name in old] == [
        *(f"wasl-202501{day:02}T030000Z.wasl" for day in (12, 19, 26, 27, 28, 29, 30, 31))
    ]
    run = BackupRun.objects.get()
    assert (run.kind, run.good, run.name, run.size) == ("backup", True, new[0], (folder / new[0]).stat().st_size)
    assert not last_runs().is_late


@pytest.mark.slow
@pytest.mark.long
def test_the_newest_is_restored_on_trial_and_nothing_of_that_stays(folder, capsys):
    call_command("keep")
    assert "Restored as of" in capsys.readouterr().out
    assert [(run.kind, run.good) for run in BackupRun.objects.order_by("pk")] == [("backup", True), ("trial", True)]
    assert rows("SELECT count(*) FROM pg_database WHERE datname LIKE '%%_trial'") == [(0,)]
    assert not last_runs().is_trial_due


def test_a_failure_is_noted_and_nothing_rotated_away(folder):
    (folder / "wasl-20250101T030000Z.wasl").write_text("x")
    storages._storages["backups"] = FileSystemStorage(folder / "gone")
    with pytest.raises(CommandError, match="No backup was made"):
        call_command("keep")
    run = BackupRun.objects.get()
    assert (run.good, run.says) == (False, last_runs().failure)
    assert "gone" in run.says
    assert names(folder) == ["wasl-20250101T030000Z.wasl"]
    assert last_runs().is_late


def test_a_backup_that_cannot_be_restored_is_told(folder, monkeypatch):
    monkeypatch.setattr("tenants.keeping.trial.MAY", "SELECT false")
    with pytest.raises(CommandError, match="CREATEDB"):
        call_command("keep", "--trial")
    assert (last_runs().backup is not None, last_runs().trial) == (True, None)
    assert "CREATEDB" in last_runs().failure


def test_what_was_abandoned_half_written_goes_after_a_day(folder):
    for name, hours in ((".unfinished-a.wasl", 30), (".unfinished-b.wasl", 1)):
        (folder / name).write_text("x")
        at = (timezone.now() - timedelta(hours=hours)).timestamp()
        os.utime(folder / name, (at, at))
    call_command("keep", "--no-trial")
    assert [name for name in names(folder) if name.startswith(".")] == [".unfinished-b.wasl"]


def test_in_a_bucket_it_is_encrypted_read_back_and_rotated(settings, monkeypatch):
    settings.BACKUP_TO, settings.BACKUP_KEY = "s3://uploads/backups", RANDOM
    with a_bucket() as address:
        where = backups_in(address)
        monkeypatch.setitem(storages._storages, "backups", where)
        for day in range(1, 32):
            where.save(f"wasl-202501{day:02}T030000Z.wasl.age", ContentFile(b"x"))
        call_command("keep", "--no-trial")
        (new,) = (key for key in keys_in(address) if "202501" not in key)
        assert len(keys_in(address)) == 9
        assert where.open(new.removeprefix("backups/")).read(21) == b"age-encryption.org/v1"
    assert BackupRun.objects.get().name == new.removeprefix("backups/")


def test_without_a_place_it_says_so():
    with pytest.raises(CommandError, match="BACKUP_TO"):
        call_command("keep")
