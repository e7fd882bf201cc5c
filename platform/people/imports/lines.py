"""What becomes of a row, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets.cells import CellError
from people.imports.columns import LABELS
from people.imports.words import CODES, label_of
from people.models import Person

NEW, SAME, CHANGED, REFUSED, LEFT_OUT = "new", "same", "changed", "refused", "left_out"


@dataclass(slots=True)
class Problem:
    """Why a row, or one `field` of it, is not taken: a cell `value` under the heading `column`, the reason, what to do.

    `suggestion`: what it may mean, if somebody agrees. Without a field the whole row is meant.
    """

    why: str
    remedy: str
    column: str = ""
    field: str = ""
    value: str = ""
    suggestion: str | None = None

    @classmethod
    def of_cell(cls, error: CellError, **about: Any) -> "Problem":
        """From the words of a cell's reader: a reason, then a remedy."""
        why, _point, remedy = str(error).rpartition(". ")
        return cls(f"{why}." if why else remedy, remedy if why else "", **about)

    @property
    def may_be_emptied(self) -> bool:
        """Whether the row is somebody without this field."""
        return self.field not in ("", "full_name")

    @property
    def said(self) -> str:
        """The reason and the remedy."""
        return f"{self.why} {self.remedy}".strip()

    def __str__(self) -> str:
        if not self.column:
            return self.said
        return _("%(column)s: %(said)s") % {"column": self.column, "said": self.said}


@dataclass(slots=True)
class Line:
    """One row of the list. `before` and `after` hold what would change; `emptied`, problems whose field was left empty;
    `marks`, what the columns of presence say, by place of the column."""

    number: int
    status: str
    values: dict[str, Any] = field(default_factory=dict)
    person: Person | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    emptied: list[Problem] = field(default_factory=list)
    marks: dict[int, bool] | None = None

    def refuse(self, problem: Problem) -> None:
        """This row is not taken."""
        self.status = REFUSED
        self.problems.append(problem)

    @property
    def name(self) -> str:
        return str(self.values.get("full_name", "") or (self.person.full_name if self.person else ""))

    @property
    def summary(self) -> list[str]:
        """What else is known of somebody new."""
        return [in_words(name, value) for name, value in self.values.items() if name != "full_name"]

    @property
    def differences(self) -> list[tuple[Any, str, str]]:
        """Label, what the record says, what the list says."""
        return [
            (LABELS[name], in_words(name, self.before[name]), in_words(name, value))
            for name, value in self.after.items()
        ]


def in_words(field_name: str, value: Any) -> str:
    """A value as the reader reads it; a dash where there is none."""
    if value and (field_name in CODES or field_name == "person_region"):
        return label_of(field_name, value)
    return str(value or "–")
