"""A participant's first page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from core.registry import Registry


@dataclass(frozen=True)
class Part:
    """A piece of the page: its template, which finds the rest as `part.context`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


PartReader = Callable[[HttpRequest], Part | None]  # None: there is nothing to say, and nothing to do about it either
home_parts: Registry[PartReader] = Registry("people: parts of a participant's first page")


def register_part(read: PartReader, *, order: int) -> None:
    """Add a part to a participant's first page: 10 to go on, 20 courses, 30 sessions, 40 certificates."""
    home_parts.add(read, order=order)
