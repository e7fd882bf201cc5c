"""Errors of a workbook: what is wrong, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_QUOTE = 40
LONGEST_NUMBER = 10**15


@dataclass(frozen=True)
class Problem:
    """`why` says the reason and the remedy; `row` is numbered as in Excel. Without `sheet`: of the file."""

    why: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        """`people, row 3, sex: why`. The place is never translated: scripts look for it."""
        place = [self.sheet, f"row {self.row}" if self.row else "", self.column]
        where = ", ".join(part for part in place if part)
        return f"{where}: {self.why}" if where else self.why


class WorkbookRefused(Exception):  # noqa: N818 - says what happened to the workbook
    """Nothing was written; `errors` holds every problem, in the workbook's order."""

    def __init__(self, errors: Iterable[Problem]) -> None:
        self.errors = list(errors)
        super().__init__("\n".join(map(str, self.errors)))


def printable(value: object) -> str:
    """A value from a workbook for a message: short, on one line, nothing unprintable."""
    if isinstance(value, float) and value.is_integer() and abs(value) < LONGEST_NUMBER:
        value = int(value)  # calamine reads 12 as 12.0
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(value))
    return f"{shown[:LONGEST_QUOTE]}…" if len(shown) > LONGEST_QUOTE else shown


def column_name(position: int) -> str:
    """As Excel calls a column: 0 is A, 26 is AA."""
    name, rest = "", position + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
