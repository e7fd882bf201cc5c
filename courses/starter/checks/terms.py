"""Every term leads to the glossary, under one of the forms the glossary has, in every language alike."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from core.languages import ORDER
from core.text import fold
from courses.starter.content import LessonText, Link, Module, Shelf, Term
from courses.starter.texts import Finding, Place

SCHEME = "term:"
_LETTERS = re.compile(r"[^\w’-]+")
_ENDING = re.compile(r"(?:s|x|es)$")


def check_terms(module: Module, shelf: Shelf) -> Iterator[Finding]:
    """Links and directives of lessons that name a term."""
    for lesson in module.lessons:
        texts = [lesson.texts[code] for code in ORDER if code in lesson.texts]
        for text in texts:
            yield from _terms(text, shelf)
        for other in texts[1:]:
            missing = _targets(texts[0]) - _targets(other)
            if missing:
                fewer = _("These terms lead to the glossary in %(file)s, not here: %(terms)s. Link them.")
                values = {"file": texts[0].file, "terms": ", ".join(sorted(missing))}
                yield Finding(Place(other.file, 1), "term", fewer % values)
        for blocks in zip(*(text.blocks for text in texts), strict=False):
            words = {text.language: block.words for text, block in zip(texts, blocks, strict=True)}
            place = Place(texts[-1].file, blocks[-1].line)
            yield from check_same_word(words, place, shelf)
    for exercise in module.exercises.values():
        for written in exercise.texts():
            yield from check_same_word(written.by_language, written.place, shelf)


def check_same_word(words: dict[str, str], place: Place, shelf: Shelf) -> Iterator[Finding]:
    """What one language calls by a term, the others call by the same term: one word per thing."""
    for name in shelf.same_word:
        term = shelf.terms[name]
        if not _says(words.get("fr", ""), term, "fr"):
            continue
        said = [code for code in words if _says(_without_longer(words[code], term, code, shelf), term, code)]
        if "fr" in said and len(said) < len(words):
            other = _("French says “%(term)s” here; in “%(languages)s” none of its words stands: %(forms)s. Use one.")
            silent = [code for code in words if code not in said]
            forms = ", ".join(form for code in silent for form in _forms(term, code))
            values = {"term": term.forms["fr"][0], "languages": ", ".join(silent), "forms": forms}
            yield Finding(place, "term", other % values)


def _without_longer(text: str, term: Term, language: str, shelf: Shelf) -> str:
    """The text without the terms that hold this one: “servitude pour dettes” is no servitude."""
    others = [shelf.terms[name] for name in shelf.same_word if name != term.id]
    longer = [form for other in others for form in _forms(other, language)]
    for form in longer:
        if any(own in form and own != form for own in _forms(term, language)):
            text = re.sub(re.escape(form), " ", text, flags=re.IGNORECASE)
    return text


def _forms(term: Term, language: str) -> list[str]:
    wordings = [form for wording in term.wordings.values() for form in wording.get(language, [])]
    return [*term.forms[language], *wordings]


def _says(text: str, term: Term, language: str) -> bool:
    """Whether one of its forms stands in a text; in Arabic also with what is written onto it."""
    return any(f" {_key(form)} " in one for form in _forms(term, language) for one in _spoken(text))


@lru_cache(maxsize=64)  # a text is asked for every term in turn
def _spoken(text: str) -> tuple[str, str]:
    """The keys of its words between spaces, and without what Arabic writes onto a word."""
    spoken = f" {_key(_LETTERS.sub(' ', text))} "
    return spoken, re.sub(r" [وف]?(?:[بكل]?ال|لل|[بكل])?", " ", spoken)


def _targets(text: LessonText) -> Counter[str]:
    return Counter(link.target for block in text.blocks for link in block.links)


def _terms(text: LessonText, shelf: Shelf) -> Iterator[Finding]:
    for block in text.blocks:
        if block.kind == "term" and block.argument not in shelf.terms:
            yield _unknown(text.file, block.line, block.argument)
        for link in block.links:
            if link.target.startswith(SCHEME):
                yield from _link(link, text, shelf)
            elif not link.target.startswith(("https://", "tel:")):
                odd = _("The link leads to “%(target)s”. Write term:…, https://… or tel:….")
                yield Finding(Place(text.file, link.line), "term", odd % {"target": link.target})


def _link(link: Link, text: LessonText, shelf: Shelf) -> Iterator[Finding]:
    name, _at, jurisdiction = link.target.removeprefix(SCHEME).partition("@")
    term = shelf.terms.get(name)
    if term is None:
        yield _unknown(text.file, link.line, name)
        return
    forms = term.wordings.get(jurisdiction, {}) if jurisdiction else term.forms
    allowed = forms.get(text.language, [])
    if _key(link.words) not in {_key(form) for form in allowed}:
        other = _(
            "“%(words)s” is not what the glossary calls %(term)s: %(forms)s. Use its word, or add a form to terms.yaml."
        )
        values = {"words": link.words, "term": link.target, "forms": ", ".join(allowed)}
        yield Finding(Place(text.file, link.line), "term", other % values)


def _unknown(file: str, line: int, name: str) -> Finding:
    unknown = _("The glossary has no term “%(name)s”. Correct the name, or add the term.")
    return Finding(Place(file, line), "term", unknown % {"name": name})


@lru_cache(maxsize=2048)
def _key(words: str) -> str:
    """Without case, accents, plural and the Arabic article."""
    plain = (re.sub(r"^ال(?=..)", "", word) for word in fold(words.replace("’", " ").replace("-", " ")).split())
    return " ".join(_ENDING.sub("", word) if len(word) > 3 else word for word in plain)
