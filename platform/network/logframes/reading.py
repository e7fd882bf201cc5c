"""Reads frames: which holds, which is being written, which NGO has a part; what of evidence an indicator may name."""

import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from impact.counting import Period
from network.models import Aim, FrameIndicator, FrameResult, Logframe, Partner, Project

LEVELS = list(FrameResult.Level)


def frames_of(project: Project) -> QuerySet[Logframe]:
    """With everything of them, in as many queries for one indicator as for many."""
    aims = Prefetch("aims", Aim.objects.select_related("partner"))
    indicators = Prefetch("results__indicators", FrameIndicator.objects.prefetch_related(aims))
    return project.logframes.prefetch_related("results", indicators)


def approved_frame(project: Project) -> Logframe | None:
    """The one that holds."""
    return frames_of(project).filter(state=Logframe.State.APPROVED).order_by("-number").first()


def frame_under_way(project: Project) -> Logframe | None:
    """A version that is not approved yet."""
    return frames_of(project).exclude(state=Logframe.State.APPROVED).first()


def results_of(frame: Logframe) -> list[FrameResult]:
    """Along the chain."""
    return sorted(frame.results.all(), key=lambda one: (LEVELS.index(FrameResult.Level(one.level)), one.code, one.pk))


def indicators_of(frame: Logframe) -> list[FrameIndicator]:
    """Along the chain, each knowing its result without asking."""
    found = []
    for result in results_of(frame):
        for indicator in result.indicators.all():
            indicator.result = result
            found.append(indicator)
    return found


def partner_of(project: Project, tenant: Any) -> Partner | None:
    """The NGO's place in a project whose partners are read."""
    return next((one for one in project.partners.all() if one.tenant == tenant.uuid), None)


def span_of(project: Project, partner: Partner, until: datetime.date | None = None) -> Period | None:
    """The days in which a partner's work counts, until today; None while there are none."""
    start = max(project.starts, partner.joined)
    end = min(until or timezone.localdate(), project.ends_now, partner.left or datetime.date.max)
    return Period(start, end) if start <= end else None
