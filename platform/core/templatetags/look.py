"""Tags of the look: patterns and tiles by geometry, icons beside words."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from core import zellige

register = template.Library()
FLIPPED = {"arrow-right", "arrow-left", "chevron-right", "log-out", "list-ordered"}  # they mean a direction


@register.simple_tag
def zellige_pattern(seed: object, place: str = "") -> SafeString:
    """The tiling of an organisation, of the size of its box; the second of a page says its `place`, a digit."""
    return zellige.pattern(str(seed), place)


@register.simple_tag
def zellige_tile(seed: object, done: int = 0, total: int = 0, size: int = 64) -> SafeString:
    """The tile of a module or course, filled as far as one has come."""
    return zellige.tile(str(seed), done or 0, total or 0, size)


@register.simple_tag
@lru_cache(maxsize=64)
def icon(name: str) -> SafeString:
    """An icon of Lucide's by its name, always beside a word; one that means a direction is mirrored in Arabic."""
    classes = "icon icon--flips" if name in FLIPPED else "icon"
    drawn = lucide(name, size=20, stroke_width="1.75", aria_hidden="true", focusable="false")
    return mark_safe(drawn.replace("<svg", f'<svg class="{classes}"', 1))  # noqa: S308  the library's own
