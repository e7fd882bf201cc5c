"""The tables by which addresses are written (`reverse`): one for all languages wherever no address differs by language.

Django fills one for each language at each level of includes, as patterns might be translated. Here only the first step
(`/fr/`) is: below it, and in all of Wagtail's admin, the languages share what the first one filled. Two and a half
megabytes of each process, and some 25 ms of the first page in each further language.
"""

from typing import Any

from django.urls import LocalePrefixPattern, URLPattern, URLResolver
from django.utils.translation import get_language

django_fills = URLResolver._populate  # Django names no other place


def differs_by_language(entry: URLPattern | URLResolver) -> bool:
    """Whether it, or what it includes, is written otherwise in another language."""
    known: bool | None = vars(entry).get("_differs")
    if known is None:
        pattern = entry.pattern
        text = getattr(pattern, "_route", getattr(pattern, "_regex", None))  # translated ones are lazy
        own = isinstance(pattern, LocalePrefixPattern) or not isinstance(text, str)
        known = own or any(map(differs_by_language, getattr(entry, "url_patterns", ())))
        vars(entry)["_differs"] = known
    return known


def fill(resolver: Any) -> None:
    """In place of Django's: takes over what another language filled, where it may."""
    language, tables = get_language(), (resolver._namespace_dict, resolver._app_dict, resolver._reverse_dict)
    filled = list(resolver._reverse_dict)  # at once, as other threads add theirs; it is filled last of the three
    if filled and not differs_by_language(resolver):
        for table in tables:
            table[language] = table[filled[0]]
    else:
        django_fills(resolver)


def share() -> None:
    URLResolver._populate = fill  # type: ignore[assignment,method-assign]
