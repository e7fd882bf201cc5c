"""A period of dates, both included."""

import datetime
from dataclasses import dataclass

from core.dates import YEARS

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class WholeMonths:
    """From the first day of the first month that a period holds whole to the last of the last one. Where it holds none
    `end` is before `start`, and `day_before` is the last day of the period."""

    start: datetime.date
    end: datetime.date
    day_before: datetime.date
    day_after: datetime.date


class PeriodError(ValueError):
    """Not a period: the message says why."""


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both included (definitions.md, "The edges").

    With `evidence_until` and `merges_until` the records are read as they were at these moments.
    """

    start: datetime.date
    end: datetime.date
    evidence_until: datetime.datetime | None = None
    merges_until: datetime.datetime | None = None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise PeriodError(f"The period ends ({self.end}) before it begins ({self.start}).")

    def __contains__(self, day: datetime.date) -> bool:
        return self.start <= day <= self.end

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31))

    @classmethod
    def parse(cls, start: str, end: str) -> "Period":
        """From two ISO dates, of this age."""
        days = []
        for text in (start, end):
            try:
                days.append(datetime.datetime.strptime(text, "%Y-%m-%d").date())
            except ValueError:
                raise PeriodError(f"“{text}” is not a date. Write it as 2019-12-31.") from None
        found = cls(days[0], days[1])
        if not found.is_plausible:
            raise PeriodError(f"{start} to {end}: write years from {YEARS[0]} to {YEARS[-1]}.")
        return found

    @property
    def is_plausible(self) -> bool:
        """Whether both years are of this age."""
        return self.start.year in YEARS and self.end.year in YEARS

    @property
    def has_whole_months(self) -> bool:
        """Whether it begins with the first day of a month and ends with the last of one."""
        return self.start.day == 1 and (self.end + ONE_DAY).day == 1

    @property
    def whole_months(self) -> WholeMonths:
        """Those of its months that it holds from the first day to the last."""
        start, after = self.start, self.end + ONE_DAY
        if start.day > 1:
            start = datetime.date(start.year + start.month // 12, start.month % 12 + 1, 1)
        end = after.replace(day=1) - ONE_DAY
        if end < start:
            return WholeMonths(start, end, self.end, after)
        return WholeMonths(start, end, start - ONE_DAY, end + ONE_DAY)

    def months(self) -> list[str]:
        """Every month the period touches, as `2019-03`."""
        first, last = self.start.year * 12 + self.start.month, self.end.year * 12 + self.end.month
        return [f"{(number - 1) // 12}-{(number - 1) % 12 + 1:02}" for number in range(first, last + 1)]
