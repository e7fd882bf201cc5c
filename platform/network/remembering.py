"""Recalls what is kept of partners that have left, for whoever counts the network (`impact.counting.memory`)."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from impact.counting import NOTHING, LastCount, Memory, Part, Period
from network.models import Departure, KeptCount, KeptPart, KeptSnapshot
from tenants.models import Tenant

DAYS = ("day", "date")  # of a half-day of a joint session


def departed() -> QuerySet[Departure]:
    """The partners that are no longer there, by UUID: who came back from a backup is."""
    return Departure.objects.exclude(tenant__in=Tenant.objects.whole().values("uuid")).order_by("schema_name", "pk")


def recall(period: Period, published: bool) -> Memory:
    """What is kept of a period: of the live figures, or of what partners had published."""
    gone = list(departed())
    if not gone:
        return NOTHING
    of_period = {"start": period.start, "end": period.end, "is_published": published}
    rows = {part.tenant: part for part in KeptPart.objects.filter(**of_period)}
    count = KeptCount.objects.filter(**of_period).first()
    last = _last(count, rows.values()) if count else None
    if published:
        return _as_published(period, [one for one in gone if one.tenant in rows], rows, last)
    lost = [one for one in gone if _reaches_into(one, period) and (last is None or one.tenant not in rows)]
    if lost:
        return Memory(lost_on=min(timezone.localdate(one.left_at) for one in lost))
    return Memory(parts=tuple(_part(one, rows.get(one.tenant)) for one in gone), last=last)


def _as_published(period: Period, gone: list[Departure], rows: dict[Any, KeptPart], last: LastCount | None) -> Memory:
    if not gone:
        return NOTHING
    found = KeptSnapshot.objects.filter(start=period.start, end=period.end).order_by("number")
    by_tenant = {one.tenant: [kept for kept in found if kept.tenant == one.tenant] for one in gone}
    return Memory(
        parts=tuple(_part(one, rows[one.tenant]) for one in gone),
        snapshots=tuple(kept for one in gone for kept in by_tenant[one.tenant]),
        last=last,
    )


def _last(count: KeptCount, parts: Iterable[KeptPart]) -> LastCount:
    met = {str(part.tenant): {"reached": frozenset(part.reached), "trained": frozenset(part.trained)} for part in parts}
    return LastCount(count.people, met, timezone.localdate(count.full_at))


def _reaches_into(gone: Departure, period: Period) -> bool:
    return bool(gone.first and gone.last and gone.first <= period.end and period.start <= gone.last)


def _part(gone: Departure, kept: KeptPart | None) -> Part:
    """Of dates of which nothing was kept because there was nothing: joint sessions alone, which may reach into them."""
    if kept is None:
        return Part(str(gone.tenant), {}, [], with_days(gone.shared), {})
    return Part(str(gone.tenant), kept.row, [], with_days(kept.shared), kept.cells)


def with_days(shared: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Half-days of joint sessions as they were counted: JSON knows no dates."""
    return [row | {name: datetime.date.fromisoformat(row[name]) for name in DAYS} for row in shared]


def without_days(shared: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same for JSON."""
    return [row | {name: row[name].isoformat() for name in DAYS} for row in shared]
