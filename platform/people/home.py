"""A participant's first page: parts that the apps above register."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Part:
    """A piece of the page: its template, which finds the rest as `part.context`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


# None: there is nothing to say, and nothing to do about it either.
Reader = Callable[[HttpRequest], Part | None]
_readers: list[tuple[int, Reader]] = []


def register_part(read: Reader, *, order: int) -> None:
    """Add a part; `order` decides its place: 10 to go on, 20 courses, 30 sessions, 40 certificates."""
    _readers.append((order, read))
    _readers.sort(key=lambda entry: entry[0])


def read_parts(request: HttpRequest) -> list[Part]:
    """The parts that have something to say, in order."""
    return [part for _order, read in _readers if (part := read(request))]
