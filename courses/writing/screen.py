"""What the writing screen shows: the lesson by rows and languages, its outline, what is to do before publishing."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from core.codes import Jurisdiction
from core.languages import NAMES, ORDER, direction
from courses.blocks import WITH_TERMS
from courses.models import CoursePage, Exercise, LessonPage, ModulePage, SavedBlock
from courses.writing.checks import plan_publication
from courses.writing.choices import choosers_media
from courses.writing.comments import threads_of
from courses.writing.editing import holders_of, name_of_part
from courses.writing.editions import last_edition
from courses.writing.outline import outline_of, placeholder
from courses.writing.places import KINDS, edit_address
from courses.writing.publishing import scheduled_for
from courses.writing.questions import WrittenChoice, WrittenQuestion, read_question, written_here
from courses.writing.readers import Readers, readers_of
from courses.writing.returning import returned_note
from courses.writing.rows import TEMPLATE_ID, Row, blank_point, blank_rows, read_rows
from courses.writing.shapes import LISTS
from courses.writing.weighing import weigh

COLUMNS = [{"code": code, "name": NAMES[code], "direction": direction(code)} for code in ORDER]
FIRST_KINDS = ("paragraph", "key_message", "callout", "content_note")  # the others come after the question


def skeletons() -> list[tuple[str, str]]:
    """What an empty lesson can begin with: kinds of blocks, and what the sequence is good for."""
    return [
        ("paragraph key_message question", _("Explain, remember, ask")),
        ("paragraph law_reference callout question", _("A rule of law, and an example")),
        ("content_note paragraph checklist key_message", _("Steps to go through")),
    ]


def screen_context(request: HttpRequest, lesson: LessonPage) -> dict[str, Any]:
    """For the template."""
    module = ModulePage.objects.parent_of(lesson).get()
    course = CoursePage.objects.ancestor_of(lesson).get()
    blanks = blank_rows()
    holders = holders_of(lesson, request.user)
    rows = _rows(request, lesson)
    readers = readers_of(lesson, course, rows)
    return {
        "lesson": lesson,
        "heads": _heads(lesson),
        "rows": _with_readers(rows, readers),
        "readers": readers,
        "blanks": blanks,
        "points": [(kind, blank_point(kind)) for kind in LISTS],
        "kinds": [(row.kind, row.label) for row in blanks if row.kind in FIRST_KINDS],
        "more_kinds": [(row.kind, row.label) for row in blanks if row.kind not in FIRST_KINDS],
        "saved_blocks": SavedBlock.objects.all(),
        "skeletons": skeletons(),
        "exercise_kinds": KINDS,
        "jurisdictions": Jurisdiction.choices,
        "course": course,
        "module": module,
        "outline": outline_of(course),
        "plan": plan_publication(module, request.user),
        "weights": weigh(lesson),
        "edition": last_edition(module),
        "holders": [(part, name_of_part(part), who) for part, who in holders.items()],
        "may_publish": module.permissions_for_user(request.user).can_publish(),
        "scheduled_for": scheduled_for(lesson),
        "withdrawn_on": lesson.expire_at if lesson.expire_at and lesson.expire_at > timezone.now() else None,
        "returned": returned_note(lesson),
        "threads": threads_of(lesson),
        "placeholder": placeholder(),
        "languages": COLUMNS,
        "blank_question": Row(TEMPLATE_ID, "question", _("Question"), question=_blank_question()),
        "blank_choice": WrittenChoice("new-choice", dict.fromkeys(ORDER, "")),
        "media": DraftailRichTextArea(features=WITH_TERMS).media + choosers_media(),
    }


def _heads(lesson: LessonPage) -> list[dict[str, Any]]:
    """What stands above the text, language by language."""
    return [
        column
        | {name: getattr(lesson, f"{name}_{column['code']}") or "" for name in ("heading", "summary", "objectives")}
        | {"ready": getattr(lesson, f"ready_{column['code']}")}
        for column in COLUMNS
    ]


def _blank_question() -> WrittenQuestion:
    empty = dict.fromkeys(ORDER, "")
    return WrittenQuestion(empty, empty, [])


def _rows(request: HttpRequest, lesson: LessonPage) -> list[Row]:
    """The rows, with the questions that are written here."""
    return [_with_question(request, lesson, row) if row.kind == "exercise" else row for row in read_rows(lesson)]


def _with_readers(rows: list[Row], readers: Readers) -> list[Row]:
    said = {one.block: " · ".join(told.words for told in one.told) for one in readers.rows}
    return [replace(row, said=said[row.id]) if row.id in said else row for row in rows]


def _with_question(request: HttpRequest, lesson: LessonPage, row: Row) -> Row:
    exercise = row.choices[0].thing
    if not isinstance(exercise, Exercise):
        return row
    draft = written_here(exercise, lesson, request.user)
    question = read_question(draft) if draft else None
    return Row(row.id, row.kind, row.label, [], [] if question else row.choices, question, edit_address(exercise))
