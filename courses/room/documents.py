"""What is printed for a room: a title and pieces in order, the same for the page and for the PDF."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.languages import direction
from core.pdf import compile_pdf

# Characters of a handout that fit two pages at so many points.
SIZES = ((3600, 11.5), (5200, 10.5), (6800, 9.5))
SMALLEST = 8.5


@dataclass(frozen=True)
class Piece:
    """A part of a document.

    `kind`: heading, text, points, boxes (to tick), caution, law, steps (rows of minutes, title, text, groups), table
    (`heads`, so many empty `rows`), lines (`rows` to write on).
    """

    kind: str
    title: str = ""
    text: str = ""
    points: list[tuple[str, str]] = field(default_factory=list)  # (what stands out, the rest)
    steps: list[tuple[str, str, str, str]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    rows: int = 0

    @property
    def empty_rows(self) -> range:
        return range(self.rows)


@dataclass(frozen=True)
class Document:
    """A sheet in one language. `columns`: of its text; `foot`: at the bottom of each page."""

    title: str
    lead: str
    language: str
    pieces: list[Piece]
    columns: int = 1
    size: float = 10.5  # in points; of a handout the text's length decides
    foot: str = ""

    @property
    def direction(self) -> str:
        return direction(self.language)

    def pdf(self) -> bytes:
        """Tagged (PDF/UA-1), in our own fonts. Raises core.pdf.PdfError."""
        words = {"page": _("Page"), "heads_of_steps": [_("Minutes"), _("Step"), _("Groups")]}
        return compile_pdf("room", _typeset(asdict(self)) | words | {"size": self._size()})

    def _size(self) -> float:
        """In points; a handout stays within two pages."""
        if self.columns == 1:
            return self.size
        length = sum(len(f"{one.title}{one.text}") + sum(len(a + b) for a, b in one.points) for one in self.pieces)
        return next((size for most, size in SIZES if length <= most), SMALLEST)


def as_points(texts: list[str]) -> list[tuple[str, str]]:
    """Points of which the words between two pairs of asterisks at the beginning stand out."""
    return [_point(text) for text in texts]


def _point(text: str) -> tuple[str, str]:
    if text.startswith("**") and text.count("**") == 2:
        strong, _between, rest = text[2:].partition("**")
        return strong, rest
    return "", text


def _typeset(value: Any) -> Any:
    """French signs keep their distance and stay on the line of their word."""
    if isinstance(value, dict):
        return {key: _typeset(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_typeset(inner) for inner in value]
    if isinstance(value, str):
        for sign in "»;!?":
            value = value.replace(f" {sign}", f"\u202f{sign}")
        return value.replace("« ", "«\u202f").replace(" :", "\u00a0:")
    return value
