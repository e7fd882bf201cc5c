"""Saving what was written in the screen as a draft: all of it or nothing, and of a lesson that others write too, the
parts that were written."""

import copy
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.languages import ORDER
from core.sequence import Body, is_wordless
from core.translations import words_of
from courses.blocks import ids_in
from courses.models import Exercise, LessonPage
from courses.packing.reading import raw_bodies
from courses.packing.streams import body_block, map_body
from courses.page_forms.lesson import take_exercises_of_texts
from courses.writing.questions import new_exercise, write_question, written_here
from courses.writing.rows import cell_name, sequence_of, source_of
from courses.writing.shapes import LISTS, OF_WORDS, blank_block, is_chooser, shape_of, values_of
from courses.writing.written import QUESTION, STRUCTURE, Written


@transaction.atomic
def write_lesson(*, lesson: LessonPage, written: Written, actor: Any) -> LessonPage:
    """Save it as a new draft; returns that draft. Raises ValidationError where nothing may be written so."""
    _write_fields(lesson, written)
    if not lesson.headings():
        raise ValidationError(_("Write the heading in one language at least."))
    before = raw_bodies(lesson)
    bodies = _bodies(lesson, before, written, _write_questions(lesson, before, written, actor))
    for code, body in bodies.items():
        setattr(lesson, f"body_{code}", body_block().to_python(body))
    _drop_exercises(lesson, before)
    take_exercises_of_texts(lesson)
    if lesson.first_published_at is None:  # nobody has its address yet
        lesson.slug = lesson.free_slug(lesson.headings(), lesson.get_parent())
    lesson.save_revision(user=actor, clean=False, log_action=True)
    return lesson


def _write_fields(lesson: LessonPage, written: Written) -> None:
    for code in ORDER:
        if code in written.parts:
            for name, texts in written.fields.items():
                setattr(lesson, f"{name}_{code}", texts[code])
            setattr(lesson, f"ready_{code}", code in written.ready)
    if STRUCTURE in written.parts:
        for name, value in written.settings.items():
            setattr(lesson, name, value)


def _write_questions(lesson: LessonPage, before: Mapping[str, Body], written: Written, actor: Any) -> dict[str, int]:
    """The exercise of each block that is a question, those that are new made."""
    known = {block["id"]: block["value"] for body in before.values() for block in body if block["type"] == "exercise"}
    exercises = {}
    for identity, question in written.questions.items():
        if identity in known:
            exercise = Exercise.objects.filter(pk=known[identity]).first()
            draft = written_here(exercise, lesson, actor) if exercise else None
        else:
            draft = None if question.is_empty else new_exercise(lesson)
        if draft is not None:
            write_question(exercise=draft, written=question, actor=actor, parts=written.parts)
            exercises[identity] = draft.pk
    return exercises


def _bodies(
    lesson: LessonPage, before: Mapping[str, Body], written: Written, exercises: Mapping[str, int]
) -> dict[str, Body]:
    source = source_of(lesson)
    there = {code: {block["id"]: block for block in body} for code, body in before.items()}
    first = {block["id"]: block for code in (source, *ORDER) for block in reversed(before[code])}
    order = written.order if STRUCTURE in written.parts else sequence_of(before, source)
    bodies: dict[str, Body] = {code: [] for code in ORDER}
    for identity, kind in order:
        for code in ORDER:
            if kind == QUESTION or identity in exercises:
                if pk := exercises.get(identity):
                    bodies[code].append({"id": identity, "type": "exercise", "value": pk})
                continue
            own, is_new = there[code].get(identity), identity not in first
            block = _block(own, first.get(identity) or blank_block(identity, kind), code, written)
            is_spoken = bool(before[code] or getattr(lesson, f"heading_{code}"))
            may_come = is_spoken and (is_new or not before[code])
            if _stands(block, own, may_come=may_come, may_wait=is_new and code == source):
                bodies[code].append(block)
    return bodies


def _block(own: dict[str, Any] | None, model: dict[str, Any], code: str, written: Written) -> Any:
    """The block in one language: as it was, or made as in another language, with the texts written in it and what is
    chosen for all."""
    start = copy.deepcopy(own or model)
    is_whole = STRUCTURE in written.parts
    if is_whole and start["id"] in written.items and start["type"] in LISTS:
        name = LISTS[start["type"]]
        said = {str(item.get("id")): item for item in start["value"][name]}
        blank = {"type": "item", "value": ""}
        start["value"][name] = [blank | said.get(one, {}) | {"id": one} for one in written.items[start["id"]]]
    shape, kept, meant = shape_of(start), values_of(own), values_of(model)

    def replace(_definition: Any, value: Any, path: str) -> Any:
        if path in shape.texts:
            name = cell_name(code, path)
            was = kept.get(path) or ""
            return written.texts.get(name, was) if code in written.parts else was
        if not is_whole or path not in written.choices:
            return value
        is_own = own is not None and str(kept.get(path)) != str(meant.get(path))
        return value if is_own else written.choices[path]

    (block,) = map_body([start], replace)
    if block["type"] in LISTS:
        name = LISTS[block["type"]]
        block["value"][name] = [item for item in block["value"][name] if words_of(str(item["value"] or ""))]
    return block


def _stands(block: dict[str, Any], own: Any, *, may_come: bool, may_wait: bool) -> bool:
    """Whether a block is in the language: words are said in it, or something is chosen. `own`: it was there;
    `may_come`: what needs no words may be put in; `may_wait`: what has none yet, too."""
    shape, values = shape_of(block), values_of(block)
    if any(words_of(str(values[path] or "")) for path in shape.texts):
        return True
    if block["type"] in OF_WORDS:
        return False
    if own is not None:
        return True  # a picture stays where its words were taken away
    choosers = [path for path, one in shape.choices.items() if is_chooser(one)] or list(shape.choices)
    needs_words = bool(shape.texts) and not is_wordless(block["value"])
    return any(values[path] for path in choosers) and (may_wait if needs_words else may_come)


def _drop_exercises(lesson: LessonPage, before: Mapping[str, Body]) -> None:
    """An exercise whose block was taken out of the text is the lesson's no more."""
    were = {block["value"] for body in before.values() for block in body if block["type"] == "exercise"}
    are = {pk for code in ORDER for pk in ids_in(getattr(lesson, f"body_{code}"), "exercise")}
    gone = were - are
    if gone:
        lesson.lesson_exercises = [one for one in lesson.lesson_exercises.all() if one.exercise_id not in gone]
