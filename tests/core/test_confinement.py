"""A reader of handed-in files ends alone: whatever it does, the caller has a result or a sentence."""

import io
import logging
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.utils import translation

from core import confinement
from core.confinement import MEGABYTE, Busy, ConfinementError, Died, Limits, Refused, TooMuch, run_confined

READERS = "tests.core.readers_for_tests"
SMALL = Limits(memory=128 * MEGABYTE, processor=1, seconds=4, output=MEGABYTE)
ROOT = Path(__file__).parents[2]
TOO_MUCH = (
    "La lecture de ce fichier demande plus de mémoire ou de temps qu’un fichier n’en reçoit. Réduisez-le ou "
    "divisez-le, puis choisissez-le à nouveau."
)


def on_disk(data):
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the test ends it
    file.write(data)
    return file


SOURCES = [
    pytest.param(lambda data: data, id="bytes"),
    pytest.param(io.BytesIO, id="file in memory"),
    pytest.param(on_disk, id="file on disk"),
]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"x" * 5_000_000], ids=["empty", "two", "large"])
def test_an_answer_comes_back_whole(source, data):
    given = source(data)
    answer = run_confined(f"{READERS}:echo", given, name="été \U0001f600 \x00", number=1.5)
    assert (answer.value, answer.blobs) == ({"name": "été \U0001f600 \x00", "number": 1.5}, [data, b""])
    assert run_confined(f"{READERS}:length", given).value == len(data)  # it can be read again


def test_the_child_has_nothing_of_the_server():
    with tempfile.TemporaryFile() as kept:
        os.set_inheritable(kept.fileno(), True)
        found = run_confined(f"{READERS}:surroundings", b"").value
    # The copy of standard output and the null device.
    assert found == {"modules": [], "environment": sorted({"LC_CTYPE"} & set(found["environment"])), "folder": "/",
                     "open": 2, "core": 0}  # fmt: skip


WRONG = [
    pytest.param("fill", TooMuch, "memory", id="takes 4 GB at once"),
    pytest.param("fill_slowly", TooMuch, "memory", id="takes all memory"),
    pytest.param("abort", TooMuch, "memory", id="aborts for want of memory, as Rust does"),
    pytest.param("spin", TooMuch, "time", id="spins"),
    pytest.param("sleep", TooMuch, "time", id="sleeps"),
    pytest.param("say_too_much", TooMuch, "output", id="says too much"),
    pytest.param("fail", Died, "ValueError at readers_for_tests.py:40", id="raises"),
    pytest.param("panic", Died, "BaseException at readers_for_tests.py:44", id="panics"),
    pytest.param("crash", Died, "signal 11", id="crashes"),
    pytest.param("leave", Died, "exit 7", id="exits"),
    pytest.param("leave_well", Died, "no answer", id="exits without an answer"),
    pytest.param("unknown", Died, None, id="is no such function"),
]


@pytest.mark.parametrize(("reader", "kind", "why"), WRONG)
def test_whatever_it_does_the_caller_is_told(reader, kind, why, caplog):
    began = time.monotonic()
    with caplog.at_level(logging.WARNING), pytest.raises(ConfinementError) as raised:
        run_confined(f"{READERS}:{reader}", b"Amina Benali", limits=SMALL)
    assert type(raised.value) is kind
    assert time.monotonic() - began < SMALL.seconds + 3
    if why:
        assert getattr(raised.value, "what" if kind is TooMuch else "where") == why
    assert "Amina" not in caplog.text + str(raised.value)


def test_a_refusal_is_a_code_and_its_values():
    with pytest.raises(Refused) as raised:
        run_confined(f"{READERS}:refuse", b"")
    assert (raised.value.code, raised.value.values) == ("far", {"rows": 3, "name": "été"})


def test_sentences_are_in_the_language_of_who_reads():
    with pytest.raises(TooMuch) as raised:
        run_confined(f"{READERS}:fill", b"", limits=SMALL)
    with translation.override("fr"):
        assert str(raised.value) == TOO_MUCH
    with translation.override("en"):
        assert str(raised.value) != TOO_MUCH


