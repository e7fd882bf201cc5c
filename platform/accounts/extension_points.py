"""Extension points of accounts: what staff run, and which projects there are; the apps above know both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from accounts.models import User
from accounts.roles import Ability
from core.registry import Registry


class HandOver(Protocol):
    """Give what `former` runs to `taker`; how many things. Raises ValidationError where that cannot be."""

    def __call__(self, *, former: User, taker: User, actor: User) -> int: ...


@dataclass(frozen=True)
class Duty:
    """Something that members of staff run and may hand over: who takes it needs the ability.

    `read`: what somebody runs, in words, the first first.
    """

    name: str
    label: Promise
    needs: Ability
    read: Callable[[User], Sequence[str]]
    hand_over: HandOver


duties: Registry[Duty] = Registry("accounts: what members of staff run")


def register_duty(duty: Duty, *, order: int) -> None:
    """Add a kind of thing that is handed over when somebody leaves."""
    duties.add(duty, key=duty.name, order=order)


ProjectFinder = Callable[[str], str | None]  # a code as somebody wrote it -> as the project has it; None for none
project_finders: Registry[ProjectFinder] = Registry("accounts: projects by their codes")


def register_projects(find: ProjectFinder) -> None:
    """Say which projects a funder of the hub may be tied to."""
    project_finders.add(find, key="projects")
