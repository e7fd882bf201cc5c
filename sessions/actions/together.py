"""Saving a session that others may have saved since its form was opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from accounts.models import User
from core.together import CollisionError, Facts, Merged, Seen, merge
from courses.models import ModulePage
from sessions.actions.guards import lock_for_update
from sessions.actions.planning import HalfDay, facts_of_half_day, half_day_of, update_session
from sessions.models import TrainingSession

HALF_DAY = "half_days-"  # and its number: the name of a half-day among the facts


@dataclass(frozen=True)
class Kept:
    """The `facts` that others had changed and that were kept; `mark`: the last change before this one."""

    facts: list[str]
    mark: int


@dataclass(frozen=True)
class Plan:
    """What a form says of a session; `fields` by the names of the model."""

    fields: dict[str, Any]
    half_days: Sequence[HalfDay]
    trainers: Sequence[User]
    modules: Sequence[ModulePage]
    cycle_code: str
    cycle_kind: str

    def facts(self) -> dict[str, Any]:
        """As `facts_of`; half-days that are new have no name yet."""
        return {
            **{name: _plain(value) for name, value in self.fields.items()},
            "trainers": sorted(user.pk for user in self.trainers),
            "modules": sorted(module.pk for module in self.modules),
            "cycle": self.cycle_code,
            **{f"{HALF_DAY}{one.number}": facts_of_half_day(one) for one in self.half_days if one.number is not None},
        }


def seen_of(session: TrainingSession, names: Sequence[str]) -> Seen:
    """What a form that is opened now is opened with; `names` of the model's fields."""
    return Seen(facts_of(session, names), mark=_last_change(session))


def facts_of(session: TrainingSession, names: Sequence[str]) -> dict[str, Any]:
    """What is stored, as core.together compares it."""
    return {
        **{name: _plain(getattr(session, name)) for name in names},
        "trainers": sorted(session.trainers.values_list("pk", flat=True)),
        "modules": sorted(session.modules.values_list("pk", flat=True)),
        "cycle": session.cycle.code if session.cycle else "",
        **{f"{HALF_DAY}{slot.number}": facts_of_half_day(slot) for slot in session.slots.all()},
    }


@transaction.atomic
def update_session_together(*, session: TrainingSession, plan: Plan, seen: Seen | None, actor: User) -> Kept:
    """As `update_session`, keeping what others saved since `seen`.

    Raises CollisionError where both changed a fact, or where two half-days would now be at the same time.
    """
    session = lock_for_update(session)
    mark = _last_change(session)
    now, mine = facts_of(session, list(plan.fields)), plan.facts()
    merged = merge(seen.facts if seen else None, now, mine)
    half_days = _half_days(plan, merged, now, seen)
    if merged.asked or len({(one.date, one.part) for one in half_days}) < len(half_days):
        raise CollisionError(merged, now, mark)
    update_session(
        session=session, actor=actor, half_days=half_days,
        fields={name: plan.fields[name] if merged.facts[name] == mine[name] else getattr(session, name)
                for name in plan.fields},
        trainers=User.objects.filter(pk__in=merged.facts["trainers"]),
        modules=ModulePage.objects.filter(pk__in=merged.facts["modules"]),
        cycle_code=merged.facts["cycle"], cycle_kind=plan.cycle_kind,
    )  # fmt: skip
    return Kept(merged.kept, mark)


def _half_days(plan: Plan, merged: Merged, now: Facts, seen: Seen | None) -> list[HalfDay]:
    """Those that are there, as merged, and the new ones, without those that somebody added just like them."""
    rows = {name: row for name, row in merged.facts.items() if name.startswith(HALF_DAY) and row is not None}
    found = [half_day_of(row, int(name.removeprefix(HALF_DAY))) for name, row in rows.items()]
    added = [row for name, row in now.items() if name.startswith(HALF_DAY) and seen and name not in seen.facts]
    return found + [one for one in plan.half_days if one.number is None and facts_of_half_day(one) not in added]


def _last_change(session: TrainingSession) -> int:
    return session.changes.aggregate(last=Max("pk"))["last"] or 0


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
