"""What a join code leads to."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.languages import Shown
from core.registry import Registry
from people.models import Person


@dataclass(frozen=True)
class Target:
    """What a code leads to: its heading, the people already in it, how one more is let in; `facts` to read before.

    `is_over`: nobody is let in any more, and it is shown no more; those who joined still come back with its code.
    """

    heading: Shown | str
    people: Any  # QuerySet[Person]
    let_in: Callable[[Person], str]  # returns the address to go on to
    facts: Sequence[str] = ()
    is_over: bool = False


TargetFinder = Callable[[uuid.UUID], Target | None]
targets: Registry[TargetFinder] = Registry("people: what join codes lead to")


def register_target(kind: str, find: TargetFinder) -> None:
    """Say what codes of `kind` lead to; None where the thing is gone or not open."""
    targets.add(find, key=kind)
