"""Steps of the first day, and the registry that the apps fill with them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q
from django.utils.functional import Promise

from accounts.roles import Role
from core.registry import Registry

Done = Callable[[Any], Exists | Q]  # from the user: whether it was done, as a condition of one query


@dataclass(frozen=True)
class Step:
    """`view`: where it is done; where that has no address on a host, there is no such step. `done`: None for a sentence
    that nobody ticks."""

    name: str
    roles: frozenset[Role]
    title: Promise
    sentence: Promise
    view: str
    done: Done | None


steps: Registry[Step] = Registry("accounts: steps of the first day")


def register_step(step: Step, *, order: int) -> None:
    """Add a step: 10 name and projects, 20 staff, 30 courses, 40 people, 50 sessions, 60 what was held."""
    steps.add(step, key=step.name, order=order)
