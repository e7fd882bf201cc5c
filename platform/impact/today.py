"""Figures on the page "Today": gaps in this year's records, a period that is due, a target and how far one is."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from accounts.today.parts import Action, Aside, Door, Now, Part, Words
from core.dates import long_date, number
from impact.counting import Period, Selection
from impact.models import ProjectReader, ReportingPeriod, Snapshot
from impact.presentation import FigureQuery, in_words, title_of
from impact.quality import find_gaps

SHOWN, FUNDED, LATEST = 8, 5, 12  # gaps, projects of a funder, publications looked at


def figures_of_the_day(request: HttpRequest) -> Iterator[Part]:
    """For whoever sees the NGO's figures; to a funder its projects and what was published of them."""
    can = abilities(request.user)
    if Ability.READ_PROJECTS in can and not request.tenant.is_hub:  # type: ignore[attr-defined]
        yield from _projects(request.user)
    if Ability.SEE_FIGURES not in can:
        return
    today = timezone.localdate()
    asked = FigureQuery(Period.year(today.year), Selection())
    page = f"{reverse('impact:quality')}?{asked.query}"
    for gap in find_gaps(asked)[:SHOWN]:
        url = gap.url or (gap.links[0].url if len(gap.links) == 1 else page)
        yield Door(number(gap.count), gap.title, url)
    yield from _periods(today)


def _projects(user: Any) -> Iterator[Part]:
    """Each with the newest period that was published of it."""
    url = reverse("impact:reports")
    published = list(Snapshot.objects.select_related("period").order_by("-period__end", "-number")[:LATEST])
    for code in ProjectReader.objects.filter(user=user).values_list("project", flat=True)[:FUNDED]:
        facts: list[Words] = []
        if newest := next((one for one in published if code in one.data["projects"]), None):
            facts.append(title_of(Period(newest.period.start, newest.period.end)))
            facts.append(_("Published on %(day)s.") % {"day": long_date(timezone.localdate(newest.taken_at))})
        yield Now(in_words("project", code), "", facts, [Action(_("Read the reports"), url)])


def _periods(today: datetime.date) -> Iterator[Part]:
    """Those that are over and still open, the oldest first."""
    due = ReportingPeriod.objects.filter(state=ReportingPeriod.State.OPEN, end__lt=today).order_by("end")
    for period in due[:2]:
        title = _("Period %(title)s") % {"title": title_of(Period(period.start, period.end))}
        yield Aside(title, [_("It is over, and not submitted yet.")], reverse("impact:periods"), _("Check and submit"))
