"""What stands beside the count and is not in it: certificates, online hours, what stays after six months."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import number
from impact.asking import Asked
from impact.certified import Certified, count_certified
from impact.dashboard import Cells, professional_attendances
from impact.naming import NAMES
from impact.online import Retention, measure_online
from impact.showing import FigureRow


@dataclass(frozen=True)
class Beside:
    """Figures that `count` does not print."""

    certified: Certified
    online_hours: float
    retention: Retention
    professional_attendances: int


def stand_beside(asked: Asked, by_category: Cells) -> Beside:
    """For the active tenant, of what was asked."""
    online = measure_online(asked.period, asked.selection)
    return Beside(
        professional_attendances=professional_attendances(by_category),
        certified=count_certified(asked.period, asked.selection),
        online_hours=online.hours,
        retention=online.retention,
    )


def rows_beside(beside: Beside) -> list[FigureRow]:
    """As rows of the table of all figures."""
    certified, kept = beside.certified, beside.retention
    told = (
        ("CERT", certified.certificates, number(certified.certificates), people_certified(certified)),
        ("ONLINE", beside.online_hours, number(beside.online_hours), ""),
        ("RETENTION", kept.again_percent, retention_text(kept), retention_basis(kept)),
    )
    return [
        FigureRow(code, NAMES[code].name, NAMES[code].definition, value, text, basis, NAMES[code].is_additive)
        for code, value, text, basis in told
    ]


def people_certified(certified: Certified) -> str:
    """How many bear them."""
    return _("of %(people)s people") % {"people": number(certified.people)} if certified.certificates else ""


def retention_text(kept: Retention) -> str:
    """The mean of the second time."""
    return "–" if kept.again_percent is None else _("%(percent)s %%") % {"percent": number(kept.again_percent)}


def retention_basis(kept: Retention) -> str:
    """The mean of the first time, and how many of how many."""
    if not kept.due:
        return _("nobody completed an online course six months before")
    basis = _("%(pairs)s of %(due)s took the final test again") % {
        "pairs": number(kept.pairs), "due": number(kept.due),
    }  # fmt: skip
    if kept.first_percent is None:
        return basis
    first = _("%(percent)s %% the first time, the same people") % {"percent": number(kept.first_percent)}
    return f"{first}; {basis}"
