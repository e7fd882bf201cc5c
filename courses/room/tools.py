"""Pocket tools: a page each, the same for every module."""

from django.utils.translation import gettext as _

from core.languages import active
from courses.room.documents import Document, Piece, as_points
from courses.starter.room import ToolPiece, room

SIZE = 12.0  # points: a tool is read at arm's length, and written on


def tool_of(name: str) -> Document:
    """In the active language. Raises KeyError where there is no such tool."""
    tool, language = room().tools[name], active()
    pieces = [_piece(piece, language) for piece in tool.pieces]
    foot = _("Fictional situations in training. No name, no address, no photograph.")
    return Document(tool.title[language], tool.lead[language], language, pieces, size=SIZE, foot=foot)


def names_of_tools() -> dict[str, str]:
    """Their titles in the active language, by name."""
    return {name: tool.title[active()] for name, tool in room().tools.items()}


def _piece(piece: ToolPiece, language: str) -> Piece:
    return Piece(
        piece.kind, piece.title[language] if piece.title else "", piece.text[language] if piece.text else "",
        as_points([text[language] for text in piece.points]), heads=[text[language] for text in piece.heads],
        rows=piece.rows,
    )  # fmt: skip
