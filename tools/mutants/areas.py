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


AREAS = {
    "counting": Area(("platform/impact/counting", "platform/impact/facts"), ("tests/impact",)),
    "disclosure": Area(("platform/impact/disclosure",), ("tests/impact",)),
    "publishing": Area(("platform/impact/publishing",), ("tests/impact",)),
    "attendance": Area(("sessions/actions",), ("tests/sessions",)),
    "people": Area(("platform/people",), ("tests/people",)),
    "certificates": Area(("platform/certificates",), ("tests/certificates",)),
}
