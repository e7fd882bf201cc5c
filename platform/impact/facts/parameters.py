"""What a count is asked for: which days, sessions and people, read from which tables."""

from dataclasses import dataclass
from typing import Any

from impact.facts.period import Period
from impact.facts.selection import EVERYTHING, Selection


@dataclass(frozen=True)
class CountParameters:
    """`zone` names the tenant's time zone; `people` are the ids of those whom a person axis chose, None for everybody;
    they may be looked up when somebody asks for them (impact.counting.query).

    `from_evidence` asks for a recount that reads no aggregate table, `with_scores` for each person's test scores, of
    which these tables hold sums alone. `of_moved` restricts `activity` and `reached` to those of whom the chained
    days do not tell all (impact.counting.chained); `told` are the columns that tell the cells of all others.
    """

    period: Period
    zone: str
    selection: Selection = EVERYTHING
    people: tuple[int, ...] | None = None
    from_evidence: bool = False
    with_scores: bool = False
    of_moved: bool = False
    told: tuple[str, ...] = ()

    @property
    def reads_evidence(self) -> bool:
        """Whether the aggregate tables cannot tell: they hold the present alone."""
        return self.from_evidence or (self.period.evidence_until, self.period.merges_until) != (None, None)

    def as_query(self) -> dict[str, Any]:
        """What the expressions ask the database for, by name."""
        return {
            "start": self.period.start,
            "end": self.period.end,
            "zone": self.zone,
            "evidence_until": self.period.evidence_until,
            "merges_until": self.period.merges_until,
            "people": None if self.people is None or self.of_moved else list(self.people),
            **self.selection.parameters(),
        }
