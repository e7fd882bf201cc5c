"""The path of one user: which steps there are for their roles, and which are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from wagtail.users.models import UserProfile

from accounts.first_day.steps import Step, steps
from accounts.models import User
from accounts.roles import ROLES_OF
from accounts.staff.invitations import here

PUT_AWAY = "wasl_first_day_put_away"  # in the user's Wagtail profile


@dataclass(frozen=True)
class ShownStep:
    """One step with its address. `is_note`: a sentence that nobody ticks; `is_next`: the first that is not done."""

    title: str | Promise
    sentence: str | Promise
    url: str
    is_done: bool
    is_note: bool = False
    is_next: bool = False


@dataclass(frozen=True)
class Path:
    """The steps of one user in order, and whether they put them away."""

    steps: Sequence[ShownStep] = ()
    is_put_away: bool = False

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def total(self) -> int:
        """How many can be ticked."""
        return sum(not step.is_note for step in self.steps)

    @property
    def is_shown(self) -> bool:
        """On the first page: there is something to do, and the user wants to see it."""
        return bool(self.steps) and self.done < len(self.steps) and not self.is_put_away


def read_path(user: Any) -> Path:
    """The path of `user` in the active tenant: one query, whoever it is and however much is done."""
    there_are = set(ROLES_OF[here().kind])  # what concerns the hub alone, an NGO's statement does not ask for
    offered = {step: url for step in steps if step.roles & there_are and (url := _address(step))}
    asked = {f"step_{step.name}": step.done(user) for step in offered if step.done}
    row = (
        User.objects.filter(pk=user.pk)
        .annotate(
            roles=ArraySubquery(Group.objects.filter(user=OuterRef("pk")).values("name")),
            marks=Subquery(UserProfile.objects.filter(user=OuterRef("pk")).values("dismissibles")[:1]),
            **asked,
        )
        .values("roles", "marks", *asked)
        .get()
    )
    roles = set(row["roles"])
    found = [step for step in offered if roles & {role.value for role in step.roles}]
    waiting = [step for step in found if step.done and not row[f"step_{step.name}"]]
    return Path(
        [
            ShownStep(
                step.title, step.sentence, offered[step], is_done=bool(step.done and step not in waiting),
                is_note=step.done is None, is_next=waiting[:1] == [step],
            )
            for step in found
        ],
        is_put_away=bool((row["marks"] or {}).get(PUT_AWAY)),
    )  # fmt: skip


def put_away(user: Any, *, value: bool = True) -> None:
    """Remember that the user does not want to see it, or forget that."""
    profile = UserProfile.get_for_user(user)
    profile.dismissibles = {**profile.dismissibles, PUT_AWAY: value}
    profile.save(update_fields=["dismissibles"])


def _address(step: Step) -> str:
    try:
        return reverse(step.view)
    except NoReverseMatch:
        return ""  # the hub and the NGOs have different pages
