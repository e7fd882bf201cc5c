"""The parts of the code that mutants are made of, and the tests that have to notice them."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "mutants"
LEFT_OUT = ("migrations", "apps.py", "urls.py", "wagtail_hooks.py")


@dataclass(frozen=True)
class Area:
    """Folders of sources and folders of tests, from the root of the repository."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]

    def files(self) -> list[Path]:
        found = (path for folder in self.sources for path in (ROOT / folder).rglob("*.py"))
        return sorted(path for path in found if not set(LEFT_OUT) & set(path.parts))


def _of_impact(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/impact/test_{name}.py" for name in names)


AREAS = {
    "counting": Area(("platform/impact/counting",), _of_impact("counting", "linking", "selection", "definitions", "views")),
    "suppression": Area(("platform/impact/suppression",), _of_impact("suppression", "layout", "publications")),
    "periods": Area(("platform/impact/periods",), _of_impact("periods", "publications", "pages")),
    "attendance": Area(("sessions/actions",), ("tests/sessions/actions", "tests/sessions/test_sync.py")),
    "people": Area(("platform/people",), ("tests/people",)),
    "certificates": Area(("platform/certificates",), ("tests/certificates",)),
}
