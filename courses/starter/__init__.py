"""The starter curriculum: files that anybody can read and translate, read, checked and loaded (docs/curriculum.md).

What is named here comes from its module when it is first asked for: a server that shows what was loaded need not hold
what loads it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from courses.starter.checks import check
    from courses.starter.content import Curriculum
    from courses.starter.loading import Loaded, load_curriculum
    from courses.starter.reading import FOLDER, read_curriculum
    from courses.starter.room import read_room
    from courses.starter.table import lines_of
    from courses.starter.texts import Finding
    from courses.starter.yaml_lines import Refused

_HOMES = {
    "FOLDER": "reading", "Curriculum": "content", "Finding": "texts", "Loaded": "loading", "Refused": "yaml_lines",
    "check": "checks", "lines_of": "table", "load_curriculum": "loading", "read_curriculum": "reading",
    "read_room": "room",
}  # fmt: skip
__all__ = [
    "FOLDER",
    "Curriculum",
    "Finding",
    "Loaded",
    "Refused",
    "check",
    "lines_of",
    "load_curriculum",
    "read_curriculum",
    "read_room",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"courses.starter.{_HOMES[name]}"), name)
