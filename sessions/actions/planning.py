"""Plans a session with its half-days, and changes the plan; what figures depend on stays on record."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.models import User
from courses.models import ModulePage
from sessions.actions.guards import lock_for_update, refuse_closed, refuse_recounted
from sessions.actions.join_codes import move_join_codes
from sessions.actions.registration import promote_waiting
from sessions.half_day_starts import first_to_come
from sessions.models import Change, Cycle, Slot, TrainingSession
from sessions.querysets import people_of, people_on_list, positive_evidence, slots_with_marks
from sessions.wording import half_day

COUNTED = ("kind", "audience", "role", "shared_key", "modality", "language", "region", "project", "pass_mark")
WRITTEN = ("date", "part", "minutes", "starts_at")  # what is planned of a half-day


@dataclass(frozen=True)
class HalfDay:
    """A half-day as planned; `number` is that of an existing one, None for a new one."""

    date: datetime.date
    part: str
    minutes: int
    number: int | None = None
    starts_at: datetime.time | None = None


def facts_of_half_day(half_day: "HalfDay | Slot") -> dict[str, Any]:
    """A half-day in what JSON knows; forms know no seconds."""
    date, part, minutes, starts_at = _plan(half_day)
    hour = f"{starts_at:%H:%M}" if starts_at else ""
    return {"date": date.isoformat(), "part": part, "minutes": minutes, "starts_at": hour}


def half_day_of(facts: dict[str, Any], number: int | None = None) -> HalfDay:
    """What `facts_of_half_day` wrote."""
    starts_at = datetime.time.fromisoformat(facts["starts_at"]) if facts["starts_at"] else None
    return HalfDay(datetime.date.fromisoformat(facts["date"]), facts["part"], facts["minutes"], number, starts_at)


@transaction.atomic
def create_session(
    *,
    uuid: uuid.UUID,
    fields: dict[str, Any],
    half_days: Sequence[HalfDay],
    actor: User,
    trainers: Iterable[User] = (),
    modules: Iterable[ModulePage] = (),
    cycle_code: str = "",
    cycle_kind: str = "",
) -> TrainingSession:
    """A planned session. The same `uuid` again, from a repeated submit, gives the one made first."""
    _require_half_day(half_days)
    cycle = _cycle(cycle_code, cycle_kind)
    session, created = TrainingSession.objects.get_or_create(uuid=uuid, defaults=fields | {"cycle": cycle})
    if created:
        _write_half_days(session, half_days)
        session.trainers.set(trainers)
        session.modules.set(modules)
    return session


@transaction.atomic
def update_session(
    *,
    session: TrainingSession,
    fields: dict[str, Any],
    half_days: Sequence[HalfDay],
    actor: User,
    trainers: Iterable[User] = (),
    modules: Iterable[ModulePage] = (),
    cycle_code: str = "",
    cycle_kind: str = "",
) -> TrainingSession:
    """Change facts, trainers and half-days; one with attendance may be moved, never removed, and that stays on record.

    What figures are made of stays as it is in a closed session: its half-days, what it is counted by, who ran it.
    """
    session, trainers, modules = lock_for_update(session), list(trainers), list(modules)
    _require_half_day(half_days)
    refuse_participants(session, trainers)
    if _planned_now(session) != {(half_day.number, *_plan(half_day)) for half_day in half_days}:
        refuse_closed(session)
    refuse_recounted(session, _recounted(session, fields | {"cycle": cycle_code}, trainers))
    before, marked, counted = _when_and_where(session), list(slots_with_marks(session)), _counted_by(session)
    edited = _other_than(session, fields | {"cycle": cycle_code}, half_days, trainers, modules)
    changes = fields | {"cycle": _cycle(cycle_code, cycle_kind), "sequence": session.sequence + 1}
    for name, value in changes.items():
        setattr(session, name, value)
    session.save(update_fields=changes)
    _write_half_days(session, half_days)
    move_join_codes(session)
    session.trainers.set(trainers)
    session.modules.set(modules)
    promote_waiting(session)
    _note_other_times(session, before, actor)
    _note_marked(session, marked, actor)
    if marked or session.state == TrainingSession.State.HELD:
        _note_facts(session, counted, actor)
    if edited:
        Change.objects.create(session=session, kind=Change.Kind.EDITED, fields=edited, by=actor)
    return session


def _recounted(session: TrainingSession, values: dict[str, Any], trainers: Sequence[User]) -> list[str]:
    """The names of what figures depend on and these values change."""
    now = _counted_by(session)
    names = [name for name in now if name in values and values[name] != now[name]]
    return names + (["trainers"] if _other_set(session.trainers, trainers) else [])


def _other_than(
    session: TrainingSession, values: dict[str, Any], half_days: Sequence[HalfDay], trainers: Sequence[User],
    modules: Sequence[ModulePage],
) -> list[str]:  # fmt: skip
    """The names of all that these values change."""
    now = {"cycle": session.cycle.code if session.cycle else ""}
    names = [name for name, value in values.items() if value != now.get(name, getattr(session, name))]
    names += [name for name, them in (("trainers", trainers), ("modules", modules))
              if _other_set(getattr(session, name), them)]  # fmt: skip
    is_other = _planned_now(session) != {(half_day.number, *_plan(half_day)) for half_day in half_days}
    return names + (["half_days"] if is_other else [])


def _other_set(related: Any, them: Sequence[Any]) -> bool:
    return set(related.values_list("pk", flat=True)) != {one.pk for one in them}


def _when_and_where(session: TrainingSession) -> tuple[tuple[str, str], dict[int, Slot]]:
    """What those on the list arrange themselves by."""
    return (session.city, session.venue), {slot.pk: slot for slot in session.slots.all()}


def _note_other_times(session: TrainingSession, before: tuple[tuple[str, str], dict[int, Slot]], actor: User) -> None:
    """Other hours or another place of what is still to come reach those on the list (sessions/reminders.py)."""
    (place, slots), (place_now, slots_now) = before, _when_and_where(session)
    kept = {pk for pk in slots.keys() & slots_now.keys() if _plan(slots[pk]) == _plan(slots_now[pk])}
    if place != place_now:
        kept = set()
    concerned = [slot for found in (slots, slots_now) for pk, slot in found.items() if pk not in kept]
    first = first_to_come(concerned)
    if session.state == TrainingSession.State.PLANNED and first:
        Change.objects.create(session=session, kind=Change.Kind.RESCHEDULED, by=actor, concerns_from=first)


def _planned_now(session: TrainingSession) -> set[tuple[Any, ...]]:
    return {(slot.number, *_plan(slot)) for slot in session.slots.all()}


def _plan(half_day: HalfDay | Slot) -> tuple[Any, ...]:
    """What the form of a session says of a half-day; it knows no seconds."""
    starts_at = half_day.starts_at and half_day.starts_at.replace(second=0, microsecond=0)
    return half_day.date, half_day.part, half_day.minutes, starts_at


def _note_marked(session: TrainingSession, before: Iterable[Slot], actor: User) -> None:
    """Presences go with their half-day: what it was and what it became stays on record."""
    now = {slot.pk: slot for slot in session.slots.all()}
    moved = [[_as_noted(slot), _as_noted(now[slot.pk])] for slot in before if _plan(slot) != _plan(now[slot.pk])]
    if moved:
        Change.objects.create(session=session, kind=Change.Kind.MARKED_MOVED, half_days=moved, by=actor)


def _counted_by(session: TrainingSession) -> dict[str, Any]:
    """The facts that figures depend on; the cycle by its code."""
    return {name: getattr(session, name) for name in COUNTED} | {"cycle": session.cycle.code if session.cycle else ""}


def _note_facts(session: TrainingSession, before: dict[str, Any], actor: User) -> None:
    """A session of another kind, project or pass mark moves figures that were read already: that stays on record."""
    now = _counted_by(session)
    facts = [[name, before[name], now[name]] for name in now if before[name] != now[name]]
    if facts:
        Change.objects.create(session=session, kind=Change.Kind.FACTS, facts=facts, by=actor)


def _as_noted(slot: Slot) -> dict[str, Any]:
    return dict(zip(WRITTEN, _plan(slot), strict=True))


def _require_half_day(half_days: Sequence[HalfDay]) -> None:
    if not half_days:
        raise ValidationError(_("A session needs at least one half-day."))


def refuse_participants(session: TrainingSession, trainers: Sequence[User]) -> None:
    listed = people_on_list(session).values("pk")
    present = positive_evidence().filter(slot__session=session).values("who")
    taking_part = people_of(trainers).filter(Q(pk__in=listed) | Q(pk__in=present)).in_order()
    if names := [person.full_name for person in taking_part]:
        raise ValidationError({
            "trainers": _("%(names)s: on the list of participants. Take this name off the list first.")
            % {"names": ", ".join(names)}
        })  # fmt: skip


def _cycle(code: str, kind: str) -> Cycle | None:
    if not code:
        return None
    return Cycle.objects.get_or_create(code=code, defaults={"kind": kind or Cycle.Kind.REPEATED})[0]


def _write_half_days(session: TrainingSession, half_days: Sequence[HalfDay]) -> None:
    _remove_half_days(session, keep={planned.number for planned in half_days})
    existing = {slot.number: slot for slot in session.slots.all()}
    last = session.slots.aggregate(last=Max("number"))["last"] or 0
    for planned in sorted(half_days, key=lambda h: (h.date, Slot.PART_ORDER[h.part])):
        values = {name: getattr(planned, name) for name in WRITTEN}
        if planned.number in existing:
            slot = existing[planned.number]
            for name, value in values.items():
                setattr(slot, name, value)
            slot.save(update_fields=values)
        else:
            last += 1
            session.slots.create(number=last, **values)


def _remove_half_days(session: TrainingSession, keep: set[int | None]) -> None:
    gone = [slot for slot in session.slots.all() if slot.number not in keep]
    marked = {slot.pk for slot in slots_with_marks(session)}
    if kept := next((slot for slot in gone if slot.pk in marked), None):
        raise ValidationError(
            _("%(half_day)s: attendance was recorded, so this half-day stays.") % {"half_day": half_day(kept)}
        )
    session.slots.filter(pk__in=[slot.pk for slot in gone]).delete()
