"""Which published period a reader asks a logframe for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from impact.counting import Period, PeriodError
from impact.presentation import title_of


@dataclass(frozen=True)
class Choice:
    """A period that is out, as a link."""

    title: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class Asked:
    """None stands for everything that is published; `wrong` says why what was asked for cannot be shown."""

    period: Period | None = None
    wrong: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def query(self) -> str:
        return _query(self.period) if self.period else ""


def read_asked(query: QueryDict, out: Sequence[Period]) -> Asked:
    """From `from` and `to`, among the periods that are out."""
    first, last = query.get("from", ""), query.get("to", "")
    period, wrong = None, ""
    if first or last:
        try:
            period = Period.parse(first, last)
        except PeriodError:
            wrong = _("These are no dates that can be read. Choose one of the published periods.")
    if period and period not in out:
        said = _("Nothing is published for %(period)s. Choose one of the published periods.")
        wrong = said % {"period": title_of(period)}
        period = None
    every = [Choice(_("All that is published"), "", period is None and not wrong)]
    every += [Choice(title_of(one), _query(one), one == period) for one in out]
    return Asked(period, wrong, tuple(every))


def _query(period: Period) -> str:
    return f"from={period.start.isoformat()}&to={period.end.isoformat()}"
