"""The language of whoever sits at a terminal, also before Django's settings can be read."""

import gettext as standard_gettext
import os
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[2] / "locale"
LANGUAGES = ("fr", "ar", "en")


def terminal_language() -> str:
    """Of LC_ALL, LC_MESSAGES or LANG the first that is set; English where it is none of ours."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return named[:2] if named[:2] in LANGUAGES else "en"


def gettext(text: str) -> str:
    """`text` in that language, from our own catalogues alone; as it is where they are not compiled."""
    return _catalogue(terminal_language()).gettext(text)


def gettext_noop(text: str) -> str:
    """`text` as it is, marked for the catalogues; Django's own asks its settings."""
    return text


@cache
def _catalogue(language: str) -> standard_gettext.NullTranslations:
    return standard_gettext.translation("django", LOCALE, [language], fallback=True)
