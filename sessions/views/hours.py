"""Who gave how many hours: trainers and volunteers, by year."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core import charts
from core.dates import number
from core.rounding import hours
from core.text import ascii_digits
from sessions.querysets import trainer_minutes, years_with_sessions
from sessions.views import trail
from sessions.views.fetching import StaffRequest, managers


@managers
def trainer_hours(request: StaffRequest) -> HttpResponse:
    """Sessions, half-days and hours of each who ran one that was held; `?year=`."""
    years = years_with_sessions()
    by_text = {str(one): one for one in years}
    year = by_text.get(ascii_digits(request.GET.get("year", "")), (years or [timezone.localdate().year])[0])
    found = trainer_minutes(year)
    columns = [charts.Column(_("Trainer")), *(charts.Column(label, numeric=True) for label in (
        _("Sessions"), _("Half-days"), _("Hours"),
    ))]  # fmt: skip
    rows = [
        (str(user), number(sessions), number(slots), number(hours(minutes))) for user, sessions, slots, minutes in found
    ]
    context = {
        "trail": trail.to_list(), "year": year, "table": charts.data_table(_("Hours given"), columns, rows),
        "years": [{"url": f"?year={one}", "label": str(one), "current": one == year} for one in years],
        "has_rows": bool(rows),
    }  # fmt: skip
    return render(request, "sessions/hours.html", context)
