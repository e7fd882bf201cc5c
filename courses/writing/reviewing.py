"""What a careful colleague would find in a lesson: links that lead nowhere, headings out of order, sentences too long
to be read on a phone, a page too heavy for a slow line. Each sentence names the place and the remedy."""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.models import Page

from core.dates import long_date
from core.languages import NAMES, ORDER
from core.translations import words_of
from courses.models import GlossaryTerm, LessonPage
from courses.packing.reading import raw_bodies
from courses.packing.streams import map_rich_text
from courses.writing.shapes import label_of, shape_of, values_of
from courses.writing.weighing import weigh

LONGEST_MEAN = 25  # words of a sentence on average: above, somebody who reads slowly is lost
FEWEST_WORDS = 60  # of a lesson, below which an average says nothing
_HREF = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
_HEADING = re.compile(r"<h([34])\b")
_SENTENCE = re.compile(r"(?<=[.!?؟…:;؛])\s+|\n+")
_BREAK = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>")
Text = tuple[int, str, str]  # number of the block from 1, what it is called, its rich text


def rich_texts(body: Iterable[dict[str, Any]]) -> list[Text]:
    """The rich texts of a body, in order."""
    found = []
    for number, block in enumerate(body, 1):
        values = values_of(block)
        for path, definition in shape_of(block).texts.items():
            if isinstance(definition, blocks.RichTextBlock) and values[path]:
                found.append((number, label_of(block["type"]), str(values[path])))
    return found


class Links:
    """What the links of several lessons lead to: three queries for all of them."""

    def __init__(self, lessons: Iterable[LessonPage]) -> None:
        self.wanted: dict[str, set[int]] = {"page": set(), "document": set(), "glossary": set()}
        for lesson in lessons:
            for code in ORDER:
                for _number, _kind, html in rich_texts(raw_bodies(lesson)[code]):
                    map_rich_text(html, self._note)
        self.there: dict[str, set[int]] = {
            "page": set(Page.objects.filter(pk__in=self.wanted["page"]).values_list("pk", flat=True)),
            "document": set(
                get_document_model().objects.filter(pk__in=self.wanted["document"]).values_list("pk", flat=True)
            ),
            "glossary": set(GlossaryTerm.objects.filter(pk__in=self.wanted["glossary"]).values_list("pk", flat=True)),
        }

    def _note(self, kind: str, identity: str) -> str:
        if kind in self.wanted and identity.isdecimal():
            self.wanted[kind].add(int(identity))
        return identity

    def is_dead(self, kind: str, identity: str) -> bool:
        """Whether a link within the site leads to what is gone."""
        known = self.there.get(kind)
        return known is not None and not (identity.isdecimal() and int(identity) in known)


def faults_of(lesson: LessonPage, code: str, links: Links) -> Iterator[str]:
    """What is wrong in one language: with it nothing is published."""
    body = raw_bodies(lesson)[code]
    if not body and not lesson.lesson_exercises.all():
        yield _("%(language)s has no text yet. Write it, or untick “ready”.") % {"language": NAMES[code]}
    seen_heading = False
    for number, kind, html in rich_texts(body):
        what = {"language": NAMES[code], "number": number, "kind": kind}
        place = _("%(language)s, block %(number)d (%(kind)s): ") % what
        for sentence in _dead_links(html, links):
            yield place + sentence
        for level in _HEADING.findall(html):
            if level == "4" and not seen_heading:
                yield place + _("a small heading stands before any large one. Make it a large heading.")
            seen_heading = True


def _dead_links(html: str, links: Links) -> Iterator[str]:
    dead: list[str] = []

    def note(kind: str, identity: str) -> str:
        if links.is_dead(kind, identity):
            dead.append(kind)
        return identity

    map_rich_text(html, note)
    for kind in dict.fromkeys(dead):
        if kind == "page":
            yield _("a link leads to a page that is gone. Choose another page, or take the link off.")
        elif kind == "document":
            yield _("a link leads to a document that is gone. Choose another, or take the link off.")
        else:
            yield _("a word leads to a glossary term that is gone. Choose another, or take the link off.")
    for address in _HREF.findall(html):
        if not is_address(address):
            wrong = _("the link “%(address)s” leads nowhere. Write the whole address, with https://.")
            yield wrong % {"address": address[:60]}


def is_address(address: str) -> bool:
    """Whether an address of the web, of mail or of a telephone can lead anywhere from a reader’s phone."""
    try:
        parts = urlsplit(address.replace("&amp;", "&"))
    except ValueError:
        return False
    if parts.scheme in ("mailto", "tel"):
        return bool(parts.path)
    if not parts.scheme and not parts.netloc:
        return address.startswith(("/", "#")) and len(address) > 1
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and "." in host.strip(".") and not host.endswith(".localhost")


def advice_on(lesson: LessonPage, ready: Iterable[str]) -> Iterator[str]:
    """What would help readers; it keeps nothing from being published."""
    bodies = raw_bodies(lesson)
    for code in ready:
        mean = words_a_sentence(bodies[code])
        if mean > LONGEST_MEAN:
            long = _("%(language)s: its sentences have %(mean)d words on average. Cut them: up to 20 are read at once.")
            yield long % {"language": NAMES[code], "mean": mean}
    for name, day in _ended_laws(lesson, ready):
        ended = _("the law “%(name)s” ended on %(day)s. Quote the one in force, or say in the text that it is past.")
        yield ended % {"name": name, "day": long_date(day)}
    for weight in weigh(lesson):
        if weight.is_heavy and weight.language in ready:
            heavy = _("%(language)s: %(weight)s. Fewer or smaller pictures help those whose line is slow.")
            yield heavy % {"language": NAMES[weight.language], "weight": weight.words}


def _ended_laws(lesson: LessonPage, ready: Iterable[str]) -> Iterator[tuple[str, datetime.date]]:
    seen = set()
    for code in ready:
        for block in getattr(lesson, f"body_{code}"):
            if block.block_type == "law_reference" and block.id not in seen and block.value.is_over:
                seen.add(block.id)
                yield block.value["article"], block.value["valid_to"]


def words_a_sentence(body: Iterable[dict[str, Any]]) -> int:
    """How many words a sentence of the running text has, on average; 0 of a text too short to tell."""
    texts = [words_of(_BREAK.sub("\n", html).replace("\n", ". ")) for _number, _kind, html in rich_texts(body)]
    words = sum(len(text.split()) for text in texts)
    sentences = sum(1 for text in texts for part in _SENTENCE.split(text) if len(part.split()) > 1)
    return round(words / sentences) if words >= FEWEST_WORDS and sentences else 0
