"""The rules of counting (definitions.md, section 3): how long somebody was there, which test counts, what completes.

Pages, certificates and exports call these functions; the figures' SQL (impact.facts.cte) takes the same constants.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least

from sessions.models import TrainingSession

COUNTED_KINDS = (TrainingSession.Kind.TRAINING, TrainingSession.Kind.AWARENESS)  # an event is listed, no more
ENOUGH = Fraction(4, 5)  # theta: the share of a session's scheduled minutes that completes it


def minutes_within(minutes: int | None, scheduled: int) -> int:
    """What a row of evidence says of a half-day: the whole of it where it names no minutes, and never more."""
    return scheduled if minutes is None else min(minutes, scheduled)


def presence_minutes(rows: Any) -> QuerySet[Any]:
    """Of each half-day and human (`who`) the longest row, with `counted`: its minutes, cut to the half-day.

    `rows`: unvoided evidence by human (sessions.querysets.positive_evidence). Of equal rows the older stays.
    """
    counted = Least(Coalesce("minutes", "slot__minutes"), "slot__minutes")
    return rows.annotate(counted=counted).order_by("slot_id", "who", "-counted", "pk").distinct("slot_id", "who")


def scores_of_people(rows: Any) -> QuerySet[Any]:
    """One test of a kind per session and human (`who`): that of the record that stays, else the older."""
    absorbed = Case(When(person=F("who"), then=Value(0)), default=Value(1), output_field=IntegerField())
    found = rows.by_human().annotate(absorbed=absorbed)
    return found.order_by("session_id", "who", "kind", "absorbed", "pk").distinct("session_id", "who", "kind")


def has_attended_enough(minutes: int, scheduled: int) -> bool:
    """Whether so many of a session's scheduled minutes complete it, its test apart."""
    return minutes >= ENOUGH * scheduled


def has_passed(score: Decimal, maximum: Decimal, pass_mark: int) -> bool:
    """Whether a test after the session reaches its pass mark, in percent."""
    return 100 * score >= pass_mark * maximum
