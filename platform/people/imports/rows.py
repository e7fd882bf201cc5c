"""Tells the rows of people from those that are nobody: blank ones, totals, signatures, headings repeated on each
page."""

from collections.abc import Sequence
from dataclasses import dataclass

from people.imports.columns import NAMES, ListColumn
from people.imports.headings import Header, is_aside, looks_like_mail, looks_like_phone
from people.imports.tools import Tool
from people.imports.words import is_nothing, key, words

SHORT = 3  # filled cells that a total or a signature has at most
BEGINNINGS = ("totals", "signatures", "sections")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the sheet, `number` as a spreadsheet shows it."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is nobody; `text`: what stands in it."""

    number: int
    text: str


def sort_rows(
    rows: list[list[str]], header: Header, columns: Sequence[ListColumn], tool: Tool
) -> tuple[list[Row], list[LeftOut]]:  # fmt: skip
    """The people, and what was left out among and beneath them. Cells are as many as the columns."""
    width = len(columns)
    counted = {column.at for column in columns if not column.field and is_aside(column.heading)}
    named = [column.at for column in columns if column.field in NAMES]
    people, left_out = [], []
    last_full = _last_full(rows, header.begins, named)
    titles = [key(heading) for heading in header.headings]
    for at in range(header.begins, len(rows)):
        row = (rows[at] + [""] * width)[:width]
        if (
            _is_nobody(row, named, counted, titles)
            or (at > last_full and _is_beneath(rows, at, row))
            or tool.drops(header.headings, row)
        ):
            left_out.append(LeftOut(at + 1, " · ".join(cell for cell in row if cell)))
        else:
            people.append(Row(at + 1, row))
    return people, left_out


def _is_nobody(row: list[str], named: list[int], counted: set[int], titles: list[str]) -> bool:
    filled = [at for at, cell in enumerate(row) if cell]
    if not any(at not in counted for at in filled):  # blank, or only the number of a row that nobody filled in
        return True
    if key(row[filled[0]]) == titles[filled[0]] and sum(key(row[at]) == titles[at] for at in filled) > len(filled) / 2:
        return True
    if len(filled) > SHORT or any(looks_like_mail(row[at]) or looks_like_phone(row[at]) for at in filled):
        return False
    first = f"{key(row[filled[0]])} "
    if any(first.startswith(f"{word} ") for name in BEGINNINGS for word in words("rows", name)):
        return True
    # A number beneath the others, nothing else: what a column adds up to.
    return not any(row[at] for at in named) and all(_is_number(row[at]) for at in filled)


def _last_full(rows: list[list[str]], begins: int, named: list[int]) -> int:
    """The last row (from 0) that has a name and something else, or that stands in a list of names alone."""
    full = [
        at for at in range(begins, len(rows))
        if any(at_name < len(rows[at]) and rows[at][at_name] for at_name in named) and sum(map(bool, rows[at])) > 1
    ]  # fmt: skip
    return full[-1] if full else len(rows)


def _is_beneath(rows: list[list[str]], at: int, row: list[str]) -> bool:
    """A lone text under the list, apart from it: `Agadir, le 12 mars 2026`."""
    filled = sum(map(bool, row))
    return filled == 1 and any(not any(before) for before in rows[max(at - 3, 0) : at])


def _is_number(text: str) -> bool:
    return is_nothing(text) or text.replace(" ", "").replace(",", "").replace(".", "").isdigit()
