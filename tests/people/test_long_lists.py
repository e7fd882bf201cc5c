"""A list of a hundred thousand people: seconds, and the memory of the process that asks."""

import sys
import time
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command

from people.models import Person
from tests.people.lists.fictional import MEN, WOMEN

pytestmark = [
    pytest.mark.slow, pytest.mark.long, pytest.mark.skipif(sys.platform != "linux", reason="peaks are read from /proc")
]  # fmt: skip
PEOPLE = 100_000
MOST_SECONDS, MOST_MEMORY = 30, 300 * 1024 * 1024
CALLINGS = ("Assistante sociale", "Juge", "Avocat", "Infirmière", "Policier", "Psychologue", "ONG", "ne sait pas")
SYLLABLES = ("ba", "ri", "tou", "la", "me", "dri", "ka", "so", "za", "ni", "ha", "fe", "chou", "ja", "ro", "gui")


def word(number: int) -> str:
    """A name that few others have."""
    found = ""
    for _at in range(4):
        number, rest = divmod(number, len(SYLLABLES))
        found += SYLLABLES[rest]
    return found.capitalize()


def hundred_thousand(path: Path) -> None:
    given = [one[0] for one in (*WOMEN, *MEN)]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 0, ["N°", "Nom", "Prénom", "Téléphone", "E-mail", "Fonction", "Ville", "Âge"])
        for at in range(PEOPLE):
            sheet.write_row(at + 3, 0, [
                at + 1, word(at), given[at % len(given)], f"06{at + 10_000_000}", f"p{at}@exemple.org",
                CALLINGS[at % 8], ("Agadir", "Salé", "Oujda")[at % 3], 20 + at % 40,
            ])  # fmt: skip


def memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def test_a_hundred_thousand_people(own_ngo, tmp_path):
    path = tmp_path / "liste.xlsx"
    hundred_thousand(path)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, began = memory("VmRSS"), time.monotonic()
    call_command("import_list", "own_ngo", str(path), stdout=StringIO(), stderr=StringIO())
    took, more = time.monotonic() - began, memory("VmHWM") - before
    assert Person.objects.count() == PEOPLE
    assert (took < MOST_SECONDS, more < MOST_MEMORY) == (True, True), f"{took:.0f} s, {more / 1024**2:.0f} MB"
