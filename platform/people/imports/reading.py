"""Reads a list as it comes (xlsx, xls, ods, csv in any usual encoding, pasted cells) into sheets of texts."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.confinement import MEGABYTE, ConfinementError, Died, Limits, Refused, run_confined
from core.spreadsheets.reading import SENTENCES as OF_WORKBOOKS

LARGEST_FILE = 20 * MEGABYTE
MOST_ROWS, MOST_COLUMNS = 100_000, 60
LIMITS = Limits(memory=1024 * MEGABYTE)
OTHER_KINDS = (".pdf", ".doc", ".docx", ".odt", ".zip", ".jpg", ".jpeg", ".png", ".numbers", ".pages")
WORKBOOKS = (".xlsx", ".xls", ".ods")
TOO_LONG = gettext_lazy("A list may have %(rows)s people and %(columns)s columns. Split it.")
NOT_READ = gettext_lazy("This is no list that can be read, or it is damaged or locked. Save it anew as .xlsx or .csv.")
# What the reader refuses, by its code.
SENTENCES: dict[str, str | Promise] = {
    **OF_WORKBOOKS,
    "long": TOO_LONG,
    "not_read": NOT_READ,
    "not_xlsx": NOT_READ,
    "macros": gettext_lazy("This workbook holds macros, which are not taken in. Save it as .xlsx without them."),
    "no_text": gettext_lazy("This is not a text. Save the list as .xlsx or .csv."),
    "no_list": gettext_lazy("The text cannot be read as a list. Save it as .xlsx."),
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """`rows` from the first one of the sheet on, every cell a text, empty where it was. `title`: None of a text."""

    title: str | None
    rows: list[list[str]]


@dataclass(frozen=True)
class Book:
    """What was handed in: its `name`, how its text was written (None of a workbook), its sheets that hold something."""

    name: str
    encoding: str | None
    sheets: list[Sheet]

    def as_json(self) -> dict[str, Any]:
        """To be kept with a draft."""
        sheets = [{"title": sheet.title, "rows": sheet.rows} for sheet in self.sheets]
        return {"name": self.name, "encoding": self.encoding, "sheets": sheets}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Book":
        return cls(kept["name"], kept["encoding"], [Sheet(**sheet) for sheet in kept["sheets"]])


def read_path(path: Path) -> Book:
    """A file on disk. Raises ValidationError with what to do."""
    try:
        with path.open("rb") as file:
            return read_file(path.name, file, path.stat().st_size)
    except OSError as error:
        raise ValidationError(_("%(file)s cannot be opened. Give the path of a list.") % {"file": path}) from error


def read_file(name: str, data: bytes | IO[bytes], size: int | None = None) -> Book:
    """A workbook or a text file, of `size` bytes where it is no bytes. Raises ValidationError with what to do."""
    if (len(data) if isinstance(data, bytes) else size or 0) > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 20 MB. Split the list."))
    if name.lower().endswith(OTHER_KINDS):
        raise ValidationError(_("This kind of file cannot be read. Save the list as .xlsx or .csv."))
    return _read(name, data)


def read_text(text: str, name: str = "") -> Book:
    """Pasted cells or the text of a csv: separated by tabs, semicolons or commas."""
    return _read(name or str(_("Pasted cells")), text.encode(errors="replace"))


def _read(name: str, data: bytes | IO[bytes]) -> Book:
    try:
        found = run_confined(
            "people.imports.grids:read_list", data, limits=LIMITS, most_rows=MOST_ROWS + 50, most_columns=MOST_COLUMNS
        ).value
    except Refused as error:
        limits = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        raise ValidationError(
            str(SENTENCES[error.code]) % (error.values | limits if error.code == "long" else error.values)
        ) from error
    except Died as error:
        raise ValidationError(str(NOT_READ)) from error
    except ConfinementError as error:
        raise ValidationError(str(error)) from error
    sheets = [Sheet(**sheet) for sheet in found["sheets"]]
    if not any(sum(map(any, sheet.rows)) > 1 for sheet in sheets):
        raise ValidationError(_("There is no list here: the first row names the columns, each other row is a person."))
    if any(len(row) > MOST_COLUMNS for sheet in sheets for row in sheet.rows):
        raise ValidationError(str(TOO_LONG) % {"rows": MOST_ROWS, "columns": MOST_COLUMNS})
    return Book(name, found["encoding"], sheets)
