"""Makes the content of a snapshot: figures, cells of a layout that is the same for every period, what made them."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.db.models import Max

from core.codes import CODE_LISTS_VERSION, UNKNOWN
from impact.aggregates import rebuild
from impact.counting import (
    Period,
    Selection,
    count_all,
    count_raw,
    count_tenant,
    parameters_for,
    read_cycles,
    supplementary,
)
from impact.counting.figures import arrange
from impact.disclosure.concealing import newest_of_each_period
from impact.disclosure.crossings import choose_crossings, take_out_untold
from impact.disclosure.layout import AXES, CROSSINGS, axes_in, may_have_tables
from impact.disclosure.levels import Layout, choose_layout, layout_again
from impact.disclosure.standing import keep_layout
from impact.models import ReportingPeriod, Snapshot
from impact.publishing.members import freeze_members, members_over_time
from impact.publishing.restating import with_concealed
from people.models import Person
from sessions.models import Evidence, HeadCount
from tenants.connection import connection

# 1 had no figures beside the count, and no cycles; 2 nothing that stands in a restatement; 3 no levels; 4 no crossings
FORMAT = 5
LEVELS_CAME_WITH = 2  # version of the definitions


def freeze(period: ReportingPeriod, taken_at: datetime.datetime) -> dict[str, Any]:
    """The figures of the active tenant at this moment, ready to be written: the whole, each project, and the names of
    the cells to hide. The layout is frozen with the format: what is hidden once must not show in the next."""
    span = Period(period.start, period.end)
    published = [snapshot.data for snapshot in Snapshot.objects.order_by("pk")]
    history = [snapshot.data for snapshot in period.snapshots.order_by("number")]
    members: list[Any] = []
    axes = axes_in(history[0]) if history else (*AXES, *CROSSINGS)
    if connection.tenant.is_hub:
        counted, members = freeze_members(period)
    else:
        _mend_if_wrong(span)
        counted = count_tenant(span, axes) | {
            "beside": supplementary.measure(span, Selection()),
            "projects": _projects(span, axes, history[-1]["projects"] if history else ()),
            "cycles": read_cycles(span),
        }
    if history:
        keep_layout(counted, history[-1])
    earlier = newest_of_each_period(published)
    data = counted | {
        "format": FORMAT,
        "code_lists_version": CODE_LISTS_VERSION,
        "code_version": code_version(),
        "taken_at": taken_at.isoformat(),
        "newest_evidence": _newest(),
        "anonymised": Person.objects.filter(erased_at__isnull=False).count(),
        "members": [{"scope": member.data["scope"], "digest": member.digest} for member in members],
        "has_tables": may_have_tables(counted["from"], counted["to"], earlier),
    }
    then = members_over_time(history, members) if members else []
    layout = layout_again(data, history[0]) if history else _first_layout(data, published, then)
    if layout:
        data |= layout | {"definition_version": LEVELS_CAME_WITH}
    return with_concealed(data, published, then)


def _first_layout(data: dict[str, Any], published: list[Any], members: list[Any]) -> Layout | None:
    """How finely everything is told. The network, which knows no unique people by an axis, crosses none; a crossing
    that is told to nobody is taken out of the data."""
    layout = choose_layout(data, published, members)
    if not layout or members:
        return layout
    layout = choose_crossings({**data, **layout}, published)
    take_out_untold(data, layout)
    return layout


def _mend_if_wrong(span: Period) -> None:
    """What is published is what the evidence says itself: aggregate tables that say otherwise are made anew."""
    parameters = parameters_for(span)
    if count_all(replace(parameters, from_evidence=True)).row != count_raw(parameters).row:
        rebuild()


def _projects(span: Period, axes: Sequence[str], before: Iterable[str]) -> dict[str, Any]:
    """The same figures for each project that has sessions, or had when it was published `before`; those of none stand
    under `unknown`."""
    codes = arrange("project", span, count_raw(parameters_for(span), ["project"], tests=False).cells["project"])
    found = [code for code in codes if code != UNKNOWN or any(codes[code].values())]
    found += [code for code in before if code not in found]
    if found in ([], [UNKNOWN]) and not before:
        return {}
    return {code: _project(span, axes, Selection({"project": code})) for code in found}


def _project(span: Period, axes: Sequence[str], selection: Selection) -> dict[str, Any]:
    """Its figures; what is done online is in no project."""
    counted, beside = count_tenant(span, axes, selection), supplementary.measure(span, selection)
    return {"indicators": counted["indicators"], "by": counted["by"], "beside": {"CERT": beside["CERT"]}}


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
