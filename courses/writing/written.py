"""What the writing screen sends: the whole lesson, read and checked as one, with the parts that somebody wrote."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from core.codes import Jurisdiction
from core.languages import ORDER
from core.translations import words_of
from courses.models import LessonPage
from courses.packing.reading import raw_bodies
from courses.writing.choices import may_be_put_in, read_choices
from courses.writing.questions import STRUCTURE, WrittenQuestion, read_posted
from courses.writing.rows import cell_name, sequence_of, source_of
from courses.writing.shapes import LISTS, Shape, blank_block, shape_of

QUESTION = "question"  # the kind of a block that becomes an exercise
PARTS = (*ORDER, STRUCTURE)
LONGEST_HEADING = 255
SUMMARY = 600
MOST_MINUTES = 32_767


@dataclass
class Written:
    """What the screen sends: texts of the lesson by field and language, the blocks in order, texts by input, what is
    chosen by path, points of lists by block, settings by field. `parts`: what is to be written of it."""

    fields: dict[str, dict[str, str]]
    ready: list[str]
    order: list[tuple[str, str]]
    texts: dict[str, str]
    questions: dict[str, WrittenQuestion] = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    parts: frozenset[str] = frozenset(PARTS)


def read_written(data: QueryDict, lesson: LessonPage) -> Written:
    """What was sent, for this lesson. Raises ValidationError."""
    known = dict(sequence_of(raw_bodies(lesson), source_of(lesson)))
    order = _read_order(data.getlist("block"), known)
    items = {
        one: _read_items(data.getlist(f"items-{one}"))
        for one, kind in order
        if kind in LISTS and f"items-{one}" in data
    }
    shapes = [
        shape_of(blank_block(one, kind, items.get(one, _sent_items(data, one, kind))))
        for one, kind in order
        if kind != QUESTION
    ]
    asked = {one for one, kind in order if f"question-{one}-choices" in data or kind == QUESTION}
    touched = data.get("touched", "").split() if "touched" in data else PARTS
    return Written(
        _read_fields(data),
        [code for code in ORDER if data.get(f"ready-{code}")],
        order,
        _read_texts(data, shapes),
        {identity: read_posted(data, identity) for identity in asked},
        {path: value for shape in shapes for path, value in read_choices(data, shape.choices).items()},
        items,
        _read_settings(data),
        frozenset(PARTS).intersection(touched),
    )


def _read_order(sent: Iterable[str], known: Mapping[str, str]) -> list[tuple[str, str]]:
    order: list[tuple[str, str]] = []
    for entry in dict.fromkeys(sent):
        identity, _colon, kind = entry.partition(":")
        if identity in known:
            kind = known[identity]
        elif not (may_be_put_in(kind) or kind == QUESTION) or not _is_uuid(identity):
            raise ValidationError(_("This page is no longer sound. Load it again."))
        order.append((identity, kind))
    return order


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _read_items(sent: Iterable[str]) -> list[str]:
    """The ids of a list's points; the first thing sent says that there is a list."""
    return [one for one in dict.fromkeys(sent) if one and "/" not in one]


def _sent_items(data: QueryDict, identity: str, kind: str) -> list[str]:
    """Where the list itself was not sent: the points whose texts were."""
    if kind not in LISTS:
        return []
    before = f"/{LISTS[kind]}/"
    return list(dict.fromkeys(name.rpartition("/")[2] for name in data if f"{identity}{before}" in name))


def _read_fields(data: QueryDict) -> dict[str, dict[str, str]]:
    names = [name for name in ("heading", "summary", "objectives") if any(f"{name}-{code}" in data for code in ORDER)]
    fields = {name: {code: data.get(f"{name}-{code}", "").strip() for code in ORDER} for name in names}
    if any(len(text) > LONGEST_HEADING for text in fields.get("heading", {}).values()):
        too_long = _("The heading is longer than %(most)d characters. Shorten it.")
        raise ValidationError(too_long % {"most": LONGEST_HEADING})
    if any(len(text) > SUMMARY for text in fields.get("summary", {}).values()):
        raise ValidationError(_("The summary is longer than %(most)d characters. Shorten it.") % {"most": SUMMARY})
    return fields


def _read_settings(data: QueryDict) -> dict[str, Any]:
    """Minutes, whether the lesson is required and comes first, whose law it speaks of; nothing where none was sent."""
    if "minutes" not in data:
        return {}
    minutes, jurisdiction = data.get("minutes", "").strip(), data.get("jurisdiction", "")
    if not minutes.isascii() or not minutes.isdecimal() or not 0 < int(minutes) <= MOST_MINUTES:
        raise ValidationError(_("“Minutes” is a number from 1. Write how long the lesson takes."))
    if jurisdiction not in ("", *Jurisdiction.values):
        raise ValidationError(_("This page is no longer sound. Load it again."))
    return {
        "minutes": int(minutes),
        "required": bool(data.get("required")),
        "is_gate": bool(data.get("is_gate")),
        "jurisdiction": jurisdiction,
    }


def _read_texts(data: QueryDict, shapes: Iterable[Shape]) -> dict[str, str]:
    """The texts by the name of their input, rich ones as they are kept."""
    places = {cell_name(code, path): block for shape in shapes for path, block in shape.texts.items() for code in ORDER}
    return {name: _read_text(data, name, block) for name, block in places.items() if name in data}


def _read_text(data: QueryDict, name: str, block: Any) -> str:
    if not hasattr(block, "features"):
        text = str(data[name]).strip()
        longest = getattr(getattr(block, "field", None), "max_length", None)
        if longest and len(text) > longest:
            too_long = _("“%(text)s…” is longer than %(most)d characters. Shorten it.")
            raise ValidationError(too_long % {"text": text[:30], "most": longest})
        return text
    try:
        html = DraftailRichTextArea(features=block.features).value_from_datadict(data, {}, name) or ""
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValidationError(_("This page is no longer sound. Load it again.")) from error
    return html if words_of(html) else ""
