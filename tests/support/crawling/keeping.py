"""The counts of the last whole crawl, in docs/reliability.md."""

import datetime
from collections import Counter
from pathlib import Path

from tests.support.crawling.tally import Tally

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "reliability.md"
BEGIN, END = "<!-- crawl -->\n", "<!-- /crawl -->\n"
HOSTS = {"NGO": "an NGO", "other": "another NGO", "hub": "hub"}


def keep(tally: Tally, seeds: str, day: datetime.date) -> None:
    """Write them between the marks of the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    DOCUMENT.write_text(before + BEGIN + _tables(tally, seeds, day) + END + after, encoding="utf-8")


def _tables(tally: Tally, seeds: str, day: datetime.date) -> str:
    numbers = [tally.requests.total(), tally.pages.total(), tally.files.total(), len(tally.findings)]
    kinds = list(dict.fromkeys(kind for _place, _role, kind in tally.requests))
    rows = [_row(["date", "seeds", "requests", "pages", "files opened", "findings"])]
    rows += ["|---|---|---|---|---|---|\n", _row([day.isoformat(), seeds, *map(_number, numbers)]), "\n"]
    rows += [_row(["as", *kinds, "all"]), "|---" * (len(kinds) + 2) + "|\n"]
    by_role: dict[tuple[str, str], Counter[str]] = {}
    for (place, role, kind), number in tally.requests.items():
        by_role.setdefault((place, role), Counter())[kind] += number
    for (place, role), counts in by_role.items():
        cells = [_number(counts[kind]) for kind in kinds]
        rows.append(_row([f"{role.replace('_', ' ')}, {HOSTS[place]}", *cells, _number(counts.total())]))
    files = ", ".join(f"{kind} {_number(number)}" for kind, number in sorted(tally.files.items()))
    return "".join([*rows, "\n", f"Files: {files}.\n"])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _number(number: int) -> str:
    return f"{number:,}"
