"""Marks the cell that names its row in the tables of a tagged PDF: whoever hears a table hears it with each value.

Typst marks the heads of columns; that a cell heads its row it can say behind a switch that its Python wheel does not
have. Run by `core.typesetting` in its own process; nothing of Django is imported here.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


def mark_row_headings(document: bytes, column: int) -> bytes:
    """The document whose table rows are headed by their cell in `column`, counted from 0; rows of heads and empty
    cells stay."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for row in list(_rows(pdf.Root.StructTreeRoot)):
            cells = [cell for cell in children(row) if cell.get("/S") in (Name.TD, Name.TH)]
            if column < len(cells) and all(cell.S == Name.TD for cell in cells) and "/K" in cells[column]:
                _head(cells[column])
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def children(element: Any) -> list[Any]:
    """The elements below one of the structure tree, without what stands on the page itself."""
    kids = element.get("/K")
    found = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in found if isinstance(kid, Dictionary) and "/S" in kid]


def _rows(top: Any) -> Iterator[Any]:
    waiting = [top]
    while waiting:
        element = waiting.pop()
        if element.get("/S") == Name.TR:
            yield element
        waiting.extend(children(element))


def _head(cell: Any) -> None:
    cell.S = Name.TH
    scope = Dictionary(O=Name.Table, Scope=Name.Row)
    had = cell.get("/A")
    cell.A = Array([*had, scope] if isinstance(had, Array) else [scope] if had is None else [had, scope])
