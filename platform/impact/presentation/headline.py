"""Big numbers of the dashboard in words: what each is, rests on, was in the period before and was meant to be."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.codes import UNKNOWN
from core.dates import number
from core.languages import active
from core.line_charts import Segment
from core.rounding import percent, round_half_away
from core.sparklines import sparkline
from impact.counting.supplementary import Figures
from impact.models import Target
from impact.presentation.query import FigureQuery, title_of
from impact.presentation.rows import between, indicator_rows

# What is compared with the period before: the raw count of each figure; of shares, the raw part and whole.
RAW = {"S_HELD": "held", "ATT": "attendances", "CMP": "completions", "REACH": "reached", "TRAINED": "trained"}
SHARES = {"PRO": ("professionals", "known"), "PRO_S": ("for_professionals", "held")}
STEPS = ("REACH", "ATT", "CMP", "CERT")  # reached, attended, completed, certified: four numbers, never one
FIRST = (*STEPS, "TRAINED", "S_HELD")
OTHERS = ("H_DEL", "PH", "PRO", "PRO_S", "GAIN", "RETENTION")
MEANINGS: dict[str, Promise] = {
    "REACH": gettext_lazy("people reached"),
    "ATT": gettext_lazy("attendances"),
    "CMP": gettext_lazy("completions"),
    "CERT": gettext_lazy("certificates"),
    "S_HELD": gettext_lazy("sessions held / planned"),
    "H_DEL": gettext_lazy("hours delivered"),
    "PH": gettext_lazy("person-hours"),
    "TRAINED": gettext_lazy("people trained"),
    "PRO": gettext_lazy("of the people reached are professionals"),
    "PRO_S": gettext_lazy("of the sessions were for professionals"),
    "GAIN": gettext_lazy("of what could be learned was learned"),
    "RETENTION": gettext_lazy("six months after an online course"),
}
Words = dict[str, str]


@dataclass(frozen=True)
class BigNumber:
    """One figure of the page; empty words where there is nothing to say."""

    code: str
    value: str
    meaning: Promise | str
    basis: str
    change: str = ""
    target: str = ""
    evidence_url: str = ""
    course: tuple[Segment, ...] = ()  # over the months of the period


def big_numbers(codes: tuple[str, ...], figures: Figures, by_professionals: int, *words: Words) -> list[BigNumber]:
    """The figures of `codes`, in that order; `words` by code: changes, targets, addresses of evidence.
    `by_professionals` are the attendances of professionals."""
    return [
        BigNumber(code, *_VALUES[code](figures, by_professionals), *(told.get(code, "") for told in words))
        for code in codes
    ]


def with_course(found: Iterable[BigNumber], by_month: dict[str, dict[str, Any]]) -> list[BigNumber]:
    """The same, each that is counted by month with its course over the months of `by_month`."""
    months = [cell for code, cell in by_month.items() if code != UNKNOWN]
    return [
        replace(one, course=sparkline([cell[one.code] for cell in months], rtl=active() == "ar"))
        if months and one.code in months[0]
        else one
        for one in found
    ]


def _number(code: str, basis: Any) -> Any:
    """A count, and what it rests on."""
    return lambda figures, others: (number(figures[code]["value"]), MEANINGS[code], basis(figures, others))


def _row(code: str) -> Any:
    """As the table of all figures says it."""

    def told(figures: Figures, by_professionals: int) -> tuple[str, Promise, str]:
        (row,) = indicator_rows({code: figures[code]})
        return row.text, MEANINGS[code], row.basis

    return told


def _held(figures: Figures, by_professionals: int) -> tuple[str, Promise, str]:
    held, planned = figures["S_HELD"], figures["S_PLAN"]["value"]
    value = _("%(held)s / %(planned)s") % {"held": number(held["value"]), "planned": number(planned)}
    basis = _("%(organised)s organised, %(held)s in all") % {
        "organised": number(held["organised"]), "held": number(held["value"]),
    }  # fmt: skip
    return value, MEANINGS["S_HELD"], basis


def _of_range(figures: Figures, by_professionals: int) -> str:
    people = between(figures["RANGE"]["low"], figures["RANGE"]["high"])
    return _("%(people)s with those counted without a name") % {"people": people}


def _by_professionals(figures: Figures, by_professionals: int) -> str:
    return _("%(count)s of %(all)s by professionals") % {
        "count": number(by_professionals), "all": number(figures["ATT"]["value"]),
    }  # fmt: skip


def _first_and_again(figures: Figures, by_professionals: int) -> str:
    return _("%(new)s for the first time, %(returning)s again") % {
        "new": number(figures["NEW"]["value"]), "returning": number(figures["RET"]["value"]),
    }  # fmt: skip


def _apart(figures: Figures, by_professionals: int) -> str:
    told = []
    if figures["PH"]["headcounted"]:
        told.append(
            _("and %(count)s of people counted without a name") % {"count": number(figures["PH"]["headcounted"])}
        )
    if figures["ONLINE"]["value"]:
        told.append(_("%(hours)s online, apart") % {"hours": number(figures["ONLINE"]["value"])})
    return "; ".join(told)


_VALUES: dict[str, Any] = {
    "REACH": _number("REACH", _of_range), "ATT": _number("ATT", _by_professionals),
    "CMP": _number("CMP", lambda figures, by_professionals: ""), "CERT": _row("CERT"), "S_HELD": _held,
    "H_DEL": _number("H_DEL", lambda figures, by_professionals: ""), "PH": _number("PH", _apart),
    "TRAINED": _number("TRAINED", _first_and_again), "PRO": _row("PRO"), "PRO_S": _row("PRO_S"), "GAIN": _row("GAIN"),
    "RETENTION": _row("RETENTION"),
}  # fmt: skip


def compare(figures: Figures, then: dict[str, int], asked: FigureQuery) -> dict[str, str]:
    """Each figure beside the raw counts of the period before: in numbers, of shares in points (rule 9)."""
    period = title_of(asked.before)
    told = {
        code: _difference(figures[code]["value"], then[raw], period)
        for code, raw in RAW.items()
        if then[raw] and figures[code]["value"] is not None
    }
    for code, (part, whole) in SHARES.items():
        now = figures[code]
        if now["N"] and then[whole]:
            told[code] = _points(Fraction(now["n"], now["N"]), Fraction(then[part], then[whole]), period)
    return told


def _difference(now: int, then: int, period: str) -> str:
    """`12 more than in 2018 (34)`, in words."""
    words = {"count": number(abs(now - then)), "period": period, "then": number(then)}
    if now > then:
        return _("%(count)s more than in %(period)s (%(then)s)") % words
    if now < then:
        return _("%(count)s fewer than in %(period)s (%(then)s)") % words
    return _("as many as in %(period)s") % words


def _points(now: Fraction, then: Fraction, period: str) -> str:
    """`13.7 points more than in 2018 (52 %)`: the difference of the shares, not of what is printed of them."""
    moved = round_half_away(100 * (now - then), 1)
    share = percent(then.numerator, then.denominator)
    words = {"points": number(abs(moved), 1), "period": period, "then": share}
    if moved > 0:
        return _("%(points)s points more than in %(period)s (%(then)s %%)") % words
    if moved < 0:
        return _("%(points)s points fewer than in %(period)s (%(then)s %%)") % words
    return _("the same share as in %(period)s (%(then)s %%)") % words


def progress_of(targets: list[Target], figures: Figures) -> dict[str, str]:
    """Each target of the period with how much of it is reached, rounded half up."""
    return {
        target.indicator: _("Target %(target)s: %(percent)s %% of it")
        % {"target": number(target.value), "percent": share_reached(target, figures)}
        for target in targets
    }


def share_reached(target: Target, figures: Figures) -> int:
    """Whole percent of the target, from exact numbers."""
    return int(round_half_away(100 * Fraction(str(figures[target.indicator]["value"])) / target.value))
