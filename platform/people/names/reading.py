"""Chooses which of a person's two names a page shows its reader."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.languages import active, is_arabic
from people.models import Person


def names_to_read(person: Person) -> tuple[str, str]:
    """The name in the letters of the page, where it is known in them, and the other one, which may be empty."""
    own, other = person.full_name, person.name_other_script
    reads_arabic = active() == "ar"
    if other and is_arabic(other) == reads_arabic and is_arabic(own) != reads_arabic:
        return other, own
    return own, other


def name_to_read(person: Person) -> str:
    """The first of them."""
    return names_to_read(person)[0]


def both_names(person: Person) -> SafeString:
    """Both, each in its own direction, the other one small; one where only one is known."""
    first, other = names_to_read(person)
    if not other:
        return format_html("<bdi>{}</bdi>", first)
    return format_html('<bdi>{}</bdi> <span class="meta"><bdi>{}</bdi></span>', first, other)
