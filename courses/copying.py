"""A copy of a course, a module or a lesson has exercises of its own: what is changed or answered there stays there.

Wagtail copies pages; the exercises they name would be shared. Each exercise that the copies name, in what is published
or in a draft, is copied once, with the bank it draws from, and named in its place.
"""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from core.languages import ORDER
from courses.models import CoursePage, Exercise, LessonPage

BODIES = ("body", *(f"body_{code}" for code in ORDER))


@transaction.atomic
def give_own_exercises(copied: Page) -> None:
    """Copy the exercises that `copied` and the pages below it name."""
    pages = list(Page.objects.descendant_of(copied, inclusive=True).filter(alias_of__isnull=True).specific())
    revisions = list(Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages]))
    used = {pk for page in pages for pk in _named(page.serializable_data())}
    used |= {pk for revision in revisions for pk in _named(revision.content)}
    if not used:
        return
    own = copy_exercises(used)
    for page in pages:
        _rename_in(page, own)
    for revision in revisions:
        revision.content = _renamed(revision.content, own)
        revision.save(update_fields=["content"])


def copy_exercises(keys: Iterable[int]) -> dict[int, int]:
    """Id of each exercise, and of the banks they draw from, to that of its copy."""
    wanted = Exercise.objects.in_bulk(list(keys))
    wanted |= Exercise.objects.in_bulk([one.bank_id for one in wanted.values() if one.bank_id])
    own: dict[int, int] = {}
    for pk, exercise in sorted(wanted.items(), key=lambda item: item[1].kind != Exercise.Kind.BANK):
        own[pk] = _copy(exercise, own.get(exercise.bank_id or 0))
    return own


def _copy(exercise: Exercise, bank: int | None) -> int:
    newest = exercise if exercise.live else exercise.get_latest_revision_as_object()
    data = _anew(newest.serializable_data()) | {"bank": bank, "latest_revision": None, "live_revision": None}
    copied: Exercise = Exercise.from_serializable_data(data, check_fks=False)
    copied.live, copied.archived_at = exercise.live, exercise.archived_at
    copied.save()
    revision = copied.save_revision()
    if copied.live:
        revision.publish()
    return copied.pk


def _anew(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same with keys of its own, down to each choice; not yet saved."""
    renewed = {
        name: [_anew(part) for part in value] if isinstance(value, list) else value for name, value in data.items()
    }
    return renewed | {"pk": None} | ({"key": str(uuid.uuid4())} if "key" in data else {})


def _blocks(body: Any) -> list[dict[str, Any]]:
    return json.loads(body) if isinstance(body, str) and body else list(body or ())


def _named(content: Mapping[str, Any]) -> set[int]:
    """The exercises that a page, or a draft of it, names."""
    found = {entry["exercise"] for entry in content.get("lesson_exercises", [])}
    found |= {
        block["value"] for name in BODIES for block in _blocks(content.get(name)) if block.get("type") == "exercise"
    }
    return {pk for pk in (*found, content.get("final_exercise")) if pk}


def _renamed(content: Mapping[str, Any], own: Mapping[int, int]) -> dict[str, Any]:
    changed = dict(content)
    for name in BODIES:
        if content.get(name):
            changed[name] = json.dumps([_renamed_block(block, own) for block in _blocks(content[name])])
    for entry in changed.get("lesson_exercises", []):
        entry["exercise"] = own.get(entry["exercise"], entry["exercise"])
    if final := content.get("final_exercise"):
        changed["final_exercise"] = own.get(final, final)
    return changed


def _renamed_block(block: dict[str, Any], own: Mapping[int, int]) -> dict[str, Any]:
    return block | {"value": own.get(block["value"], block["value"])} if block.get("type") == "exercise" else block


def _rename_in(page: Any, own: Mapping[int, int]) -> None:
    if isinstance(page, CoursePage):
        CoursePage.objects.filter(pk=page.pk).update(final_exercise=own.get(page.final_exercise_id or 0))
    elif isinstance(page, LessonPage):
        for entry in page.lesson_exercises.all():
            type(entry).objects.filter(pk=entry.pk).update(exercise=own.get(entry.exercise_id, entry.exercise_id))
        stream = LessonPage._meta.get_field("body").stream_block
        for name in BODIES[1:]:
            raw = [_renamed_block(dict(block), own) for block in getattr(page, name).raw_data]
            setattr(page, name, stream.to_python(raw))
        page.save(clean=False, update_fields=BODIES[1:])  # indexes follow
