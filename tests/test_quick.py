"""`make quick` takes what a change touches first, then as much of the rest as its time holds."""

import json
from pathlib import Path

import pytest

from tools import quick

NEAR, SAME, FAR = "tests/people/test_consent.py", "tests/people/test_names.py", "tests/courses/test_graph.py"
SECONDS = {f"{NEAR}::test_a": 2.0, f"{SAME}::test_b": 3.0, f"{FAR}::test_c": 1.0, f"{FAR}::test_d": 0.5}


@pytest.fixture(autouse=True)
def _nothing_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(quick, "FAILED", tmp_path / "lastfailed")
    monkeypatch.setattr(quick, "importing", lambda changed: {NEAR} if changed else set())


def chosen(changed: set[str], time: float) -> dict[str, list[str]]:
    return {why: names for why, names in quick.choose(SECONDS, changed, time) if names}


def test_what_imports_the_change_comes_first_then_its_app_then_the_rest() -> None:
    assert chosen({"platform/people/consent.py"}, 100) == {
        "import what changed": [f"{NEAR}::test_a"],
        "of the same app": [f"{SAME}::test_b"],
        "quickest of their files": [f"{FAR}::test_d"],
        "quickest of all": [f"{FAR}::test_c"],
    }


def test_there_is_no_more_than_the_time_holds() -> None:
    assert chosen({"platform/people/consent.py"}, 7) == {
        "import what changed": [f"{NEAR}::test_a"],
        "quickest of their files": [f"{FAR}::test_d", f"{SAME}::test_b"],
        "quickest of all": [f"{FAR}::test_c"],
    }
    assert chosen({"platform/people/consent.py"}, 2.6) == {
        "import what changed": [f"{NEAR}::test_a"],
        "quickest of their files": [f"{FAR}::test_d"],
    }


def test_what_failed_last_comes_before_all() -> None:
    quick.FAILED.write_text(json.dumps({f"{FAR}::test_c": True}))
    assert chosen({"platform/people/consent.py"}, 3) == {
        "failed last": [f"{FAR}::test_c"],
        "import what changed": [f"{NEAR}::test_a"],
    }


def test_a_changed_test_is_run() -> None:
    assert chosen({FAR}, 1.5)["changed"] == [f"{FAR}::test_d", f"{FAR}::test_c"]


def test_a_test_that_has_not_run_here_is_known_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = tmp_path / "seconds.json"
    kept.write_text(
        json.dumps({"tests/test_quick.py::test_gone": 1.0, "tests/test_quick.py::test_a_changed_test_is_run": 9.0})
    )
    monkeypatch.setattr(quick, "KEPT", kept)
    found = {name: taken for name, taken in quick.seconds_of_tests().items() if name.startswith("tests/test_quick.py")}
    assert found["tests/test_quick.py::test_a_changed_test_is_run"] == 9.0
    assert found["tests/test_quick.py::test_what_failed_last_comes_before_all"] == quick.UNKNOWN
    assert "tests/test_quick.py::test_gone" not in found


def test_neither_browsers_nor_processes_are_chosen() -> None:
    files = {str(path.relative_to(quick.ROOT)) for path in quick._test_files()}
    assert "tests/people/test_consent.py" in files
    assert (
        not {"tests/browser/test_frame.py", "tests/tenants/test_killed.py", "tests/handed_in/test_mutations.py"} & files
    )


@pytest.mark.parametrize(
    ("file", "module"),
    [("platform/people/consent.py", "people.consent"), ("courses/models/__init__.py", "courses.models")],
    ids=str,
)
def test_a_file_is_a_module(file: str, module: str) -> None:
    assert quick._module(file) == module
