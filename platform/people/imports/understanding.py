"""Understands a list: its sheet, its header, its columns, which rows are people, what each value of a column stands
for."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from people.imports.ages import without_birth_date
from people.imports.choices import Choices
from people.imports.columns import ListColumn, tell_columns
from people.imports.headings import Header, field_of, find_header
from people.imports.reading import Book, Sheet
from people.imports.rows import LeftOut, Row, sort_rows
from people.imports.tools import Tool, recognise
from people.imports.values import Dictionary, Taken
from people.imports.words import CODED

COLUMN = "column"  # in what is remembered: answers about headings; the others are by field


@dataclass(frozen=True)
class Value:
    """One value of a column with a code: how many rows have it, what it is taken as. `is_chosen`: somebody said so."""

    column: ListColumn
    text: str
    rows: int
    taken: Taken
    is_chosen: bool = False


@dataclass(frozen=True)
class Understood:
    """A list as it is read: which sheet of the book (from 0), its title and length, and what is in it."""

    sheet: int
    title: str | None
    length: int
    header: Header
    tool: Tool
    columns: list[ListColumn]
    people: list[Row]
    left_out: list[LeftOut]
    values: list[Value]

    def column(self, field: str) -> ListColumn | None:
        """The column of a field, if there is one."""
        return next((column for column in self.columns if column.field == field), None)


def understand(
    book: Book, choices: Choices, *, remembered: Mapping[str, Mapping[str, str]], today: datetime.date
) -> Understood:
    """Read with these choices and what the NGO answered for lists before (`remembered`: "column" or a field -> key
    -> answer)."""
    at = _sheet_of(book, choices)
    sheet = book.sheets[at]
    header = find_header(sheet.rows, choices.header_row)
    tool = recognise(header.headings)
    columns = tell_columns(
        header.headings, sheet.rows[header.begins :], chosen=choices.columns,
        remembered=remembered.get(COLUMN, {}), overrides=tool.overrides,
    )  # fmt: skip
    people, left_out = sort_rows(sheet.rows, header, columns, tool)
    _forget_birth_dates(columns, people, today)
    values = _values(columns, people, choices, Dictionary(remembered, today))
    return Understood(at, sheet.title, len(sheet.rows), header, tool, columns, people, left_out, values)


def without_birth_dates(book: Book, *, remembered: Mapping[str, Mapping[str, str]], today: datetime.date) -> Book:
    """The book with bands in place of dates of birth, so that no draft keeps them."""
    for sheet in book.sheets:
        header = find_header(sheet.rows)
        columns = tell_columns(
            header.headings, sheet.rows[header.begins :], chosen={}, remembered=remembered.get(COLUMN, {}),
            overrides=recognise(header.headings).overrides,
        )  # fmt: skip
        for at in (column.at for column in columns if column.field == "age_band"):
            for row in sheet.rows[header.begins :]:
                if at < len(row):
                    row[at] = without_birth_date(row[at], today)
    return book


def _sheet_of(book: Book, choices: Choices) -> int:
    """The chosen sheet, or the one with most people under the most fields."""
    if choices.sheet is not None and 0 <= choices.sheet < len(book.sheets):
        return choices.sheet
    if len(book.sheets) == 1:
        return 0
    return max(range(len(book.sheets)), key=lambda at: (_worth(book.sheets[at]), -at))


def _worth(sheet: Sheet) -> tuple[int, int]:
    header = find_header(sheet.rows)
    fields = {field for heading in header.headings if (field := field_of(heading))}
    rows = len(sheet.rows) - header.begins
    return (len(fields) if rows > 0 else 0, rows)


def _forget_birth_dates(columns: Sequence[ListColumn], people: list[Row], today: datetime.date) -> None:
    """Dates of birth become bands where they stand: nothing that is kept or shown has them."""
    for column in columns:
        if column.field == "age_band":
            for row in people:
                row.cells[column.at] = without_birth_date(row.cells[column.at], today)


def _values(
    columns: Sequence[ListColumn], people: Sequence[Row], choices: Choices, dictionary: Dictionary
) -> list[Value]:  # fmt: skip
    """The values of columns with codes, the most frequent first."""
    found = []
    for column in columns:
        if column.field not in CODED:
            continue
        counted = Counter(row.cells[column.at] for row in people if row.cells[column.at])
        chosen = choices.values.get(column.field, {})
        for text, count in counted.most_common():
            if text in chosen:
                found.append(Value(column, text, count, Taken(chosen[text], is_sure=True), is_chosen=True))
            else:
                found.append(Value(column, text, count, dictionary.take(column.field, text)))
    return found
