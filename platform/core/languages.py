"""Which language of a translated text is shown: the one function every template reads content through.

The asked language if it is ready, else French, Arabic, English in that order among those ready (decisions.md 2). The
caller shows the text with the `lang` and `dir` of the language it is in, and a notice when it is not the one asked.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import translation

ORDER = ("fr", "ar", "en")
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

    def __str__(self) -> str:
        return str(self.value)


def direction(language: str) -> str:
    """`rtl` for Arabic, else `ltr`."""
    return "rtl" if language == "ar" else "ltr"


def active() -> str:
    """The language of the interface: fr, ar or en."""
    language = (translation.get_language() or ORDER[0])[:2]
    return language if language in ORDER else ORDER[0]


def ready_languages(thing: Any) -> list[str]:
    """Languages in which `thing` is marked ready; of a thing without such flags, or without any set, all three."""
    return [code for code in ORDER if getattr(thing, f"ready_{code}", True)] or list(ORDER)


def shown_language(thing: Any, asked: str | None = None) -> str:
    """The language a page is shown in when `asked` (by default the interface's) is wanted."""
    asked, ready = asked or active(), ready_languages(thing)
    return asked if asked in ready else ready[0]


def shown(thing: Any, field: str, asked: str | None = None) -> Shown:
    """`field` of `thing` in the best language that is ready and not empty."""
    asked = asked or active()
    ready = ready_languages(thing)
    order = [code for code in (asked, *ORDER) if code in ready]
    language = next((code for code in order if getattr(thing, f"{field}_{code}")), asked)
    return Shown(getattr(thing, f"{field}_{language}"), language, asked)
