"""The network's figures of a period: the partner NGOs that have published it, each counted in its own schema."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from impact.counting import Period
from impact.counting.network import add_up, measure_part
from impact.models import ReportingPeriod, Snapshot
from impact.suppression.layout import AXES, figures_of
from tenants.models import Tenant


def freeze_members(period: ReportingPeriod) -> tuple[dict[str, Any], list[Snapshot]]:
    """The sums over the NGOs whose figures of the period are out, and their newest snapshots.

    Raises ValidationError where there is none: the network publishes nothing that an NGO has not.
    """
    span, parts, snapshots = Period(period.start, period.end), [], []
    for tenant in Tenant.objects.filter(kind=Tenant.Kind.NGO).order_by("schema_name"):
        with tenant_context(tenant):
            found = Snapshot.objects.filter(period__start=period.start, period__end=period.end)
            if newest := found.order_by("-number").first():
                snapshots.append(newest)
                parts.append(measure_part(span, AXES))
    if not snapshots:
        raise ValidationError(
            _("No partner NGO has published these dates yet. Accept their period first; they publish it.")
        )
    return add_up(parts, span, AXES) | {"projects": {}, "beside": _certified(snapshots)}, snapshots


def _certified(snapshots: list[Snapshot]) -> dict[str, Any]:
    """Certificates may be added where all NGOs have published theirs; how many people bear them nobody knows."""
    published = [figures_of(snapshot.data).get("CERT") for snapshot in snapshots]
    if not all(published):
        return {}
    return {"CERT": {"value": sum(one["value"] for one in published if one), "people": None, "additive": True}}
