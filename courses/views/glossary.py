"""The glossary as everybody who may read courses reads it."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.languages import ORDER, shown
from core.text import fold, unelided
from courses.glossary import sort_key, sort_terms
from courses.models import GlossaryTerm


def terms(request: HttpRequest) -> HttpResponse:
    """All terms in the order of the reader's language, or those whose words are like `q`: two queries."""
    asked = request.GET.get("q", "").strip()[:100]
    found = [
        term
        for term in sort_terms(GlossaryTerm.objects.prefetch_related("wordings"))
        if fold(unelided(asked)) in fold(unelided(" ".join(filter(None, _words(term)))))
    ]
    letters = [(letter, list(group)) for letter, group in groupby(found, _letter)]
    return render(request, "courses/glossary.html", {"letters": letters, "asked": asked, "found": len(found)})


def _words(term: GlossaryTerm) -> list[str | None]:
    """What a reader may search by: the term in every language, its definition, its wordings."""
    texts = [getattr(term, f"{field}_{code}") for field in ("term", "definition") for code in ORDER]
    return texts + [getattr(row, f"wording_{code}") for row in term.wordings.all() for code in ORDER]


def _letter(term: GlossaryTerm) -> str:
    return sort_key(str(shown(term, "term")))[:1].upper()
