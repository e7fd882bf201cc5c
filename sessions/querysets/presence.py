"""Who was in the room, by unvoided evidence of known people; merged records are one human."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from people.models import Person
from sessions.models import Evidence, HeadCount, Registration, Slot, TrainingSession
from sessions.querysets.people import people_on_list
from sessions.rules import presence_minutes


def positive_evidence() -> QuerySet[Any]:
    """Unvoided rows that put a known person (`who`) in a room."""
    rows = Evidence.objects.valid().filter(person__isnull=False)
    return rows.filter(Q(minutes__isnull=True) | Q(minutes__gt=0)).by_human()


def presences(slot: Slot) -> dict[int, int]:
    """Minutes by person id: the longest unvoided row, cut to the half-day; absent people are left out."""
    return dict(presence_minutes(positive_evidence().filter(slot=slot)).values_list("who", "counted"))


def recent_presence(slot: Slot, sessions: QuerySet[TrainingSession], most: int = 6) -> dict[int, list[bool]]:
    """Whether each person of the list was there at the last half-days they were expected at, oldest first.

    Of the session itself, of held ones of its cycle, and of held ones among `sessions`: those the reader may see.
    """
    seen = Q(pk__in=sessions.values("pk")) | Q(cycle__isnull=False, cycle=slot.session.cycle_id)
    known = TrainingSession.objects.filter(Q(pk=slot.session_id) | Q(state=TrainingSession.State.HELD) & seen)
    listed = set(people_on_list(slot.session).order_by().values_list("pk", flat=True))
    places = Registration.objects.on_list().filter(session__in=known).by_human().filter(who__in=listed)
    expected: dict[int, set[int]] = {}
    for who, session in places.values_list("who", "session"):
        expected.setdefault(who, set()).add(session)
    before = Q(date__lt=slot.date) | Q(date=slot.date, part_order__lt=slot.part_order)
    earlier = Slot.objects.filter(before, session__in=set().union(*expected.values()))
    slots = list(earlier.order_by("-date", "-part_order", "-number").values_list("pk", "session"))
    came = set(positive_evidence().filter(slot__in=[pk for pk, _session in slots]).values_list("who", "slot"))
    last = {who: [pk for pk, session in slots if session in places][:most] for who, places in expected.items()}
    return {who: [(who, pk) in came for pk in reversed(pks)] for who, pks in last.items()}


def people_with_marks(slots: Iterable[Slot]) -> set[int]:
    """Ids of the people with any row at these half-days, voided ones too."""
    rows = Evidence.objects.filter(slot__in=slots, person__isnull=False)
    return set(rows.by_human().values_list("who", flat=True))


def has_marks(session: TrainingSession, person: Person) -> bool:
    """Whether anything, voided or not, was recorded of the person's attendance."""
    return Evidence.objects.filter(slot__session=session).by_human().filter(who=person.pk).exists()


def half_days_attended(session: TrainingSession) -> dict[int, int]:
    """Number of half-days with a presence, by person id."""
    rows = positive_evidence().filter(slot__session=session).values("who")
    return dict(rows.annotate(number=Count("slot", distinct=True)).values_list("who", "number"))


def somebody_came(session: TrainingSession) -> bool:
    """Whether there is a presence or a head-count: else it was not held (definitions.md, section 3)."""
    return (
        positive_evidence().filter(slot__session=session).exists()
        or HeadCount.objects.valid().filter(slot__session=session, count__gt=0).exists()
    )
