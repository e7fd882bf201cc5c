"""What is told of a list that was read: the JSON of interfaces.md."""

from typing import Any

from people.duplicates import which_are_known
from people.imports.columns import public_name
from people.imports.judging import Reading
from people.imports.lines import NEW
from people.imports.reading import Book


def as_json(book: Book, reading: Reading) -> dict[str, Any]:
    """To the letter of interfaces.md ("Commands to come"): sheet and encoding are null where there is none."""
    understood, judged = reading.understood, reading.judged
    counts = judged.counts
    left_out = len(understood.left_out) + counts["left_out"]
    return {
        "file": book.name, "sheet": understood.title, "header_row": understood.header.row or None,
        "encoding": book.encoding,
        "columns": {column.heading: public_name(column.field) or None for column in understood.columns},
        "rows": {
            "read": len(judged.lines) - counts["left_out"],
            **{status: counts[status] for status in ("new", "same", "changed")},
            "possible_duplicates": len(possible_duplicates(reading)),
            "refused": counts["refused"], "left_out": left_out,
        },
        "values": [
            {"column": value.column.heading, "value": value.text, "taken_as": value.taken.code, "rows": value.rows,
             "sure": value.taken.is_sure}
            for value in understood.values
        ],
        "refused": [
            {"row": row, "column": problem.column or None, "value": problem.value, "why": problem.why,
             "remedy": problem.remedy}
            for row, problem in judged.problems()
        ],
    }  # fmt: skip


def possible_duplicates(reading: Reading) -> list[int]:
    """The rows of new people who may be in the register, or twice in the list; asked before they are written."""
    new = [line for line in reading.judged.lines if line.status == NEW]
    told = [
        tuple(str(line.values.get(name, "")) for name in ("full_name", "name_other_script", "email", "phone"))
        for line in new
    ]
    return sorted(new[at].number for at in which_are_known(told))  # type: ignore[arg-type]  # four of each
