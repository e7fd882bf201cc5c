"""The form of a draft: which sheet and header, what columns and values are, what becomes of refused rows. One form, so
that whoever agrees and imports presses once."""

import copy
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from people.imports.choices import LEAVE_EMPTY, LEAVE_OUT, STOP, Choices
from people.imports.columns import ATTENDANCE, NAMES, TARGETS, ListColumn
from people.imports.forms import OntoField
from people.imports.judging import Reading
from people.imports.lines import LEFT_OUT, REFUSED, Line, Problem
from people.imports.reading import Book
from people.imports.understanding import Value
from people.imports.words import CODED, choices_of

MOST_VALUES = 60  # of one column that are shown, the most frequent first
MOST_REFUSED = 40  # rows that are shown at once: others come up when these are settled
NOTHING = "-"  # in a choice of values: leave it empty; "" is not chosen yet
MEND, EMPTY, OUT = "", "empty", "out"


@dataclass(frozen=True)
class ValueRow:
    """A value of a column and the fields that say what it is taken as."""

    value: Value
    taken: BoundField
    stands_for: BoundField


@dataclass(frozen=True)
class ValueTable:
    """The values of a column with a code: those that wait for somebody or were answered by one, the sure ones, and how
    many rarer ones are not shown."""

    field: str
    label: Any
    open: list[ValueRow]
    sure: list[ValueRow]
    more: int


@dataclass(frozen=True)
class Refusal:
    """A problem of a row and its fields; without `text` the row can only be left out."""

    line: Line
    problem: Problem
    action: BoundField
    text: BoundField | None
    agree: BoundField | None


