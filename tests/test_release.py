"""A release is what stood under “Unreleased”: its notes begin with what an operator does."""

import datetime
import tomllib
from pathlib import Path

import pytest

from core.version import VERSION
from tools import release

ROOT = Path(__file__).parents[1]
DAY = datetime.date(2026, 12, 1)
BEFORE = """# Changelog

One line per visible change, the newest first.

## Unreleased

- A page that
  goes on.
- **Operators:** set `WASL_X`.
- Another.

## 0.3.0 · 2026-11-01

- Older.
"""
AFTER = """# Changelog

One line per visible change, the newest first.

## Unreleased

## 0.4.0 · 2026-12-01

### What an operator does

- set `WASL_X`.

### What changed

- A page that
  goes on.
- Another.

## 0.3.0 · 2026-11-01

- Older.
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "platform" / "core").mkdir(parents=True)
    (tmp_path / release.VERSION).write_text('"""Words."""\n\nVERSION = "0.4.0.dev0"\n')
    (tmp_path / release.CHANGELOG).write_text(BEFORE)
    return tmp_path


def test_a_release_is_written(root):
    release.make(root, "0.4.0", day=DAY, closing=[])
    assert (root / release.CHANGELOG).read_text() == AFTER
    assert (root / release.VERSION).read_text() == '"""Words."""\n\nVERSION = "0.4.0"\n'


def test_that_readers_have_to_wait_stands_first(root):
    release.make(root, "0.4.0", day=DAY, closing=["people.0004_hours"])
    assert (
        f"operator does\n\n- {release.CLOSED.format('people.0004_hours')}\n- set"
        in (root / release.CHANGELOG).read_text()
    )


def test_without_anything_to_do_it_says_so(root):
    (root / release.CHANGELOG).write_text("# Changelog\n\n## Unreleased\n\n- One.\n")
    release.make(root, "0.1.0", day=DAY, closing=[])
    assert f"operator does\n\n{release.AS_USUAL}\n" in (root / release.CHANGELOG).read_text()


@pytest.mark.parametrize(
    ("version", "text", "why"),
    [
        pytest.param("four", BEFORE, "no version", id="no number"),
        pytest.param("0.3.0", BEFORE, "not newer than 0.3.0", id="the same again"),
        pytest.param("0.2.9", BEFORE, "not newer than 0.3.0", id="older"),
        pytest.param("0.4.0", AFTER, "nothing to release", id="nothing new"),
    ],
)
def test_what_is_no_release_changes_nothing(root, version, text, why):
    (root / release.CHANGELOG).write_text(text)
    with pytest.raises(release.ReleaseError, match=why):
        release.make(root, version, day=DAY, closing=[])
    assert (root / release.CHANGELOG).read_text() == text
    assert "0.4.0.dev0" in (root / release.VERSION).read_text()


def test_the_version_stands_in_one_place():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert told["project"]["dynamic"] == ["version"]
    assert told["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "core.version.VERSION"}
    assert VERSION.removesuffix(".dev0").count(".") == 2


def test_what_is_released_is_of_this_version_or_before():
    text = (ROOT / "CHANGELOG.md").read_text()
    headings = map(release.NUMBER.search, release.SECTION.findall(text))
    released = [release._key(found.group()) for found in headings if found]
    assert all(key <= release._key(VERSION.removesuffix(".dev0")) for key in released)
    assert text.count("## Unreleased\n") == 1
