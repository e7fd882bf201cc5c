"""What the code quotes stands in the repository."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GIT = shutil.which("git") or ""
QUOTED = re.compile(r"(?<![\w./-])((?:[\w-]+/)*[\w-]+\.md)\b")
READ = (".py", ".html", ".toml", ".md")


def quoted():
    """(file, document) wherever code, a template or a manual names one."""
    names = subprocess.run([GIT, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    for name in names:
        if name.endswith(READ) and name != "CHANGELOG.md":
            yield from ((name, document) for document in QUOTED.findall((ROOT / name).read_text()))


@pytest.mark.skipif(not (GIT and (ROOT / ".git").exists()), reason="which files are ours is asked of git")
def test_every_document_that_is_quoted_exists():
    places = ("", "docs", "docs/decisions")
    missing = {
        (name, document)
        for name, document in quoted()
        if not any((ROOT / place / document).exists() for place in (*places, str(Path(name).parent)))
    }
    assert missing == set()


DOCUMENTS = ("architecture.md", "contributing.md", "extending.md", "reliability.md")
PLACES = [
    place
    for name in DOCUMENTS
    for place in re.findall(r"`([\w/]+\.py)(?::(\w+))?`", (ROOT / "docs" / name).read_text())
]


@pytest.mark.parametrize(("file", "name"), PLACES, ids=[f"{file}:{name}" for file, name in PLACES])
def test_every_place_of_a_journey_exists(file, name):
    if "/" not in file:  # a kind of file, of any app
        return
    found = [ROOT / folder / file for folder in ("", "platform") if (ROOT / folder / file).exists()]
    assert len(found) == 1
    assert not name or re.search(rf"^(async )?(def|class) {name}\b", found[0].read_text(), re.MULTILINE)
