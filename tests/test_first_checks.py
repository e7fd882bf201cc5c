"""What `make demo` looks at first: each refusal is one line that says the remedy, and nothing was begun."""

import errno
import re
import socket
import tempfile
from collections import namedtuple
from pathlib import Path

import pytest

from tools import checks

ROOT = Path(__file__).resolve().parents[1]
Usage = namedtuple("Usage", "total used free")


def refusal(capsys: pytest.CaptureFixture[str], act, *args, **given) -> str:
    """What it says when it ends the program, on one line."""
    with pytest.raises(SystemExit) as end:
        act(*args, **given)
    assert end.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_a_port_that_is_taken_is_told_with_one_that_is_free(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        said = refusal(capsys, checks.check_port, str(taken))
    found = re.fullmatch(
        rf"Port {taken} is taken by another program\. Stop it, or choose another: make demo PORT=(\d+)", said
    )
    assert found, said
    assert checks.check_port(found[1]) == int(found[1])


@pytest.mark.parametrize("given", ["0", "65536", "http", "-1", "8000 "])
def test_what_is_no_port_is_told(capsys, given):
    assert refusal(capsys, checks.check_port, given).startswith(f"PORT={given} is no port.")


def test_a_network_that_is_away_is_told(capsys, monkeypatch):
    monkeypatch.setattr(checks, "_pip_settings", lambda: {"index-url": "http://127.0.0.1:9/simple"})
    monkeypatch.setattr(checks.urllib.request, "getproxies", dict)
    said = refusal(capsys, checks.check_network, ROOT / "requirements.lock")
    assert said.startswith("No libraries can be had: 127.0.0.1 does not answer. Connect this machine to the internet")


def test_too_little_room_is_told_before_anything_is_made(capsys, monkeypatch):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _folder: Usage(0, 0, 500 * checks.MEGABYTE))
    said = refusal(capsys, checks.check_disk, libraries=True, database=True)
    assert said.startswith("2100 MB of disk are needed here and 500 MB are free: ")


def test_a_folder_that_cannot_be_written_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "VAR", tmp_path)

    def full(**_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    assert refusal(capsys, checks.check_folder).startswith(f"The disk of {tmp_path} is full: 2100 MB are needed")


def test_a_folder_of_a_name_that_shells_would_read_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "VAR", tmp_path / "a:b")
    assert refusal(capsys, checks.check_folder).startswith("The folder's name holds :, which programs")


def test_a_second_demo_of_the_same_folder_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "VAR", tmp_path)
    with checks.hold("demo.lock", "Running, {}.") as lock:
        lock.write("at http://localhost:8000/")
        lock.flush()
        assert refusal(capsys, checks.hold, "demo.lock", "Running, {}.") == "Running, at http://localhost:8000/."


@pytest.mark.parametrize("name", ["LICENSE", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md"])
def test_what_whoever_takes_it_over_looks_for_first_is_there(name):
    assert (ROOT / name).read_text(encoding="utf-8").strip()
