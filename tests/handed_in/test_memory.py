"""The process that asks keeps its memory, whatever the file unpacks to."""

import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from core.confinement import ConfinementError, run_confined
from core.spreadsheets.problems import WorkbookRefused
from people.imports.reading import read_file
from sessions.records.workbook import read_rows
from tests.handed_in.others import png
from tests.handed_in.workbooks import long_text_many_times, million_rows

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="peaks of memory are read from /proc")
MEGABYTE = 1024 * 1024
ALLOWED = 20 * MEGABYTE


def memory(name):
    """VmRSS, or VmHWM, its peak, of this process in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def read_list(path):
    with path.open("rb") as file:
        read_file("list.xlsx", file, path.stat().st_size)


def read_picture(path):
    with path.open("rb") as file:
        run_confined("sessions.paper.pages:read_pages", file, most_pages=40, longest_side=2200, most_pixels=10**9)


CASES = [
    pytest.param(million_rows, read_list, ValidationError, id="a list of a million rows"),
    pytest.param(million_rows, read_rows, WorkbookRefused, id="records of a million rows"),
    pytest.param(long_text_many_times, read_list, ValidationError, id="two gigabytes of text"),
    pytest.param(lambda: png(14_000, 14_000), read_picture, None, id="a picture of 196 megapixels"),
    pytest.param(lambda: png(30_000, 30_000), read_picture, ConfinementError, id="a picture of 900 megapixels"),
]


@pytest.mark.parametrize(("make", "read", "refusal"), CASES)
def test_memory_stays_as_it_was(make, read, refusal, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(make())
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = memory("VmRSS")
    if refusal:
        with pytest.raises(refusal):
            read(path)
    else:
        read(path)
    assert memory("VmHWM") - before < ALLOWED
