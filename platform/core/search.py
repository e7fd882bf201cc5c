"""Full-text search however words are spelled: one key for index and question, excerpts with the words found marked."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.languages import ready_languages
from core.text import fold
from core.translations import read_texts

# What Arabic writes in one with the next word; three letters at least must be left for it to be that.
_JOINED = re.compile(r"^(?:[وفبك]ال|لل|ال)(?=\w{3})")
_WORD = re.compile(r"\w+")
AROUND = 14  # words shown before and after the first one found


def search_key(text: str) -> str:
    """The words of `text` as they are compared: folded, Arabic ones without the article."""
    return " ".join(_JOINED.sub("", word) for word in _WORD.findall(fold(text)))


def page_key(page: Any) -> str:
    """The words of a page in every language it may be read in, for the index."""
    texts = (text for code in ready_languages(page) for texts in read_texts(page, code).values() for text in texts)
    return search_key(" ".join(texts))


def excerpt(texts: Iterable[str], asked: str) -> SafeString | None:
    """The surroundings of the first word that begins like one of `asked`, such words marked; None without one."""
    keys = tuple(search_key(asked).split())
    if not keys:
        return None
    for text in texts:
        words = text.split()
        found = [any(key.startswith(keys) for key in search_key(word).split()) for word in words]
        if True not in found:
            continue
        first = found.index(True)
        start, end = max(0, first - AROUND), first + AROUND + 1
        shown = zip(words[start:end], found[start:end], strict=True)
        pieces = (("<mark>", word, "</mark>") if is_found else ("", word, "") for word, is_found in shown)
        return _joined(pieces, before=start > 0, after=end < len(words))
    return None


def _joined(pieces: Iterable[tuple[str, str, str]], *, before: bool, after: bool) -> SafeString:
    marked = [(SafeString(opening), word, SafeString(closing)) for opening, word, closing in pieces]
    text = format_html_join(" ", "{}{}{}", marked)
    return SafeString("… " * before) + text + SafeString(" …" * after)
