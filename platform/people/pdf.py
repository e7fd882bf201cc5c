"""Renders one's own data as PDF (PDF/UA-1) by typst. The data goes in as JSON, so nothing of it is read as markup."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import long_date
from core.languages import Shown, active
from core.pdf import compile_pdf
from people.extension_points import Entry, Fact, Section


def render_own_data(sections: Iterable[Section]) -> bytes:
    """All sections, in the reader's language."""
    data = {
        "language": active(),
        "title": _("My data"),
        "day": _("As kept on %(day)s") % {"day": long_date(timezone.localtime())},
        "sections": [_section(section) for section in sections],
    }
    return compile_pdf("own_data", data)


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "empty": section.empty,
        "entries": [_entry(entry) for entry in section.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "heading": _text(entry.heading),
        "facts": [_fact(fact) for fact in entry.facts if fact.text],
        "parts": [
            {"heading": _text(part.heading), "facts": [_fact(fact) for fact in part.facts if fact.text]}
            for parts in entry.parts.values()
            for part in parts
        ],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {"label": fact.label, "value": _text(fact.text)}


def _text(text: Shown | str) -> dict[str, str]:
    """A text and the language it is in, that of the document where it says none."""
    return {"text": str(text), "language": text.language if isinstance(text, Shown) else active()}
