"""Several people at one lesson: each writes a language, or the structure, and the other sees who.

A part is held by whoever writes it, until they have not written in it for a minute. Held or not, nobody's words are
written over unawares: what changed since a screen was loaded is told from the drafts.
"""

import datetime
import hashlib
import json
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from core.languages import NAMES, ORDER
from courses.models import LessonPage, WritingHold
from courses.packing.reading import raw_bodies
from courses.writing.questions import STRUCTURE
from courses.writing.rows import sequence_of, source_of
from courses.writing.shapes import shape_of, values_of

HELD = datetime.timedelta(seconds=60)  # after the last key
SETTINGS = ("minutes", "required", "is_gate", "jurisdiction")


def name_of_user(user: Any) -> str:
    """What colleagues call somebody."""
    return user.get_full_name() or user.username if user else "?"


def name_of_part(part: str) -> str:
    """A part in words."""
    return str(NAMES.get(part) or _("The structure"))


@transaction.atomic
def take_parts(*, lesson: LessonPage, parts: Collection[str], actor: Any) -> dict[str, str]:
    """Hold these parts, those that nobody else holds; returns who holds which of the others' parts: part -> name."""
    LessonPage.objects.select_for_update(of=("self",)).only("pk").get(pk=lesson.pk)  # one at a time
    now = timezone.now()
    others = holders_of(lesson, actor)
    for part in parts:
        if part not in others:
            WritingHold.objects.update_or_create(
                lesson=lesson, part=part, defaults={"user": actor, "until": now + HELD}
            )
    return others


def holders_of(lesson: LessonPage, user: Any) -> dict[str, str]:
    """Who but the user holds what now, in the order it was taken: part -> name."""
    held = WritingHold.objects.filter(lesson=lesson, until__gt=timezone.now()).exclude(user=user)
    return {hold.part: name_of_user(hold.user) for hold in held.select_related("user").order_by("pk")}


def sentence_of(others: dict[str, str], parts: Collection[str]) -> str:
    """Who holds what of these parts, as one sentence; empty where nobody does."""
    said = [f"{name_of_part(part)} : {who}" for part, who in others.items() if part in parts]
    return _("Somebody else is writing here now. %(who)s.") % {"who": ", ".join(said)} if said else ""


def changed_since(lesson: LessonPage, loaded: str) -> set[str]:
    """The parts in which the newest draft differs from the one a screen was loaded with; all, where that is gone."""
    revision = (
        Revision.page_revisions.filter(object_id=str(lesson.pk), pk=loaded or 0).first()
        if loaded.isdecimal() or not loaded
        else None
    )
    if revision is None:
        return {*ORDER, STRUCTURE}
    before, now = _marks(revision.as_object()), _marks(lesson)
    return {part for part in now if now[part] != before[part]}


def _marks(lesson: LessonPage) -> dict[str, str]:
    """A digest of each part of a draft."""
    bodies = raw_bodies(lesson)
    marks: dict[str, Any] = {}
    for code in ORDER:
        fields = [getattr(lesson, f"{name}_{code}") or "" for name in ("heading", "summary", "objectives")]
        texts = {path: values_of(block)[path] for block in bodies[code] for path in shape_of(block).texts}
        marks[code] = [*fields, getattr(lesson, f"ready_{code}"), texts]
    choices = [{path: values_of(block)[path] for path in shape_of(block).choices} for block in _firsts(lesson, bodies)]
    order = sequence_of(bodies, source_of(lesson))
    marks[STRUCTURE] = [order, choices, [getattr(lesson, name) for name in SETTINGS]]
    return {
        part: hashlib.sha256(json.dumps(mark, sort_keys=True, default=str).encode()).hexdigest()
        for part, mark in marks.items()
    }


def _firsts(lesson: LessonPage, bodies: Any) -> list[dict[str, Any]]:
    """Each block once, as the first language that has it has it."""
    found: dict[str, dict[str, Any]] = {}
    for code in (source_of(lesson), *ORDER):
        for block in bodies[code]:
            found.setdefault(block["id"], block)
    return list(found.values())
