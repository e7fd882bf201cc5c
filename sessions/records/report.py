"""The report of an import: what it did, or would do."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sessions.records.columns import SHEETS


@dataclass
class Tally:
    """Rows of one sheet. `changed` holds also attendance and head-counts voided without a successor."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class Report:
    """Rows by sheet, and the primary keys of what was touched, for those who keep figures up to date.

    `recorded`: sheet and session of the attendance, head-counts and tests that were written.
    """

    tallies: dict[str, Tally] = field(default_factory=lambda: {sheet: Tally() for sheet in SHEETS})
    sessions: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    recorded: set[tuple[str, int]] = field(default_factory=set)

    def lines(self) -> Iterator[str]:
        """One line per sheet, to be shown."""
        for sheet, tally in self.tallies.items():
            line = _("%(sheet)s: %(new)d new, %(changed)d changed, %(same)d same")
            yield line % {"sheet": sheet, **vars(tally)}

    @property
    def changed_anything(self) -> bool:
        """Whether anything was written; an import repeated writes nothing."""
        return any(tally.new or tally.changed for tally in self.tallies.values())

    def counts(self) -> dict[str, dict[str, int]]:
        """The tallies as JSON."""
        return {sheet: dict(vars(tally)) for sheet, tally in self.tallies.items()}