class DraftForm(forms.Form):
    """Fields are numbered: headings and cells are in no name."""

    def __init__(
        self, data: Any = None, *, book: Book, choices: Choices, reading: Reading, onto: uuid.UUID | None
    ) -> None:
        super().__init__(data, prefix=None)
        self.book, self.before, self.reading = book, choices, reading
        self.shown: dict[str, list[Value]] = {}
        self.refused = list(_refused(reading.judged.lines))[:MOST_REFUSED]
        self._add_layout()
        self._add_columns()
        self._add_values()
        self._add_refused()
        self.fields["onto"] = OntoField(onto)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=self._digest())
        self._say_names()

    def _add_layout(self) -> None:
        understood = self.reading.understood
        if len(self.book.sheets) > 1:
            self.fields["sheet"] = forms.TypedChoiceField(
                label=_("Sheet"), coerce=int, choices=[(at, sheet.title) for at, sheet in enumerate(self.book.sheets)],
                initial=understood.sheet,
            )  # fmt: skip
        self.fields["header_row"] = forms.IntegerField(
            label=_("Row that names the columns"), min_value=1, max_value=max(understood.length, 1),
            required=False,
            initial=understood.header.row or None,
        )  # fmt: skip

    def _add_columns(self) -> None:
        choices = [("", _("left aside")), *TARGETS.items()]
        for column in self.reading.understood.columns:
            self.fields[f"column-{column.at}"] = forms.ChoiceField(
                label=column.heading, choices=choices, required=False, initial=column.field
            )

    def _add_values(self) -> None:
        for column in self.reading.understood.columns:
            if column.field not in CODED:
                continue
            values = [value for value in self.reading.understood.values if value.column is column]
            values.sort(key=_is_settled)  # what waits for somebody first
            self.shown[column.field] = values[:MOST_VALUES]
            choices = [("", _("choose")), (NOTHING, _("leave it empty")), *choices_of(column.field)]
            for at, value in enumerate(self.shown[column.field]):
                code = value.taken.code
                self.fields[f"as-{column.field}-{at}"] = forms.ChoiceField(
                    label=_("%(value)s stands for") % {"value": value.text}, required=False, choices=choices,
                    initial="" if code is None else code or NOTHING,
                )  # fmt: skip
                self.fields[f"take-{column.field}-{at}"] = forms.BooleanField(
                    label=_("Take %(value)s so") % {"value": value.text}, required=False, initial=value.taken.is_sure
                )

    def _add_refused(self) -> None:
        for at, (line, problem) in enumerate(self.refused):
            row = {"row": line.number}
            actions = [
                (MEND, _("Mend it here") if problem.column else _("choose")),
                *([(EMPTY, _("Leave this empty"))] if problem.may_be_emptied else []),
                (OUT, _("Leave the row out")),
            ]
            self.fields[f"do-{at}"] = forms.ChoiceField(
                label=_("What to do with row %(row)s") % row, choices=actions, required=False
            )
            if problem.column:
                self.fields[f"text-{at}"] = forms.CharField(
                    label=_("Row %(row)s, written anew") % row, required=False, max_length=200, initial=problem.value,
                    widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
                )  # fmt: skip
            if problem.suggestion is not None and problem.field not in CODED:
                self.fields[f"agree-{at}"] = forms.BooleanField(
                    label=_("Take it as “%(suggestion)s”") % {"suggestion": problem.suggestion}, required=False
                )
        self.fields["refused"] = forms.ChoiceField(
            label=_("Every other refused row"), required=False, initial=self.before.refused,
            choices=[(STOP, _("Stop: import nobody")), (LEAVE_EMPTY, _("Leave what is refused empty")),
                     (LEAVE_OUT, _("Leave these rows out"))],
        )  # fmt: skip
        for number in self.before.left_out:
            self.fields[f"back-{number}"] = forms.BooleanField(
                label=_("Row %(row)s: take it in again") % {"row": number}, required=False
            )

    def _digest(self) -> str:
        """Of what the numbered fields stand for: a page that is older than the list would say it of others."""
        values = {field: [value.text for value in values] for field, values in self.shown.items()}
        rows = [(line.number, problem.column) for line, problem in self.refused]
        columns = [(column.heading, column.field) for column in self.reading.understood.columns]
        told = json.dumps([values, rows, columns, self.before.as_json()])
        return hashlib.sha256(told.encode()).hexdigest()

    def _say_names(self) -> None:
        """Fields that stand in tables have their label on themselves."""
        for name, field in self.fields.items():
            if name.partition("-")[0] in ("column", "as", "take", "do", "text"):
                field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != self.fields["seen"].initial:
            raise ValidationError(
                _("This list was changed meanwhile, in another window or by somebody else. Open it again.")
            )
        used = [cleaned.get(f"column-{column.at}") for column in self.reading.understood.columns]
        twice = {field for field in used if field and field != ATTENDANCE and used.count(field) > 1}
        if twice:
            names = ", ".join(str(TARGETS[field]) for field in sorted(twice))
            raise ValidationError(_("Two columns are %(names)s. Choose one.") % {"names": names})
        if not set(used).intersection(NAMES) and not self.errors and not self._layout_changed(cleaned):
            raise ValidationError(_("Say which column is the name."))
        return cleaned

    def _layout_changed(self, cleaned: dict[str, Any]) -> bool:
        return any(
            name in self.fields and cleaned.get(name) != self.fields[name].initial for name in ("sheet", "header_row")
        )

    def chosen(self) -> Choices:
        """The choices as they are with what was posted. Another sheet or header begins anew."""
        cleaned, choices = self.cleaned_data, copy.deepcopy(self.before)
        if self._layout_changed(cleaned):
            sheet = cleaned.get("sheet", choices.sheet)
            moved = sheet != self.fields["sheet"].initial if "sheet" in self.fields else False
            return Choices(sheet=sheet, header_row=None if moved else cleaned.get("header_row"))
        for column in self.reading.understood.columns:
            if cleaned[f"column-{column.at}"] != column.field:
                choices.columns[column.heading] = cleaned[f"column-{column.at}"]
        self._choose_values(choices)
        self._choose_rows(choices)
        choices.refused = cleaned["refused"] or STOP
        return choices

    def _choose_values(self, choices: Choices) -> None:
        """A ticked value, or one for which something else was chosen; of the sure ones only what changed."""
        for field, values in self.shown.items():
            for at, value in enumerate(values):
                picked = self.cleaned_data[f"as-{field}-{at}"]
                is_ticked = self.cleaned_data[f"take-{field}-{at}"]
                changed = picked != self.fields[f"as-{field}-{at}"].initial
                if picked and (changed or (is_ticked and not value.taken.is_sure)):
                    choices.values.setdefault(field, {})[value.text] = "" if picked == NOTHING else picked
                elif value.is_chosen and not picked:
                    choices.values[field].pop(value.text, None)

    def _choose_rows(self, choices: Choices) -> None:
        for number in list(choices.left_out):
            if self.cleaned_data.get(f"back-{number}"):
                choices.left_out.remove(number)
        for at, (line, problem) in enumerate(self.refused):
            row, action = str(line.number), self.cleaned_data[f"do-{at}"]
            text = self.cleaned_data.get(f"text-{at}", "")
            if action == OUT:
                choices.left_out = sorted({*choices.left_out, line.number})
            elif action == EMPTY:
                choices.emptied[row] = sorted({*choices.emptied.get(row, ()), problem.column})
            elif self.cleaned_data.get(f"agree-{at}"):
                choices.values.setdefault(problem.field, {})[problem.value] = str(problem.suggestion)
            elif text != problem.value and f"text-{at}" in self.fields:
                choices.mended.setdefault(row, {})[problem.column] = text

    def layout_fields(self) -> list[BoundField]:
        """Sheet and header row."""
        return [self[name] for name in ("sheet", "header_row") if name in self.fields]

    def column_rows(self) -> list[tuple[ListColumn, BoundField]]:
        """Each column and what it becomes."""
        return [(column, self[f"column-{column.at}"]) for column in self.reading.understood.columns]

    def columns_left_aside(self) -> list[str]:
        """The headings of columns that nothing is taken from."""
        return [column.heading for column in self.reading.understood.columns if not column.field]

    def value_tables(self) -> Iterator[ValueTable]:
        """The fields of which something is to be said."""
        for field, values in self.shown.items():
            if not values:
                continue
            rows = [
                ValueRow(value, self[f"take-{field}-{at}"], self[f"as-{field}-{at}"]) for at, value in enumerate(values)
            ]
            total = sum(value.column.field == field for value in self.reading.understood.values)
            waiting, sure = ([row for row in rows if _is_settled(row.value) is settled] for settled in (False, True))
            yield ValueTable(field, TARGETS[field], waiting, sure, total - len(rows))

    def refusals(self) -> list[Refusal]:
        """What is wrong with rows, but for values that are mapped above."""
        return [
            Refusal(
                line, problem, self[f"do-{at}"], self[f"text-{at}"] if f"text-{at}" in self.fields else None,
                self[f"agree-{at}"] if f"agree-{at}" in self.fields else None,
            )
            for at, (line, problem) in enumerate(self.refused)
        ]  # fmt: skip

    def left_out_fields(self) -> list[BoundField]:
        """Rows that were left out here."""
        return [self[f"back-{number}"] for number in self.before.left_out]


def _is_settled(value: Value) -> bool:
    """Whether we are sure of it, without anybody's word."""
    return value.taken.is_sure and not value.is_chosen


def _refused(lines: Iterable[Line]) -> Iterator[tuple[Line, Problem]]:
    for line in lines:
        if line.status == REFUSED and line.status != LEFT_OUT:
            for problem in line.problems:
                if problem.field not in CODED:
                    yield line, problem
