"""No file imports itself by way of others, imports inside functions included."""

from pathlib import Path

import grimp
import pytest

APPS = ("accounts", "certificates", "config", "demo", "network", "pages", "people", "sessions", "tenants")


def in_circles(app: str) -> set[str]:
    """The modules of an app that are left once all that nobody needs, or that need nobody, are taken away in turn."""
    graph = grimp.build_graph(app, cache_dir=None)
    left = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while True:
        imported = set().union(*left.values())
        kept = {module: left[module] & left.keys() for module in left.keys() & imported if left[module] & left.keys()}
        if kept == left:
            return set(left)
        left = kept


@pytest.mark.parametrize("app", APPS)
def test_no_file_is_in_a_circle(app: str) -> None:
    assert in_circles(app) == set()


def test_a_circle_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "round"
    package.mkdir()
    for name, text in {"__init__": "", "one": "import round.two", "two": "def f():\n    import round.one"}.items():
        (package / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    assert in_circles("round") == {"round.one", "round.two"}
