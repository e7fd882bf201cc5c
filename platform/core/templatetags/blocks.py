"""Template tags of stream blocks."""

import re
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

register = template.Library()

# As `courses.glossary` writes the link of a word to its term.
TERM_LINK = re.compile(r'<a class="term" href="#term-(\d+)">(.*?)</a>', re.DOTALL)


@register.simple_tag(takes_context=True)
def prose(context: template.Context, text: Any) -> SafeString:
    """Rich text as HTML; a word linked to a term that is not among the page's `terms` stays a plain word."""
    known = {term.pk for term in context.get("terms") or ()}

    def keep(link: re.Match[str]) -> str:
        return link[0] if int(link[1]) in known else link[2]

    html = expand_db_html(getattr(text, "source", text) or "")
    return mark_safe(TERM_LINK.sub(keep, html))  # noqa: S308  the editor's HTML, of the features it has


@register.simple_tag
def extension(name: str) -> str:
    """`PDF`, from a file's name."""
    return name.rpartition(".")[2].upper()
