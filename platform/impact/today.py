"""Figures on the page "Today": gaps in this year's records, a period that is due, a target and how far one is."""

import datetime
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from accounts.today.parts import Aside, Door, Part
from core.dates import number
from impact.counting import Period, Selection
from impact.models import ReportingPeriod
from impact.presentation import FigureQuery, title_of
from impact.quality import find_gaps

SHOWN = 8


def figures_of_the_day(request: HttpRequest) -> Iterator[Part]:
    """For whoever sees the NGO's figures."""
    if Ability.SEE_FIGURES not in abilities(request.user):
        return
    today = timezone.localdate()
    asked = FigureQuery(Period.year(today.year), Selection())
    page = f"{reverse('impact:quality')}?{asked.query}"
    for gap in find_gaps(asked)[:SHOWN]:
        url = gap.url or (gap.links[0].url if len(gap.links) == 1 else page)
        yield Door(number(gap.count), gap.title, url)
    yield from _periods(today)


def _periods(today: datetime.date) -> Iterator[Part]:
    """Those that are over and still open, the oldest first."""
    due = ReportingPeriod.objects.filter(state=ReportingPeriod.State.OPEN, end__lt=today).order_by("end")
    for period in due[:2]:
        title = _("Period %(title)s") % {"title": title_of(Period(period.start, period.end))}
        yield Aside(title, [_("It is over, and not submitted yet.")], reverse("impact:periods"), _("Check and submit"))