def test_what_a_library_prints_is_no_answer():
    assert run_confined(f"{READERS}:print_much", b"").value == "done"


def test_what_it_does_not_read_does_not_hold_it_up():
    assert run_confined(f"{READERS}:ignore", on_disk(b"x" * 100)).value == "not read"


def test_it_writes_no_file(tmp_path):
    with pytest.raises(Died):
        run_confined(f"{READERS}:write", b"", path=str(tmp_path / "out"))
    assert (tmp_path / "out").stat().st_size == 0
    kept = on_disk(b"as it was")
    with pytest.raises(Died):
        run_confined(f"{READERS}:write_over", kept, path="")
    assert kept.read() == b"as it was"


def test_only_two_read_at_once(monkeypatch):
    running, most, lock = [0], [0], threading.Lock()
    run = confinement._Child.run

    def counted(child):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        try:
            return run(child)
        finally:
            with lock:
                running[0] -= 1

    monkeypatch.setattr(confinement._Child, "run", counted)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(run_confined(f"{READERS}:wait_a_little", b"").value))
        for _number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(set(found)), most[0]) == (6, 2)


def test_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(confinement, "PATIENCE", 0.1)
    held = [confinement._turns.acquire(), confinement._turns.acquire()]
    try:
        with pytest.raises(Busy):
            run_confined(f"{READERS}:length", b"")
    finally:
        for _turn in held:
            confinement._turns.release()
    assert run_confined(f"{READERS}:length", b"x").value == 1


def test_nothing_is_left_behind():
    def left():
        children = Path(f"/proc/self/task/{os.getpid()}/children")
        return (children.read_text() if children.exists() else "", len(os.listdir("/dev/fd")))

    run_confined(f"{READERS}:length", b"")
    before = left()
    for reader in ("length", "crash", "fail", "leave", "sleep"):
        with suppress(ConfinementError):
            run_confined(f"{READERS}:{reader}", b"x" * 200_000, limits=Limits(seconds=0.5))
    assert left() == before


ASKED = [
    "core.spreadsheets.grids", "people.imports.grids", "sessions.paper.pages", "certificates.logos", "courses.archives",
    "courses.translating.units", "core.metadata.confined", "builtins",
]  # fmt: skip


@pytest.mark.parametrize("module", ASKED)
def test_no_reader_brings_django_along(module):
    assert run_confined(f"{READERS}:modules_with", b"", module=module).value == []


def test_every_reader_is_tried():
    """Where a function is named to be run confined, its module is tried above."""
    sources = [path.read_text() for folder in ("platform", "sessions", "courses", "tenants")
               for path in (ROOT / folder).rglob("*.py")]  # fmt: skip
    named = {match[1] for text in sources for match in re.finditer(r'run_confined\(\s*"([a-z_.]+):', text)}
    assert named == set(ASKED)


ALONE = """
import sys
sys.path[:0] = [{platform!r}, {root!r}]
import django
from django.conf import settings
settings.configure()
from core.confinement import run_confined
print(run_confined("tests.core.readers_for_tests:length", b"four").value)
"""


@pytest.mark.parametrize("folder", ["/", str(ROOT / "platform")], ids=["root", "platform"])
def test_from_any_folder(folder):
    script = ALONE.format(platform=str(ROOT / "platform"), root=str(ROOT))
    found = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    assert found.stdout == "4\n"


def processor_time(act):
    """Of what processes that `act` starts use, in seconds, the least of five: a busy machine is not slower by it."""
    times = []
    for _time in range(5):
        before = os.times()
        act()
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(times)


def test_it_starts_at_once():
    run_confined(f"{READERS}:length", b"")
    bare = processor_time(lambda: subprocess.run([sys.executable, "-c", "import json, subprocess"], check=True))
    assert 0 < processor_time(lambda: run_confined(f"{READERS}:length", b"")) < max(0.15, 6 * bare)
