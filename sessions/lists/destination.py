"""Puts the people of a list onto a session: all confirmed, and present where the list says so; and takes them off
again."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import long_date
from people.extension_points import Arrival, Destination
from people.models import Person
from sessions.actions.attendance import Mark, put_on_list, record_presences
from sessions.actions.guards import lock_for_update, refuse_cancelled, refuse_closed, refuse_trainers
from sessions.actions.registration import promote_waiting
from sessions.lists.half_days import slots_of
from sessions.models import Evidence, Registration, Slot, TrainingSession
from sessions.querysets import presences

OFFERED = 40


def offer() -> list[tuple[uuid.UUID, str]]:
    """Sessions that may take a list: those to come first, then the latest that are not closed."""
    open_ = TrainingSession.objects.filter(closed_at__isnull=True).exclude(state=TrainingSession.State.CANCELLED)
    dated: dict[Any, Any] = {}
    for slot in Slot.objects.filter(session__in=open_).select_related("session").order_by("session", "date"):
        dated.setdefault(slot.session_id, slot)
    today = timezone.localdate()
    slots = sorted(dated.values(), key=lambda slot: (slot.date < today, abs((slot.date - today).days), slot.pk))
    return [(slot.session.uuid, _label(slot.session, slot)) for slot in slots[:OFFERED]]


def find(session: uuid.UUID) -> str | None:
    """Title and day of a session."""
    found = TrainingSession.objects.filter(uuid=session).first()
    return _label(found, found.slots.first()) if found else None


def put(session: uuid.UUID, arrivals: Sequence[Arrival], columns: dict[int, str], actor: User | None) -> Any:
    """Everybody on the list with a place, full or not, and present at the half-days that the list says; `{"people":
    ids}` of
    those who were not on it before. ValidationError where the session takes nobody, or a column is none of its
    half-days'."""
    found = TrainingSession.objects.filter(uuid=session).first()
    if found is None:
        raise ValidationError(_("This session is gone. Choose another, or none."))
    found = lock_for_update(found)
    refuse_cancelled(found)
    refuse_closed(found)
    people = Person.objects.in_bulk([arrival.person for arrival in arrivals])
    refuse_trainers(found, people.values())
    listed = set(Registration.objects.on_list().filter(session=found).by_human().values_list("who", flat=True))
    put_on_list(found, people.values())
    if columns:
        _record(found, arrivals, columns, people, actor)
    return {"people": sorted(people.keys() - listed)}


def _record(
    session: TrainingSession, arrivals: Sequence[Arrival], columns: dict[int, str], people: dict[int, Person],
    actor: User | None,
) -> None:  # fmt: skip
    meant = slots_of(columns, list(session.slots.all()))
    came: dict[int, set[int]] = {}
    for arrival in arrivals:
        for at, is_present in arrival.marks.items():
            for slot in meant[at] if is_present else ():
                came.setdefault(slot.pk, set()).add(arrival.person)
    for slot in session.slots.all():
        new = sorted(came.get(slot.pk, set()) - presences(slot).keys())
        if new:
            marks = [Mark(people[pk]) for pk in new]
            record_presences(slot=slot, marks=marks, actor=actor, source=Evidence.Source.PAPER)


def take_back(session: uuid.UUID, kept: Any, actor: User | None) -> None:
    """Off the list again, but for those who were marked there: evidence stays, and whoever it names."""
    found = TrainingSession.objects.filter(uuid=session).first()
    if found is None:
        return
    found = lock_for_update(found)
    if found.is_closed:
        return
    marked = set(
        Evidence.objects.filter(slot__session=found, person__isnull=False).by_human().values_list("who", flat=True)
    )
    going = set(kept["people"]) - marked
    Registration.objects.filter(session=found).by_human().filter(who__in=going).delete()
    promote_waiting(found)


def _url(session: uuid.UUID) -> str:
    return reverse("sessions:detail", args=[session])


def _label(session: TrainingSession, slot: Slot | None) -> str:
    title = f"\u2068{session.title}\u2069"  # in its own direction, where no markup can say so
    return f"{title}, {long_date(slot.date)}" if slot else title


SESSION = Destination(offer=offer, find=find, put=put, take_back=take_back, url=_url)
