"""Adds up the network's figures of a period over the partner NGOs that have published it.

Each is counted in its own schema as it was when it published, so that the network tells nothing of an NGO that the NGO
has not told.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from impact.counting import Period, add_up, measure_part
from impact.counting.network import Part, sum_cells
from impact.counting.tenant import additive
from impact.disclosure import FUNDER_K, PUBLIC_K
from impact.disclosure.layout import AXES, standing_at
from impact.models import ReportingPeriod, Snapshot
from impact.publishing.restating import official
from tenants.models import Tenant

Content = Mapping[str, Any]
OF_PEOPLE = ("ATT", "HDP", "CMP", "HC")


def freeze_members(period: ReportingPeriod) -> tuple[dict[str, Any], list[Snapshot]]:
    """The sums over the NGOs whose figures of the period are out, and their newest snapshots. Where readers of k = 10
    are shown other numbers than those of k = 5, what these add up to stands under `at`.

    Raises ValidationError where there is none: the network publishes nothing that an NGO has not.
    """
    parts, snapshots = [], []
    for tenant in _ngos():
        with tenant_context(tenant):
            found = Snapshot.objects.filter(period__start=period.start, period__end=period.end)
            if newest := found.order_by("-number").first():
                snapshots.append(newest)
                then = newest.taken_at
                parts.append(measure_part(Period(period.start, period.end, then, then), AXES))
    if not snapshots:
        raise ValidationError(
            _("No partner NGO has published these dates yet. Accept their period first; they publish it.")
        )
    counted, contents = add_up(parts, Period(period.start, period.end), AXES), [one.data for one in snapshots]
    for_funders, for_all = (_summed(counted, parts, contents, k) for k in (FUNDER_K, PUBLIC_K))
    differs = {part: figures for part, figures in for_all.items() if figures != for_funders[part]}
    at = {"at": {str(PUBLIC_K): differs}} if differs else {}
    return counted | {"projects": {}} | for_funders | at, snapshots


def members_over_time(history: Iterable[Content], now: Iterable[Snapshot]) -> list[list[Content]]:
    """What the NGOs had published at each of the network's publications of a period, and what they have now."""
    wanted = [[member["digest"] for member in content["members"]] for content in history]
    found: dict[str, Content] = {}
    for tenant in _ngos():
        with tenant_context(tenant):
            snapshots = Snapshot.objects.filter(digest__in=[digest for some in wanted for digest in some])
            found |= {snapshot.digest: snapshot.data for snapshot in snapshots}
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
    return {"indicators": counted["indicators"] | summed, "by": by, "beside": _certified(figures)}


def _sum(figures: list[dict[str, Any]]) -> dict[str, Any]:
    parts = [part for part in figures[0] if part != "additive"]
    return {part: round(sum(one[part] or 0 for one in figures), 2) for part in parts} | {"additive": True}


def attendance_cells(content: Content, axis: str, k: int) -> dict[str, dict[str, int]]:
    """Attendances of an NGO by an axis, what stands in the place of what was counted."""
    numbers = standing_at(content, k).get("numbers", {})
    return {
        value: {"ATT": numbers.get(f"|ATT|{axis}|{value}", cell["ATT"])} for value, cell in content["by"][axis].items()
    }


def _certified(figures: list[dict[str, Any]]) -> dict[str, Any]:
    """Certificates may be added where all NGOs have published theirs; how many people bear them nobody knows."""
    published = [one.get("CERT") for one in figures]
    if not all(published):
        return {}
    return {"CERT": {"value": sum(one["value"] for one in published if one), "people": None, "additive": True}}
