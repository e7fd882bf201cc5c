"""Chooses the language a translated text is shown in: every template reads content through `shown`.

The asked language if it is ready, else French, Arabic, English in that order among those ready
(docs/decisions/0001-translated-pages.md). The caller shows the text with the `lang` and `dir` of the language it is in,
and a notice when it is not the one asked.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

ORDER = ("fr", "ar", "en")
_ARABIC = re.compile("[\u0600-\u06ff]")
NAMES = {"fr": "Français", "ar": "العربية", "en": "English"}


@dataclass(frozen=True)
class Shown:
    """A value in the language it is shown in."""

    value: Any
    language: str
    asked: str

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def is_fallback(self) -> bool:
        return self.language != self.asked

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        return str(self.value)


def direction(language: str) -> str:
    """`rtl` for Arabic, else `ltr`."""
    return "rtl" if language == "ar" else "ltr"


def is_arabic(text: str) -> bool:
    """Whether a text is written in Arabic letters."""
    return bool(_ARABIC.search(text))


def direction_of(text: str) -> str:
    """`rtl` or `ltr`, as most letters of a text are. Its first letters do not tell, by which browsers guess: titles in
    Arabic begin with Latin acronyms. A text without letters goes as the page does."""
    letters = [letter for letter in str(text) if letter.isalpha()]  # of templates come lazy ones too
    if not letters:
        return direction(active())
    return "rtl" if 2 * sum(map(is_arabic, letters)) > len(letters) else "ltr"


def isolated(title: Any) -> SafeString:
    """A title among words of the page, in its own direction."""
    return format_html('<bdi dir="{}">{}</bdi>', direction_of(str(title)), title)


def written_in(text: str, language: str) -> str:
    """The language of a text that has one version only: `language`, unless its letters are not those of it.

    Latin letters are then taken for French: the sources of laws are, in lessons of any language.
    """
    if is_arabic(text) == (language == "ar"):
        return language
    return "ar" if language != "ar" else ORDER[0]


def active() -> str:
    """The language of the interface: fr, ar or en."""
    language = (translation.get_language() or ORDER[0])[:2]
    return language if language in ORDER else ORDER[0]


@contextmanager
def in_language(request: HttpRequest, asked: str) -> Iterator[str]:
    """For a preview: the request is answered in the language `asked`, in the interface's where it is none of ours."""
    language = asked if asked in ORDER else active()
    with translation.override(language):
        request.LANGUAGE_CODE = language
        yield language


def has_flags(thing: Any) -> bool:
    """Whether each language of `thing` is marked ready or not, as those of a page are."""
    return hasattr(thing, f"ready_{ORDER[0]}")


def ready_languages(thing: Any) -> list[str]:
    """Languages in which a page is marked ready; where none is, those with a heading; failing that all three."""
    ready = [code for code in ORDER if getattr(thing, f"ready_{code}")]
    return ready or [code for code in ORDER if getattr(thing, f"heading_{code}", "")] or list(ORDER)


def shown_language(thing: Any, asked: str | None = None) -> str:
    """The language a page is shown in when `asked` (by default the interface's) is wanted."""
    asked, ready = asked or active(), ready_languages(thing)
    return asked if asked in ready else ready[0]


def shown(thing: Any, field: str, asked: str | None = None) -> Shown:
    """`field` of `thing` in the language it is shown in.

    A page is in one language as a whole: what is empty there stays empty. What has no ready flags (an exercise, its
    questions and choices) falls back by field; the caller says so, see `fallback_languages`.
    """
    asked = asked or active()
    if has_flags(thing):
        language = shown_language(thing, asked)
    else:
        language = next((code for code in (asked, *ORDER) if getattr(thing, f"{field}_{code}")), asked)
    return Shown(getattr(thing, f"{field}_{language}"), language, asked)


def fallback_languages(texts: Iterable[Shown]) -> list[str]:
    """The languages, other than the one asked, that some of `texts` are in: each deserves a notice."""
    found = {text.language for text in texts if text and text.is_fallback}
    return [code for code in ORDER if code in found]
