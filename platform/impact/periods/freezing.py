"""What a snapshot holds: the figures, the cells of a layout that is the same for every period, and what made them."""

import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.db.models import Max

from core.codes import CODE_LISTS_VERSION
from impact.counting import Period, count_tenant
from impact.counting.cells import count_by
from impact.counting.tenant import parameters
from impact.models import ReportingPeriod
from sessions.models import Evidence, HeadCount

FORMAT = 1
# The layout of published tables, frozen with the format: what is suppressed in one snapshot must not show in the next.
AXES = ("category", "sex", "age_band", "region", "month")


def freeze(period: ReportingPeriod, taken_at: datetime.datetime) -> dict[str, Any]:
    """The figures of the active tenant at this moment, ready to be written."""
    span = Period(period.start, period.end)
    counted = count_tenant(span)
    given = parameters(span)
    return {
        "format": FORMAT,
        "scope": counted["scope"],
        "from": counted["from"],
        "to": counted["to"],
        "indicators": counted["indicators"],
        "by": {axis: count_by(axis, span, given) for axis in AXES},
        "definition_version": counted["definition_version"],
        "code_lists_version": CODE_LISTS_VERSION,
        "code_version": code_version(),
        "taken_at": taken_at.isoformat(),
        "newest_evidence": _newest(),
    }


def code_version() -> str:
    """The version of this software."""
    try:
        return version("wasl")
    except PackageNotFoundError:
        return "0.1.0"


def _newest() -> dict[str, Any]:
    """The last rows that could count."""
    return {
        "evidence": Evidence.objects.aggregate(last=Max("pk"))["last"],
        "headcount": HeadCount.objects.aggregate(last=Max("pk"))["last"],
    }
