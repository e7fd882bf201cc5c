"""What of the network keeps an NGO from being removed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from impact.counting import Period
from impact.models import ReportingPeriod
from impact.presentation import title_of

UNDER_WAY = (ReportingPeriod.State.SUBMITTED, ReportingPeriod.State.ACCEPTED)


def periods_under_way() -> Iterator[str]:
    """Of the active tenant: each period that the network has been given and that is not published."""
    for period in ReportingPeriod.objects.filter(state__in=UNDER_WAY):
        yield _("The period %(period)s is under way: publish it or send it back first.") % {
            "period": title_of(Period(period.start, period.end))
        }
