"""Reads the cells of a row into the fields of a person; what cannot be read is a problem with its remedy."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets import cells
from core.spreadsheets.cells import CellError, Place
from people.imports.choices import LEAVE_EMPTY, Choices
from people.imports.columns import ATTENDANCE, COLUMNS, FAMILY, GIVEN, TITLE, ListColumn, mark_of
from people.imports.contacts import propose_email, propose_phone
from people.imports.grids import ERROR
from people.imports.lines import LEFT_OUT, NEW, Line, Problem
from people.imports.names import are_two, is_no_name, is_one_word, sex_of_title, without_title
from people.imports.rows import Row
from people.imports.values import Dictionary, Taken
from people.imports.words import CODED, is_nothing, label_of
from people.models import Person

ERRORS = frozenset(
    {ERROR, "#REF!", "#VALUE!", "#VALEUR!", "#NAME?", "#NOM?", "#DIV/0!", "#NULL!", "#NUL!", "#NUM!", "#NOMBRE!"}
)
MOST = 0.7  # of the names that have two words, where one word alone is asked about
NAME = Person._meta.get_field("full_name").max_length or 0


class RowReader:
    """Reads rows with these columns and choices."""

    def __init__(self, columns: Sequence[ListColumn], choices: Choices, dictionary: Dictionary, place: Place) -> None:
        self.choices, self.dictionary, self.place = choices, dictionary, place
        self.columns = [column for column in columns if column.field]
        self.parts = {
            column.field: column for column in self.columns if column.field in ("full_name", FAMILY, GIVEN, TITLE)
        }
        self.fields = [column for column in self.columns if column.field in COLUMNS and column.field != "full_name"]
        self.marks = [column for column in self.columns if column.field == ATTENDANCE]
        self.asks_one_word = False
        self.read_name = cells.text(NAME)

    def learn_names(self, rows: Sequence[Row]) -> None:
        """Whether a name of one word is unusual in this list."""
        told = [name for row in rows[:2000] if (name := " ".join(self._name_parts(row.cells)))]
        two = sum(not is_one_word(without_title(name)[0]) for name in told)
        self.asks_one_word = len(told) > 2 and two >= MOST * len(told)

    def read(self, row: Row) -> Line:
        """A line with its values, new unless it says otherwise."""
        number = str(row.number)
        line = Line(row.number, LEFT_OUT if row.number in self.choices.left_out else NEW)
        cells_ = self._mended(row.cells, self.choices.mended.get(number), self.choices.emptied.get(number, ()))
        sex = self._read_name(line, cells_)
        for column in self.fields:
            if text := cells_[column.at]:
                self._read_field(line, column, text)
        if sex and not line.values.get("sex") and not any(problem.field == "sex" for problem in line.problems):
            line.values["sex"] = sex
        if self.marks:
            found = {column.at: mark_of(cells_[column.at]) for column in self.marks}
            line.marks = {at: mark for at, mark in found.items() if mark is not None}
        if line.status != LEFT_OUT:
            self._settle(line)
        return line

    def _mended(self, row: list[str], mended: dict[str, str] | None, emptied: Sequence[str]) -> list[str]:
        if not mended and not emptied:
            return row
        row = list(row)
        for column in self.columns:
            if mended and column.heading in mended:
                row[column.at] = mended[column.heading].strip()
            if column.heading in emptied:
                row[column.at] = ""
        return row

    def _settle(self, line: Line) -> None:
        """Problems refuse the row, or leave their field empty where that was chosen."""
        if self.choices.refused == LEAVE_EMPTY:
            line.emptied = [problem for problem in line.problems if problem.may_be_emptied]
            line.problems = [problem for problem in line.problems if not problem.may_be_emptied]
        if line.problems:
            line.status = "refused"

    def _name_parts(self, row: list[str]) -> list[str]:
        if (whole := self.parts.get("full_name")) and row[whole.at]:
            return [row[whole.at]]
        found = (row[column.at] for part in (GIVEN, FAMILY) if (column := self.parts.get(part)))
        return [part for part in found if part and not is_no_name(part)]

    def _read_name(self, line: Line, row: list[str]) -> str:
        """Sets the name; the sex that a title tells."""
        parts = self._name_parts(row)
        column = self.parts.get("full_name") or self.parts.get(FAMILY) or self.parts.get(GIVEN)
        heading = column.heading if column else ""
        written = " ".join(parts)
        name, sex = without_title(written)
        if (title := self.parts.get(TITLE)) and row[title.at]:
            sex = sex_of_title(row[title.at]) or sex
        if is_no_name(name):
            problem = Problem(_("The name is missing."), _("Fill it in, or take the row away."), heading, "full_name")
        elif written in ERRORS:
            problem = Problem.of_cell(_error_cell(), column=heading, field="full_name", value=written)
        elif are_two(written):
            remedy = _("Give each a row of their own, or take the row away.")
            problem = Problem(_("Two people seem to stand in this row."), remedy, heading, "full_name", written)
        else:
            return self._take_name(line, heading, written, name, len(parts)) or sex
        line.problems.append(problem)
        return sex

    def _take_name(self, line: Line, heading: str, written: str, name: str, parts: int) -> str:
        try:
            line.values["full_name"] = _printable(self.read_name, name, self.place)
        except CellError as error:
            line.problems.append(Problem.of_cell(error, column=heading, field="full_name", value=written))
            return ""
        lacks_part = FAMILY in self.parts and GIVEN in self.parts and parts == 1
        if self.asks_one_word and (is_one_word(name) or lacks_part) and self._agreed("full_name", written) is None:
            why = _("“%(value)s” is one name where the others have two.")
            if not is_one_word(name):
                why = _("“%(value)s” stands in one column where the others have a family name and a given name.")
            why %= {"value": written}
            remedy = _("Add the other, or agree to it as it is.")
            line.problems.append(Problem(why, remedy, heading, "full_name", written, suggestion=name))
        return ""

    def _agreed(self, field: str, text: str) -> str | None:
        """What somebody agreed that a doubtful text means; "" where every suggestion is taken."""
        chosen = self.choices.values.get(field, {}).get(text)
        return chosen if chosen is not None else "" if self.choices.accept_suggestions else None

    def _read_field(self, line: Line, column: ListColumn, text: str) -> None:
        field = column.field
        if text in ERRORS:
            line.problems.append(Problem.of_cell(_error_cell(), column=column.heading, field=field, value=text))
        elif field in CODED:
            self._read_code(line, column, text)
        elif not is_nothing(text):
            self._read_text(line, column, text)

    def _read_code(self, line: Line, column: ListColumn, text: str) -> None:
        field = column.field
        chosen = self.choices.values.get(field, {})
        taken = Taken(chosen[text], is_sure=True) if text in chosen else self.dictionary.take(field, text)
        if taken.code is not None and (taken.is_sure or self.choices.accept_suggestions):
            if taken.code:
                line.values[field] = taken.code
            return
        if taken.code:
            why = _("“%(value)s” may be “%(suggestion)s”.") % {"value": text, "suggestion": label_of(field, taken.code)}
            remedy = _("Agree to it, or choose what it stands for.")
        else:
            why = _("“%(value)s” is not known here.") % {"value": text}
            remedy = _("Choose what it stands for, or leave it empty.")
        line.problems.append(Problem(why, remedy, column.heading, field, text, suggestion=taken.code))

    def _read_text(self, line: Line, column: ListColumn, text: str) -> None:
        field = column.field
        try:
            line.values[field] = _printable(COLUMNS[field].read, text, self.place)
        except CellError as error:
            suggestion = self._proposed(field, text)
            agreed = self._agreed(field, text)
            if suggestion and agreed is not None:
                line.values[field] = agreed or suggestion
                return
            problem = Problem.of_cell(error, column=column.heading, field=field, value=text)
            if suggestion:
                problem.suggestion = suggestion
                problem.remedy = _("Agree to “%(suggestion)s”, or write it anew.") % {"suggestion": suggestion}
            line.problems.append(problem)

    def _proposed(self, field: str, text: str) -> str:
        if field == "email":
            return propose_email(text)
        return propose_phone(text, self.place.country) if field == "phone" else ""


def _printable(read: Callable[[Any, Place], Any], text: str, place: Place) -> Any:
    if "\N{REPLACEMENT CHARACTER}" in text:
        raise CellError(_("“%(value)s” has unprintable signs. Type it anew."), value=text)
    return read(text, place)


def _error_cell() -> CellError:
    return CellError(_("The cell holds an error of Excel. Correct its formula or empty it."))
