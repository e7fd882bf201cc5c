"""Finds the row that names the columns of a sheet, under titles, logos and blank rows, and reads what it calls them."""

import re
from collections import Counter
from dataclasses import dataclass

from core.spreadsheets.problems import column_name
from people.imports.words import headings, is_nothing, key, words

SEARCHED = 60  # rows from the top among which the header is looked for
LONGEST = 120  # letters of a heading
# One of these alone within a longer heading says what it is about: `Votre téléphone professionnel`.
TELLING = frozenset(
    {"email", "phone", "sex", "age_band", "category", "institution", "person_region", "person_language"}
)

_PARTS = re.compile(r"\s*(?:/|\||\n|(?<=\w)-(?=\w)|\s[-–—:]\s|[()\[\]])\s*")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE = re.compile(r"\+?[\d\s.()/-]{9,20}")


@dataclass(frozen=True)
class Header:
    """The header's last row, numbered as in a spreadsheet, 0 where there is none; a heading for each column,
    repeated ones
    numbered and missing ones named by the column's letter; where the rows of people begin (from 0)."""

    row: int
    headings: list[str]
    begins: int


def find_header(rows: list[list[str]], chosen: int | None = None) -> Header:
    """The header of a sheet, in the row that was chosen or the likeliest; of one row or two."""
    width = max(map(len, rows), default=0)
    if chosen is None:
        at = _likeliest(rows)
        if at is None:
            return Header(0, _named([""] * width), 0)
        last = at + 1 if _goes_on(rows, at) else at
    else:
        at = last = min(max(chosen - 1, 0), len(rows) - 1)
    upper = rows[at] if last > at else rows[at - 1] if at and _stands_above(rows[at - 1], rows[at]) else []
    return Header(last + 1, _named(_joined(upper, rows[last], width)), last + 1)


def field_of(heading: str) -> str:
    """The field that a heading names, "" for none: as a whole, by a part of it, by words within it."""
    known = headings()
    if (whole := key(heading)) in known:
        return known[whole]
    if whole in words("aside", "others") or whole in words("aside", "row_numbers"):
        return ""
    parts = [key(part) for part in _PARTS.split(heading) if key(part)]
    for part in reversed(parts):
        if part in known:
            return known[part]
    if words("aside", "not_of_the_participant").intersection(whole.split()):
        return ""
    return _within(whole)


def is_aside(heading: str) -> bool:
    """Whether a heading names what is never taken: a signature, a remark, a number of the row."""
    parts = {key(heading), *(key(part) for part in _PARTS.split(heading))}
    return bool(parts & (words("aside", "others") | words("aside", "row_numbers")))


def is_row_number(heading: str) -> bool:
    """Whether a heading names the number of the row."""
    return bool({key(heading), *map(key, _PARTS.split(heading))} & words("aside", "row_numbers"))


def looks_like_mail(text: str) -> bool:
    return bool(_MAIL.fullmatch(text.strip()))


def looks_like_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text.strip()))


def _within(whole: str) -> str:
    """The longest known heading of two words or more within a longer one; else a telling word."""
    spaced = f" {whole} "
    found = [
        word for word, field in headings().items()
        if f" {word} " in spaced and (" " in word or (field in TELLING and len(word) > 2))
    ]  # fmt: skip
    if not found:
        return ""
    return headings()[max(found, key=lambda word: (" " in word, len(word)))]


def _likeliest(rows: list[list[str]]) -> int | None:
    """The row with most known headings, the first of equals; without any the first that is as wide as the sheet, unless
    it holds somebody's mail address or phone."""
    scores = [_score(row) for row in rows[:SEARCHED]]
    best = max(scores, default=0)
    if best > 0:
        return scores.index(best)
    filled = [sum(map(bool, row)) for row in rows[:SEARCHED]]
    usual = Counter(count for count in filled if count).most_common(1)[0][0] if any(filled) else 0
    first = next((at for at, count in enumerate(filled) if count >= max(usual, 1)), None)
    if first is None or any(looks_like_mail(cell) or looks_like_phone(cell) for cell in rows[first]):
        return None
    if usual == 1 and len(rows[first][0].split()) > 1:  # names and nothing else
        return None
    return first


def _score(row: list[str]) -> float:
    """How much a row is like a header: known headings, fewer for those told by a part; a lone one must be the only
    cell."""
    cells = [cell for cell in row if cell]
    if not cells or any(looks_like_mail(cell) for cell in cells):
        return 0
    score = 0.0
    for cell in dict.fromkeys(cells):
        if len(cell) > LONGEST:
            continue
        if key(cell) in headings():
            score += 2
        elif field_of(cell):
            score += 1.5 if len(cells) > 1 else 0
        elif is_aside(cell):
            score += 0.5
    return score


def _goes_on(rows: list[list[str]], at: int) -> bool:
    """Whether the row below belongs to the header: headings beneath groups, or the same in another language."""
    if at + 1 >= len(rows):
        return False
    below, above = rows[at + 1], rows[at]
    cells = [cell for cell in below if cell]
    if not cells or any(looks_like_mail(cell) or looks_like_phone(cell) or cell.isdigit() for cell in cells):
        return False
    known = sum(key(cell) in headings() or is_aside(cell) for cell in cells)
    if known >= max(2, (len(cells) + 1) // 2):
        return True
    fills = sum(
        bool(cell) and not (at_column < len(above) and above[at_column]) for at_column, cell in enumerate(below)
    )
    return known >= 1 and fills >= 1 and len(cells) < sum(map(bool, above)) and known + fills >= len(cells)


def _stands_above(upper: list[str], row: list[str]) -> bool:
    """Whether a row holds groups over the header's columns, or headings of cells merged downwards. A title stands
    alone."""
    filled = [at for at, cell in enumerate(upper) if cell]
    over_gaps = [at for at in filled if not (at < len(row) and row[at])]
    if any(field_of(upper[at]) or is_aside(upper[at]) for at in over_gaps):
        return True
    return (
        len(filled) > 1 and all(len(upper[at]) <= 40 and not is_nothing(upper[at]) for at in filled) and not over_gaps
    )


def _joined(upper: list[str], row: list[str], width: int) -> list[str]:
    """One heading a column: a group reaches as far as the next one begins."""
    found, group = [], ""
    for at in range(width):
        above, own = (line[at] if at < len(line) else "" for line in (upper, row))
        group = above or (group if own else "")
        both = [part for part in dict.fromkeys((group, own)) if part]
        found.append(" / ".join(" ".join(part.split()) for part in both)[: 2 * LONGEST])
    return found


def _named(found: list[str]) -> list[str]:
    """Repeated headings are numbered, missing ones are the column’s letter in brackets."""
    seen: Counter[str] = Counter()
    named = []
    for at, heading in enumerate(found):
        heading = heading or f"({column_name(at)})"
        seen[key(heading)] += 1
        count = seen[key(heading)]
        named.append(heading if count == 1 else f"{heading} ({count})")
    return named
