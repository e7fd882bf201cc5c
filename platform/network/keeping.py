"""Keeps what the network knows of a period, when it is accepted and before a partner leaves (decision 0025)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django_tenants.utils import schema_context, tenant_context

from core.dates import YEARS
from core.languages import ORDER
from impact.counting import (
    AXES,
    CONDITIONS,
    Memory,
    Part,
    Period,
    days_of_records,
    measure_part,
    people_of,
    recall,
    tokens_of_people,
)
from impact.models import ReportingPeriod, Snapshot
from impact.publishing import published_parts
from network.models import Departure, KeptCount, KeptPart, KeptSnapshot
from network.remembering import without_days
from tenants.models import Tenant

OF_A_PART = ("row", "cells", "shared", "reached", "trained")


@transaction.atomic
def keep_period(period: Period) -> None:
    """The count of a period that was accepted, as long as the network can count it whole: bounds would keep less than
    what was kept before."""
    parts = _measure(Tenant.objects.whole().order_by("schema_name"), [period])
    _keep(period, parts[period], recall(period), published=False, only_whole=True)


@transaction.atomic
def keep_place(leaving: Tenant) -> None:
    """Everything that past figures of the network need of an NGO that is about to leave: of every year of the network's
    records and every period that anybody reports on, its part and the last count; what it had published."""
    tenants = list(Tenant.objects.whole().order_by("schema_name"))
    live = _measure(tenants, sorted(_periods(tenants), key=lambda one: (one.start, one.end)))
    with tenant_context(leaving):
        days = days_of_records() or (None, None)
        published = list(Snapshot.objects.select_related("period"))
        shared = without_days(measure_part(Period.year(timezone.localdate().year), [], {}).shared)
    with schema_context("public"):
        for period, parts in live.items():
            _keep(period, parts, recall(period), published=False)
    for period in {Period(one.period.start, one.period.end) for one in published}:
        parts, _snapshots = published_parts(period)
        with schema_context("public"):
            _keep(period, parts, recall(period, published=True), published=True)
    with schema_context("public"):
        _keep_snapshots(leaving, published)
        names = {code: getattr(leaving, f"name_{code}") for code in ORDER}
        Departure.objects.update_or_create(
            tenant=leaving.uuid,
            defaults={"schema_name": leaving.schema_name, "names": names, "first": days[0], "last": days[1],
                      "shared": shared, "left_at": timezone.now()},
        )  # fmt: skip


def _periods(tenants: Iterable[Tenant]) -> set[Period]:
    """Whole years of the records, what is kept already, and what anybody reports on."""
    kept = KeptCount.objects.filter(is_published=False).values_list("start", "end")
    found, years = {Period(*dates) for dates in kept}, set[int]()
    for tenant in tenants:
        with tenant_context(tenant):
            found |= {Period(*dates) for dates in ReportingPeriod.objects.values_list("start", "end")}
            if days := days_of_records():
                years |= set(range(days[0].year, days[1].year + 1))
    return found | {Period.year(year) for year in years if year in YEARS}


def _measure(tenants: Iterable[Tenant], periods: Iterable[Period]) -> dict[Period, list[Part]]:
    """Every tenant's part of every period. Contacts are read once."""
    parts: dict[Period, list[Part]] = {period: [] for period in periods}
    for tenant in tenants:
        with tenant_context(tenant):
            tokens = tokens_of_people()
            for period, found in parts.items():
                found.append(measure_part(period, AXES, tokens))
    return parts


def _keep(period: Period, parts: list[Part], memory: Memory, *, published: bool, only_whole: bool = False) -> None:
    """The count with the parts of those who are there; the last ones of those who have left stay."""
    if memory.lost_on:
        return
    people = {code: people_of(code, parts, memory) for code in CONDITIONS}
    if only_whole and any(figure["value"] is None for figure in people.values()):
        return
    of_period, now = {"start": period.start, "end": period.end, "is_published": published}, timezone.now()
    counted = {"people": people, "counted_at": now} | ({} if memory.last else {"full_at": now})
    KeptCount.objects.update_or_create(**of_period, defaults=counted, create_defaults=counted | {"full_at": now})
    KeptPart.objects.bulk_create(
        [KeptPart(**of_period, tenant=part.tenant, **_stored(part)) for part in parts],
        update_conflicts=True, unique_fields=["tenant", *of_period], update_fields=OF_A_PART,
    )  # fmt: skip


def _stored(part: Part) -> dict[str, object]:
    """Attendances alone of the cells: unique people by an axis are not added up."""
    return {
        "row": part.row,
        "cells": {axis: {cell: {"ATT": n["ATT"]} for cell, n in cells.items()} for axis, cells in part.cells.items()},
        "shared": without_days(part.shared),
        **{flag: sorted(one.pk for one in part.people if getattr(one, flag)) for flag in CONDITIONS.values()},
    }


def _keep_snapshots(leaving: Tenant, published: Iterable[Snapshot]) -> None:
    KeptSnapshot.objects.bulk_create(
        [
            KeptSnapshot(
                tenant=leaving.uuid, start=one.period.start, end=one.period.end, number=one.number, digest=one.digest,
                content=one.content, taken_at=one.taken_at,
            )
            for one in published
        ],
        ignore_conflicts=True,
    )  # fmt: skip
