"""A module as slides, one idea a screen: what its lessons say in short, their diagrams, their exercises with answers.

Running text is left to whoever speaks: of a section a slide shows its points, or its first sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from core.languages import Shown, active, shown
from courses.blocks import ids_in, unfold
from courses.diagrams import DIAGRAMS, Diagram
from courses.glossary import read_terms
from courses.models import Exercise, LessonPage, ModulePage, Question
from courses.starter.room import room

MOST_POINTS = 6  # on a screen
MOST_LETTERS = 260  # of running text
HEADINGS = ("h2", "h3", "h4")
_END = re.compile(r"(?<=[.!?؟…»])\s+")
_PARTS = ("questions__choices", "questions__groups__items", "scenes__options")


@dataclass(frozen=True)
class Point:
    """A line; `is_right`: on the slide of answers."""

    text: str
    is_right: bool = False


@dataclass(frozen=True)
class Slide:
    """A screen. `kind`: opening, lesson, rule, points, key, callout, law, diagram, question or answer."""

    kind: str
    title: str = ""
    text: str = ""
    points: list[Point] = field(default_factory=list)
    note: str = ""
    language: str = ""
    diagram: Diagram | None = None


def slides_of(module: ModulePage) -> list[Slide]:
    """All slides of a published module, each in the language it is written in."""
    heading, objectives = shown(module, "heading"), shown(module, "objectives")
    aims = [Point(line) for line in str(objectives).splitlines() if line]
    slides = [
        _slide("opening", heading, text=str(shown(module, "summary"))),
        Slide(
            "rule", room().common.sentence[active()], _("No real case here, even without a name."), language=active()
        ),
    ]
    slides += _in_screens("points", _("Aims"), aims, objectives.language)
    lessons = list(LessonPage.objects.child_of(module).live().order_by("path"))
    exercises = _exercises(lessons)
    terms = read_terms([key for one in lessons for key in ids_in(shown(one, "body").value, "glossary_term")])
    for lesson in lessons:
        body = shown(lesson, "body")
        unfold(body.value, exercises=exercises, terms=terms)
        slides.append(_slide("lesson", shown(lesson, "heading"), text=str(shown(lesson, "summary"))))
        slides += _of_body(body)
    return slides


def _slide(kind: str, title: Shown, **more: Any) -> Slide:
    return Slide(kind, str(title), language=title.language, **more)


def _exercises(lessons: list[LessonPage]) -> dict[int, Exercise]:
    ids = [key for lesson in lessons for key in ids_in(shown(lesson, "body").value, "exercise")]
    rows = Exercise.objects.filter(pk__in=ids, live=True).prefetch_related(*_PARTS)
    return {row.pk: row for row in rows}


def _of_body(body: Shown) -> Iterator[Slide]:
    """Block by block; a list goes on under the heading above it, whatever stands between."""
    heading = ""
    for block in body.value or ():
        if block.block_type == "paragraph":
            yield from _paragraph(block.value, body.language, heading)
            found = BeautifulSoup(block.value.source, "html.parser").find_all(HEADINGS)
            heading = found[-1].get_text().strip() if found else heading
        elif block.value and (make := _BLOCKS.get(block.block_type)):
            yield from make(block.value, body.language)


def _paragraph(value: Any, language: str, heading: str) -> Iterator[Slide]:
    """A slide for each section of running text; what stands before its first heading is for the speaker, but for a
    list, which belongs to the `heading` above."""
    title, points, texts = heading, list[Point](), list[str]()
    for part in BeautifulSoup(value.source, "html.parser").find_all(True, recursive=False):
        if part.name in HEADINGS:
            yield from _section(title, points, [] if title == heading else texts, language)
            title, points, texts = part.get_text().strip(), [], []
        elif part.name in ("ul", "ol"):
            points += [Point(_short(item)) for item in part.find_all("li")]
        else:
            texts.append(part.get_text().strip())
    yield from _section(title, points, [] if title == heading else texts, language)


def _section(title: str, points: list[Point], texts: list[str], language: str) -> Iterator[Slide]:
    if points:
        yield from _in_screens("points", title, points, language)
    elif title and texts:
        yield Slide("points", title, _first_sentences(texts[0]), language=language)


def _short(item: Tag) -> str:
    """A point as it stands; a long one by its words in bold."""
    text = item.get_text().strip()
    strong = item.find("b")
    if len(text) <= MOST_LETTERS // 2 or not isinstance(strong, Tag):
        return _first_sentences(text)
    return strong.get_text().strip().rstrip(" :.،")


def _first_sentences(text: str) -> str:
    kept = ""
    for sentence in _END.split(text):
        if kept and len(kept) + len(sentence) > MOST_LETTERS:
            break
        kept = f"{kept} {sentence}".strip()
    return kept


def _in_screens(kind: str, title: str, points: list[Point], language: str, note: str = "") -> Iterator[Slide]:
    """The points on as many slides as they need, none of them nearly empty."""
    screens = -(-len(points) // MOST_POINTS)
    each = -(-len(points) // screens) if screens else 0
    for start in range(0, len(points), each or 1):
        yield Slide(kind, title, points=points[start : start + each], language=language, note=note)


def _callout(value: Any, language: str) -> Iterator[Slide]:
    text = BeautifulSoup(value["text"].source, "html.parser").get_text().strip()
    yield Slide("callout", value["title"], text, language=language)


def _law(value: Any, language: str) -> Iterator[Slide]:
    note = value["source"] + (" · " + _("To be checked by a jurist") if value["to_check"] else "")
    yield Slide("law", value["article"], value["text"], note=note, language=language)


def _diagram(value: str, language: str) -> Iterator[Slide]:
    if value in DIAGRAMS:
        yield Slide("diagram", str(DIAGRAMS[value].name), str(DIAGRAMS[value].sentence), language=active(),
                    diagram=DIAGRAMS[value])  # fmt: skip


def _term(value: Any, language: str) -> Iterator[Slide]:
    yield _slide("callout", shown(value, "term"), text=str(shown(value, "definition")))


def _exercise(exercise: Exercise, language: str) -> Iterator[Slide]:
    """What is asked and then what is right; a case is played, a test is taken, on a phone."""
    yield _slide("lesson", shown(exercise, "heading"), text=str(shown(exercise, "intro")))
    if exercise.bank_id:
        return
    for question in exercise.questions.all():
        if not question.archived:
            yield from _question(question)
    if exercise.is_simulation:
        for scene in list(exercise.scenes.all())[:1]:
            options = [Point(str(shown(option, "text"))) for option in scene.options.all()]
            text = shown(scene, "text")
            yield _slide("question", shown(scene, "heading"), text=str(text))
            yield from _in_screens("question", str(shown(scene, "heading")), options, text.language)


def _question(question: Question) -> Iterator[Slide]:
    text, why = shown(question, "text"), str(shown(question, "explanation"))
    for title, points in _asked(question):
        yield from _in_screens("question", title or str(text), points, text.language)
    if question.kind == Question.Kind.TRUE_FALSE:
        said = [Point(_("True") if question.is_true else _("False"), is_right=True)]
        yield Slide("answer", str(text), points=said, note=why, language=text.language)
        return
    for title, points in _right(question):
        yield from _in_screens("answer", title or str(text), points, text.language, why)


def _asked(question: Question) -> Iterator[tuple[str, list[Point]]]:
    """(title, points) as they are shown before the answer; in groups, all items mixed by their own words."""
    if question.kind == Question.Kind.TRUE_FALSE:
        yield "", [Point(_("True")), Point(_("False"))]
    elif groups := list(question.groups.all()):
        yield "", [Point(str(shown(group, "text"))) for group in groups]
        items = [str(shown(item, "text")) for group in groups for item in group.items.all()]
        yield "", [Point(text) for text in sorted(items, key=lambda text: text[::-1])]
    else:
        texts = [str(shown(choice, "text")) for choice in question.choices.all()]
        ordering = question.kind == Question.Kind.ORDERING
        yield "", [Point(text) for text in (sorted(texts) if ordering else texts)]


def _right(question: Question) -> Iterator[tuple[str, list[Point]]]:
    for group in question.groups.all():
        yield str(shown(group, "text")), [Point(str(shown(item, "text")), is_right=True) for item in group.items.all()]
    right = [Point(str(shown(choice, "text")), is_right=True) for choice in question.choices.all() if choice.correct]
    if right:
        yield "", right


_BLOCKS: dict[str, Any] = {
    "key_message": lambda value, language: [Slide("key", text=value, language=language)],
    "callout": _callout,
    "checklist": lambda value, language: _in_screens(
        "points", value["title"], [Point(str(point)) for point in value["points"]], language
    ),
    "law_reference": _law,
    "diagram": _diagram,
    "glossary_term": _term,
    "exercise": _exercise,
}
