"""What somebody should look at: a target that slips, a partner that has handed in nothing, an NGO that has left."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import long_date, number
from network.logframes.published import Publications
from network.logframes.table import LogframeTable

PATIENCE = datetime.timedelta(days=30)  # after a day that counts, for handing in


@dataclass(frozen=True)
class Alert:
    """A sentence; `is_late` for what slips."""

    text: str
    is_late: bool = False


def slipping(table: LogframeTable) -> Iterator[Alert]:
    """Each indicator that is late, with its numbers."""
    for row in table.rows:
        progress, target = row.whole.progress, row.whole.aims.target
        if progress and progress.slips and target:
            value = row.whole.live or row.whole.achieved
            yield Alert(
                _("%(code)s is late: %(achieved)s of %(target)s, when %(expected)s were to be expected.") % {
                    "code": row.indicator.code, "achieved": number(value.number), "target": number(target.value),
                    "expected": number(progress.expected),
                },
                is_late=True,
            )  # fmt: skip


def not_handed_in(table: LogframeTable, every: Iterable[Publications]) -> Iterator[Alert]:
    """Partners without a period, handed in or published, that has the last milestone or target that is over."""
    today = timezone.localdate()
    days = [aim.day for row in table.rows for aim in row.indicator.aims.all() if aim.kind != aim.Kind.BASELINE]
    for out in every:
        due = [day for day in days if day <= min(today - PATIENCE, out.partner.left or today)]
        last = max((day for day in due if day >= out.partner.joined), default=None)
        if last and not any(last in period for period in (*out.handed_in, *out.contents)):
            yield Alert(
                _("%(partner)s has handed in no period with %(day)s in it.")
                % {"partner": out.partner.name, "day": long_date(last)}
            )


def who_left(every: Iterable[Publications]) -> Iterator[Alert]:
    """Partners that are counted until they left."""
    for out in every:
        if out.partner.left and out.partner.left <= timezone.localdate():
            yield Alert(
                _("%(partner)s left the project on %(day)s: what it published of days before stays in the sums.")
                % {"partner": out.partner.name, "day": long_date(out.partner.left)}
            )


def alerts_of(table: LogframeTable, every: Iterable[Publications]) -> list[Alert]:
    """All of them, what slips first."""
    every = list(every)
    return [*slipping(table), *not_handed_in(table, every), *who_left(every)]
