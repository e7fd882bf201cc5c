"""Reads a list inside the sandboxed process: no Django here. `reading` has the words for the refusals."""

import csv
import io
import itertools
from collections.abc import Iterator
from typing import IO, Any

from core.confined import Refusal
from core.spreadsheets.archive import PACKED
from core.spreadsheets.grids import read_sheets

MOST_UNPACKED = 200 * 1024 * 1024
MOST_CELLS = 3_000_000
BOM = b"\xef\xbb\xbf"
SAMPLE = 200_000  # letters that an encoding is known by


def read_list(file: IO[bytes], *, most_rows: int, most_columns: int) -> list[list[Any]]:
    """Row by row the cells of the first sheet that is not empty, or of a text; dates as `core.spreadsheets` writes
    them."""
    head = file.read(8)
    file.seek(0)
    if head.startswith(PACKED):
        sheets = read_sheets(file, most_unpacked=MOST_UNPACKED, most_cells=MOST_CELLS, most_rows=most_rows, first=True)
        rows = sheets[0]["rows"] if sheets else []
    else:
        rows = list(_lines(decode(file.read()), most_rows))
    return [row[: most_columns + 1] for row in rows]  # one more tells that there are too many


def _lines(text: str, most_rows: int) -> Iterator[list[str]]:
    """The rows of a text separated by tabs, semicolons, commas or bars; empty ones stay, for their numbers."""
    if "\x00" in text:
        raise Refusal("no_text")
    text = text.lstrip("\ufeff")
    first = text.lstrip("\ufeff\r\n ").split("\n", 1)[0]
    separator = max("\t;,|", key=first.count)
    filled = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator)):
            filled += any(row)
            if filled > most_rows or number > 100 * most_rows:
                raise Refusal("long", rows=most_rows)
            yield row
    except csv.Error as error:
        raise Refusal("no_list") from error


def decode(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else Windows: Arabic (1256) or Western (1252), whichever gives
    words of one script."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        western, arabic = (data[:SAMPLE].decode(code, errors="replace") for code in ("cp1252", "cp1256"))
        code = "cp1256" if _arabic_words(arabic) > _western_words(western) else "cp1252"
        return data.decode(code, errors="replace")


def _arabic_words(text: str) -> int:
    """Letters in pairs of Arabic ones: in a Western text read as Arabic they stand alone between Latin letters."""
    return sum(_is_arabic(one) and _is_arabic(other) for one, other in itertools.pairwise(text))


def _western_words(text: str) -> int:
    """Accented letters beside a plain Latin one."""
    return sum(
        (one.isascii() and one.isalpha() and _is_accented(other))
        or (_is_accented(one) and other.isascii() and other.isalpha())
        for one, other in itertools.pairwise(text)
    )


def _is_arabic(letter: str) -> bool:
    return "\u0600" <= letter <= "\u06ff"


def _is_accented(letter: str) -> bool:
    return "\u00c0" <= letter <= "\u017f"
