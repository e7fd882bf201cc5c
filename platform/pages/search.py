"""Search: courses, modules, lessons and articles that are published, and the glossary; for staff what is theirs too."""

from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Page

from accounts.roles import abilities
from core.languages import NAMES, ORDER, Shown, active, direction, ready_languages, shown
from core.search import excerpt, search_key
from core.text import unelided
from core.translations import read_texts
from courses.glossary import sort_terms
from courses.models import CoursePage, GlossaryTerm, LessonPage, ModulePage
from courses.placing import Place, places_of
from pages.models import ArticlePage, NewsPage, ProjectPage, ResourcePage
from pages.staff_search import find_for_staff

LENGTH = 100  # letters asked for at most
PER_PAGE = 10
TERMS = 5  # of the glossary; its own page has them all
KINDS = (CoursePage, ModulePage, LessonPage, ArticlePage, NewsPage, ProjectPage, ResourcePage)


@dataclass(frozen=True)
class Hit:
    """A page found: what it is, its heading, and the words around what was asked, in the language they are in.

    `place`: of a lesson, its course and its step.
    """

    kind: str
    heading: Shown
    url: str
    text: SafeString | None
    language: str
    place: Place | None = None

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def note(self) -> str:
        """The language the words were found in, where it is not the heading's."""
        return NAMES[self.language] if self.language != self.heading.language else ""

    @property
    def there(self) -> str:
        """The page in the language of the words."""
        return f"/{self.language}/{self.url.split('/', 2)[2]}"


@csrf_exempt  # it changes nothing, and visitors get no cookie for a token
def search(request: HttpRequest) -> HttpResponse:
    """Open to everybody, as the pages are. The same number of queries for one hit and for many.

    Words are posted, pages too: what one looks for stays out of addresses, histories and logs.
    """
    sent = request.POST if request.method == "POST" else request.GET
    asked = sent.get("q", "").strip()[:LENGTH]
    context: dict[str, Any] = {
        "asked": asked, "is_sent": "q" in sent, "sent": {"q": asked}, "terms": [], "page": None, "hits": [],
    }  # fmt: skip
    if key := search_key(words := unelided(asked)):
        page = Paginator(_find_pages(key), PER_PAGE).get_page(sent.get("page"))
        places = places_of(one for one in page.object_list if isinstance(one, LessonPage))
        hits = [replace(_hit(request, found, words), place=places.get(found.pk)) for found in page.object_list]
        context |= {"page": page, "hits": hits, "terms": _find_terms(key) if page.number == 1 else []}
        if page.number == 1 and abilities(request.user):
            context["of_staff"] = find_for_staff(request.user, words, key, KINDS)
    response = render(request, "pages/search.html", context)
    if "of_staff" in context:
        add_never_cache_headers(response)  # it holds names
    return response


def _find_pages(key: str) -> Any:
    hidden = Page.objects.filter(live=False, numchild__gt=0).values_list("path", flat=True)
    pages = Page.objects.live().public().type(KINDS)
    below = [Q(path__startswith=path) for path in hidden]
    if below:
        pages = pages.exclude(reduce(or_, below))
    return pages.specific().autocomplete(key, operator="and")


def _hit(request: HttpRequest, page: Any, asked: str) -> Hit:
    heading, ready = shown(page, "heading"), ready_languages(page)
    for code in dict.fromkeys((heading.language, active(), *ORDER)):
        if code not in ready:
            continue
        texts = [text for texts in read_texts(page, code).values() for text in texts]
        if text := excerpt(texts, asked):
            return Hit(page._meta.verbose_name, heading, page.get_url(request), text, code)
    summary = shown(page, "summary")  # the words are in several languages, each with one of them
    return Hit(page._meta.verbose_name, heading, page.get_url(request), SafeString(""), summary.language)


def _find_terms(key: str) -> list[tuple[GlossaryTerm, str]]:
    asked = key.split()
    found = []
    for term in sort_terms(GlossaryTerm.objects.all()):
        words = search_key(" ".join(getattr(term, f"term_{code}") or "" for code in ORDER)).split()
        if all(any(word.startswith(part) for word in words) for part in asked):
            found.append(term)
    return [(term, f"{reverse('courses:glossary')}#term-{term.pk}") for term in found[:TERMS]]
