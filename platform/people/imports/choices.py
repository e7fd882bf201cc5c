"""What a coordinator chose for one list: which sheet and header, what columns and values are, what becomes of
refused rows."""

from dataclasses import asdict, dataclass, field
from typing import Any

STOP, LEAVE_EMPTY, LEAVE_OUT = "stop", "leave-empty", "leave-out"


@dataclass
class Choices:
    """`sheet` from 0 and `header_row` as a spreadsheet shows it, None where nobody chose. `columns`: heading -> target.
    `values`: field -> text of a cell -> what it is taken as. By row (a text, for JSON): `mended`, heading -> text;
    `emptied`, headings. `left_out`: rows. `refused`: what becomes of every other refused row."""

    sheet: int | None = None
    header_row: int | None = None
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    mended: dict[str, dict[str, str]] = field(default_factory=dict)
    emptied: dict[str, list[str]] = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)
    refused: str = STOP
    accept_suggestions: bool = False

    def as_json(self) -> dict[str, Any]:
        """To be kept with a draft."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Choices":
        return cls(**kept)
