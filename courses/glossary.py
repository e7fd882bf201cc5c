"""The glossary: the terms a lesson's words lead to, the order of terms, the terms an NGO starts with."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Q
from django.db.models.functions import JSONObject

from core.languages import ORDER, shown
from core.text import fold
from courses.models import GlossaryTerm, Wording

TERMS = Path(__file__).with_name("glossary_terms.json")
_OF_A_WORDING = ("id", "jurisdiction", "source", *(f"wording_{code}" for code in ORDER))
_LINK = re.compile(r"<a\b[^>]*>")
_ID = re.compile(r'\bid="(\d+)"')


def linked_terms(body: Any) -> set[int]:
    """The ids of the terms that words of a lesson's body lead to."""
    return {key for text in _texts(body.raw_data if body else ()) for key in _linked(text)}


def read_terms(keys: Collection[int]) -> dict[int, GlossaryTerm]:
    """Terms with their wordings by id; one query, since a lesson has few left within its budget."""
    if not keys:
        return {}
    rows = JSONBAgg(
        JSONObject(**{name: f"wordings__{name}" for name in _OF_A_WORDING}),
        filter=Q(wordings__isnull=False), order_by="wordings__sort_order",
    )  # fmt: skip
    terms = {term.pk: term for term in GlossaryTerm.objects.filter(pk__in=keys).annotate(rows=rows)}
    for term in terms.values():
        term.wordings = [Wording(**row) for row in term.rows or ()]
    return terms


def sort_terms(terms: Iterable[GlossaryTerm]) -> list[GlossaryTerm]:
    """From A to Z in the reader's language; Arabic without regard to the article, as in a dictionary."""
    return sorted(terms, key=lambda term: (sort_key(str(shown(term, "term"))), term.pk))


def sort_key(term: str) -> str:
    """The key a term is ordered by; its first letter heads its part of the glossary."""
    return re.sub(r"^ال(?=..)", "", fold(term))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif not isinstance(value, (int, float, bool, type(None))):
        for part in value:
            yield from _texts(part)


def _linked(html: str) -> set[int]:
    links = (link for link in _LINK.findall(html) if 'linktype="glossary"' in link)
    return {int(found[1]) for link in links if (found := _ID.search(link))}


# The terms an NGO starts with


def term_key(french: str) -> UUID:
    """The same in every tenant, so that an adopted module finds the NGO's own term."""
    return uuid5(NAMESPACE_URL, f"wasl:glossary:{french}")


def load_glossary() -> list[GlossaryTerm]:
    """Add the terms of `glossary_terms.json` that are not there yet, and give those added: a second call adds none.

    What an editor has changed since stays as it is.
    """
    known = set(GlossaryTerm.objects.values_list("key", flat=True))
    missing = [entry for entry in _entries() if term_key(entry["fr"]) not in known]
    return [_add_term(entry) for entry in missing]


@cache
def _entries() -> list[dict[str, Any]]:
    return json.loads(TERMS.read_text(encoding="utf-8"))


def _add_term(entry: dict[str, Any]) -> GlossaryTerm:
    """Mark "v": the Arabic of an official text; "v~": of a copy of it; "k": of practice. Only the first is safe."""
    term = GlossaryTerm(key=term_key(entry["fr"]), to_check=entry["mark"] != "v")
    for code in ORDER:
        setattr(term, f"term_{code}", entry[code])
        setattr(term, f"definition_{code}", entry["definition"][code])
    term.wordings = [
        Wording(
            jurisdiction=jurisdiction, source=wording["source"], sort_order=place,
            **{f"wording_{code}": wording[code] for code in ORDER},
        )
        for place, (jurisdiction, wording) in enumerate(entry.get("wordings", {}).items())
    ]  # fmt: skip
    term.save()
    return term
