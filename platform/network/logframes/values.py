"""What an indicator of a logframe stands at: read from figures, added up over partners as its definition allows."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import number as in_digits
from core.rounding import percent
from impact.presentation import NAMES
from network.models import FrameIndicator

SHARES = ("PRO", "PRO_S")
IN_CELLS = ("ATT", "REACH", "TRAINED")  # what can be cut by an axis
OF_PEOPLE = ("REACH", "TRAINED")
SUMMED_SHARES = ("PRO_S",)  # sessions are no people: those of partners are others
Number = int | float


@dataclass(frozen=True)
class Value:
    """`number` is None where there is none to tell: `why` says so, or `low` and `high` are what is known of people whom
    several partners, or periods, may have in common. `n` and `of` are the parts of a share. With `is_least` some parts,
    or all, are not shown, and what they add to `number` is not known. `is_hidden`: too few people. `day` is that as of
    which it stands."""

    number: Number | None = None
    n: int | None = None
    of: int | None = None
    low: Number | None = None
    high: Number | None = None
    is_least: bool = False
    is_hidden: bool = False
    day: datetime.date | None = None
    why: str = ""
    cells: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    ref: str = ""  # of a typed number
    document: str = ""  # its name

    @property
    def is_known(self) -> bool:
        return self.number is not None or self.low is not None


NONE, HIDDEN = Value(), Value(is_hidden=True)


def plain(value: Decimal | int | float) -> Number:
    """A decimal as a number without a tail of zeros."""
    whole = int(value)
    return whole if whole == value else float(value)


def adds_up(indicator: FrameIndicator) -> bool:
    """Whether numbers of partners may be summed."""
    if not indicator.figure:
        return indicator.adds_up
    return NAMES[indicator.figure].is_additive or indicator.figure in SUMMED_SHARES


def unit_of(indicator: FrameIndicator) -> str:
    """In a word: of what the numbers are."""
    units = {
        "PRO": FrameIndicator.Unit.PERCENT, "PRO_S": FrameIndicator.Unit.PERCENT, "H_DEL": FrameIndicator.Unit.HOURS,
        "PH": FrameIndicator.Unit.HOURS, "REACH": FrameIndicator.Unit.PEOPLE, "TRAINED": FrameIndicator.Unit.PEOPLE,
        "HC": FrameIndicator.Unit.PEOPLE,
    }  # fmt: skip
    if indicator.figure:
        return units.get(indicator.figure, FrameIndicator.Unit.NUMBER).value
    return indicator.unit


def read(figure: str, counted: Mapping[str, Any]) -> Value:
    """Of an indicator of definitions.md, as `count` prints it; None in it is what is hidden."""
    if figure in SHARES:
        if counted["n"] is None:
            return HIDDEN
        return Value(counted["percent"], counted["n"], counted["N"], why="" if counted["N"] else nothing_words())
    if figure == "GAIN":
        if counted["pairs"] is None:
            return HIDDEN
        return Value(counted["hake_g"], why="" if counted["pairs"] else _("nobody has both tests"))
    if counted["value"] is None:
        return HIDDEN
    return Value(plain(counted["value"]))


def together(indicator: FrameIndicator, values: Sequence[Value], *, of_one: bool = False) -> Value:
    """Over several partners, or (`of_one`) several periods of one: summed where that may be, else what is known."""
    known = [value for value in values if value.is_known]
    if len(values) == 1:
        return values[0]
    if not known:
        hides = any(value.is_hidden for value in values)
        return Value(is_hidden=hides, why=next((value.why for value in values if value.why), ""))
    day = max((value.day for value in known if value.day), default=None)
    if adds_up(indicator):
        return replace(_sum(indicator, values, known), day=day)
    if indicator.figure in OF_PEOPLE:
        return _bounds(values, known, day)
    if of_one:  # the newest of them
        return max(known, key=lambda value: value.day or datetime.date.min)
    return Value(day=day, why=_("of each partner alone: it cannot be added up"))


def _sum(indicator: FrameIndicator, values: Sequence[Value], known: list[Value]) -> Value:
    least = any(value.is_hidden or value.is_least for value in values)
    if indicator.figure in SUMMED_SHARES:
        n, of = sum(value.n or 0 for value in known), sum(value.of or 0 for value in known)
        return Value(percent(n, of), n, of, why="" if of else nothing_words())
    total = plain(round(sum((Decimal(str(value.number)) for value in known), Decimal()), 2))
    return Value(total, is_least=least, cells=_sum_cells(known))


def _bounds(values: Sequence[Value], known: list[Value], day: datetime.date | None) -> Value:
    lows = [value.number if value.number is not None else value.low or 0 for value in known]
    highs = [value.number if value.number is not None else value.high for value in known]
    hides = None in highs or any(value.is_hidden or value.is_least for value in values)
    high = None if hides else sum(one for one in highs if one is not None)
    if high == max(lows):
        return Value(max(lows), day=day)
    return Value(low=max(lows), high=high, day=day)


def _sum_cells(known: Iterable[Value]) -> dict[str, dict[str, int | None]]:
    """Where each has the axis; a cell that one does not show is not shown."""
    every = [value.cells for value in known]
    found: dict[str, dict[str, int | None]] = {}
    for axis in every[0] if every else ():
        if all(axis in cells for cells in every):
            names = dict.fromkeys(name for cells in every for name in cells[axis])
            counts = {name: [cells[axis].get(name, 0) for cells in every] for name in names}
            found[axis] = {
                name: None if None in some else sum(one for one in some if one is not None)
                for name, some in counts.items()
            }
    return found


def in_words(value: Value, indicator: FrameIndicator) -> str:
    """The number with its unit where it needs one; a range; or why there is none."""
    if value.number is not None:
        text = in_digits(value.number, 3 if indicator.figure == "GAIN" else 2)
        if unit_of(indicator) == FrameIndicator.Unit.PERCENT:
            text = _("%(percent)s %%") % {"percent": text}
        if value.of is not None:
            text = _("%(share)s (%(n)s of %(of)s)") % {
                "share": text, "n": in_digits(value.n), "of": in_digits(value.of),
            }  # fmt: skip
        return _("at least %(number)s") % {"number": text} if value.is_least else text
    if value.low is not None:
        if value.high is None:
            return _("at least %(number)s") % {"number": in_digits(value.low)}
        return _("%(low)s to %(high)s") % {"low": in_digits(value.low), "high": in_digits(value.high)}
    return _("not shown") if value.is_hidden else value.why or "–"


def nothing_words() -> str:
    return pgettext("logframe", "nothing to take a share of")
