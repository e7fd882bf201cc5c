"""No module needs itself, by whatever way round: a circle of imports cannot be read, tested or moved piece by piece."""

import tomllib
from pathlib import Path

import grimp
import pytest

HOUSE = Path(__file__).parents[2]
PACKAGES = tomllib.loads((HOUSE / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]


def circles(graph: grimp.ImportGraph) -> list[list[str]]:
    """The modules that import each other, each group sorted; an import inside a function counts as any other."""
    reached = {module: graph.find_downstream_modules(module) for module in graph.modules}
    groups = {
        frozenset({module, *(other for other in after if module in reached[other])})
        for module, after in reached.items()
    }  # fmt: skip
    return sorted(sorted(group) for group in groups if len(group) > 1)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_of_a_package_is_needed_by_what_it_needs(package: str) -> None:
    assert circles(grimp.build_graph(package, cache_dir=None)) == []


def test_a_circle_is_found() -> None:
    graph = grimp.ImportGraph()
    for module, needed in [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]:
        graph.add_import(importer=module, imported=needed)
    assert circles(graph) == [["a", "b", "c"]]
