"""The shapes that diagrams are drawn of, on a sheet 320 wide, so that a phone shows it whole.

In Arabic columns and corners are mirrored. Colours are those of the style sheet (classes `d-…`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

WIDTH = 320
DIAGRAMS: dict[str, "Diagram"] = {}  # by the key that lessons name


@dataclass(frozen=True)
class Diagram:
    """A diagram: what draws it, its height, its name for editors, the sentence that says the same."""

    draw: Callable[[], SafeString]
    height: int
    name: str | Promise
    sentence: str | Promise

    def svg(self) -> SafeString:
        """Inline, hidden from screen readers: the sentence stands beneath it."""
        return format_html(
            '<svg class="diagram" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
            WIDTH, self.height, self.draw(),
        )  # fmt: skip


def diagram(
    key: str, height: int, name: str | Promise, sentence: str | Promise
) -> Callable[[Callable[[], SafeString]], Callable[[], SafeString]]:
    """Enters what a function draws into the vocabulary."""

    def enter(draw: Callable[[], SafeString]) -> Callable[[], SafeString]:
        DIAGRAMS[key] = Diagram(draw, height, name, sentence)
        return draw

    return enter


def mirrored(x: float, width: float = 0) -> float:
    """Where something of this width begins, counted from the side where one begins to read."""
    return WIDTH - x - width if get_language_bidi() else x


def flipped(shape: SafeString) -> SafeString:
    """A shape without words, mirrored with its labels."""
    return format_html('<g transform="matrix(-1 0 0 1 {} 0)">{}</g>', WIDTH, shape) if get_language_bidi() else shape


def text(x: float, y: float, words: object, kind: str = "") -> SafeString:
    """Words with their middle at x."""
    return format_html('<text x="{}" y="{}" class="{}">{}</text>', mirrored(x), y, kind, words)


def box(x: float, y: float, width: float, height: float, words: object, kind: str = "") -> SafeString:
    """A box with its label in the middle."""
    middle = text(x + width / 2, y + height / 2 + 5, words, f"{kind} d-label".strip()) if words != "" else ""
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="8" class="{}"/>{}',
        mirrored(x, width),
        y,
        width,
        height,
        f"d-box {kind}".strip(),
        middle,
    )


def ring(x: float, y: float, radius: float, kind: str = "") -> SafeString:
    """A circle that lets shine through what is behind it."""
    return format_html('<circle cx="{}" cy="{}" r="{}" class="{}"/>', mirrored(x), y, radius, f"d-ring {kind}".strip())


def disc(x: float, y: float, radius: float, words: object, kind: str = "") -> SafeString:
    """A filled circle with its label in the middle."""
    shape = '<circle cx="{}" cy="{}" r="{}" class="{}"/>{}'
    label = text(x, y + 5, words, kind) if words != "" else ""
    return format_html(shape, mirrored(x), y, radius, f"d-box {kind}".strip(), label)


def line(drawn: str) -> SafeString:
    """A path of the accent's colour, without an area; mirrored with its labels."""
    return flipped(format_html('<path class="d-line" d="{}"/>', drawn))


def down(x: float, y: float, length: float = 16) -> SafeString:
    """An arrow downwards."""
    return format_html('<path class="d-line" d="M{0} {1}v{2}m-5-6l5 6l5-6"/>', mirrored(x), y, length)


def together(parts: Sequence[SafeString]) -> SafeString:
    """One after the other: what comes later lies above."""
    return format_html_join("", "{}", ((part,) for part in parts))


def chain(labels: Sequence[object], last: str = "d-strong") -> SafeString:
    """Boxes one under the other, each leading to the next: 64 high each, 8 above and below."""
    parts = []
    for place, label in enumerate(labels):
        parts.append(box(40, 8 + 64 * place, 240, 40, label, last if place == len(labels) - 1 else ""))
        if place < len(labels) - 1:
            parts.append(down(160, 50 + 64 * place, 18))
    return together(parts)
