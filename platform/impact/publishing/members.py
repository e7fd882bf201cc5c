"""Adds up the network's figures of a period over the partner NGOs that have published it.

Each is counted in its own schema as it was when it published, so that the network tells nothing of an NGO that the NGO
has not told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from impact.counting import Part, Period, add_up, additive, measure_part, recall
from impact.counting.network import sum_cells
from impact.disclosure import FUNDER_K, PUBLIC_K
from impact.disclosure.layout import AXES, cells_at, level_of, standing_at
from impact.facts.definitions import rolled_up
from impact.models import ReportingPeriod, Snapshot
from impact.publishing.restating import official
from tenants.models import Tenant

Content = Mapping[str, Any]
OF_PEOPLE = ("ATT", "HDP", "CMP", "HC")


def freeze_members(period: ReportingPeriod) -> tuple[dict[str, Any], list[Any]]:
    """The sums over the NGOs whose figures of the period are out, and their newest snapshots. Where readers of k = 10
    are shown other numbers than those of k = 5, what these add up to stands under `at`.

    Of an NGO that has left, what it had published last. Raises ValidationError where there is none: the network
    publishes nothing that an NGO has not.
    """
    span = Period(period.start, period.end)
    parts, snapshots = published_parts(span)
    memory = recall(span, published=True)
    snapshots += [max(some, key=lambda one: one.number) for some in _by_tenant(memory.snapshots)]
    if not snapshots:
        raise ValidationError(
            _("No partner NGO has published these dates yet. Accept their period first; they publish it.")
        )
    counted, contents = add_up(parts, span, AXES, memory), [one.data for one in snapshots]
    every = [*parts, *memory.parts]
    for_funders, for_all = (_summed(counted, every, contents, k) for k in (FUNDER_K, PUBLIC_K))
    differs = {part: figures for part, figures in for_all.items() if figures != for_funders[part]}
    at = {"at": {str(PUBLIC_K): differs}} if differs else {}
    counted.pop("last_full_count", None)
    return counted | {"projects": {}} | for_funders | at, snapshots


def published_parts(period: Period) -> tuple[list[Part], list[Any]]:
    """Of every NGO that is there and has published the period: its part as it was then, and its newest snapshot."""
    parts, snapshots = [], []
    for tenant in _ngos():
        with tenant_context(tenant):
            found = Snapshot.objects.filter(period__start=period.start, period__end=period.end)
            if newest := found.order_by("-number").first():
                snapshots.append(newest)
                then = newest.taken_at
                parts.append(measure_part(replace(period, evidence_until=then, merges_until=then), AXES))
    return parts, snapshots


def _by_tenant(kept: Iterable[Any]) -> list[list[Any]]:
    """Snapshots of NGOs that have left, those of each together."""
    return [list(some) for _tenant, some in groupby(kept, key=lambda one: one.tenant)]


def members_over_time(history: Iterable[Content], now: Iterable[Any]) -> list[list[Content]]:
    """What the NGOs had published at each of the network's publications of a period, and what they have now."""
    history = list(history)
    wanted = [[member["digest"] for member in content["members"]] for content in history]
    found: dict[str, Content] = {}
    for tenant in _ngos():
        with tenant_context(tenant):
            snapshots = Snapshot.objects.filter(digest__in=[digest for some in wanted for digest in some])
            found |= {snapshot.digest: snapshot.data for snapshot in snapshots}
    for content in history[:1]:
        memory = recall(Period.parse(content["from"], content["to"]), published=True)
        found |= {snapshot.digest: snapshot.data for snapshot in memory.snapshots}
    then = [[found[digest] for digest in some if digest in found] for some in wanted]
    return [*then, [snapshot.data for snapshot in now]]


def _ngos() -> Iterable[Tenant]:
    return Tenant.objects.whole().filter(kind=Tenant.Kind.NGO).order_by("schema_name")


def _summed(counted: Content, parts: list[Part], contents: Sequence[Content], k: int) -> dict[str, Any]:
    """What counts people, as the NGOs answer for it to readers of k."""
    figures = [official(content, k) for content in contents]
    summed = {code: _sum([one[code] for one in figures]) for code in OF_PEOPLE}
    as_counted = [additive(part.row)["PH"] for part in parts]  # rounded; their sum is not, where nothing else is told
    if as_counted != [one["PH"] for one in figures]:
        summed["PH"] = _sum([one["PH"] for one in figures])
    by = {axis: sum_cells([attendance_cells(content, axis, k) for content in contents]) for axis in AXES}
    return {"indicators": counted["indicators"] | summed, "by": by, "beside": _certified(figures) | _opened(figures)}


def _sum(figures: list[dict[str, Any]]) -> dict[str, Any]:
    parts = [part for part in figures[0] if part != "additive"]
    return {part: round(sum(one[part] or 0 for one in figures), 2) for part in parts} | {"additive": True}


def attendance_cells(content: Content, axis: str, k: int) -> dict[str, dict[str, int]]:
    """Attendances of an NGO by an axis, what stands in the place of what was counted. Where it shows them at a coarser
    level, whatever a number that stands there differs by is put into one of the cells that it is made of: nothing finer
    is told."""
    numbers, level = standing_at(content, k).get("numbers", {}), level_of(content, k, "", axis)
    cells = {value: {"ATT": cell["ATT"]} for value, cell in content["by"][axis].items()}
    for value, cell in cells_at(content, level).items():
        by = numbers.get(f"|ATT|{level}|{value}", cell["ATT"]) - cell["ATT"]
        if by:
            finer = [one for one in cells if (level == axis and one == value) or _is_in(level, axis, one, value)]
            cells[max(finer, key=lambda one: cells[one]["ATT"])]["ATT"] += by
    return cells


def _is_in(level: str, axis: str, value: str, group: str) -> bool:
    return level != axis and rolled_up(level, value) == group


def _certified(figures: list[dict[str, Any]]) -> dict[str, Any]:
    """Certificates may be added where all NGOs have published theirs; how many people bear them nobody knows."""
    published = [one.get("CERT") for one in figures]
    if not all(published):
        return {}
    return {"CERT": {"value": sum(one["value"] for one in published if one), "people": None, "additive": True}}


def _opened(figures: list[dict[str, Any]]) -> dict[str, Any]:
    """Open modules completed are events, which may be added where all NGOs have published theirs."""
    published = [one.get("OPEN") for one in figures]
    return (
        {"OPEN": {"value": sum(one["value"] for one in published if one), "additive": True}} if all(published) else {}
    )
