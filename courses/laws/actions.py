"""Writing what is known of a law into every lesson that quotes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.models import Page

from courses.laws.reading import SHARED, WORDED, Law
from courses.models import LessonPage
from courses.packing.nodes import BODY
from courses.packing.reading import raw_bodies
from courses.packing.streams import body_block


@dataclass
class Written:
    """What became of a change: lessons published with it, those whose draft has it, those left as they are because
    somebody else keeps them."""

    published: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@transaction.atomic
def write_law(*, law: Law, said: Mapping[str, Any], actor: Any) -> Written:
    """Write dates, article and source (`said`: by name, of those that are worded by language) into every lesson.

    A lesson that nobody works on is published with it; of one with a draft, the draft has it.
    """
    done = Written()
    for pk in dict.fromkeys(place.lesson for place in law.places):
        Page.objects.select_for_update().get(pk=pk)
        lesson = LessonPage.objects.get(pk=pk)
        name, may = lesson.get_admin_display_title(), lesson.permissions_for_user(actor)
        lock = lesson.get_lock()
        if not may.can_edit() or (lock and lock.for_user(actor)):
            done.left.append(name)
            continue
        is_clean = lesson.live and not lesson.has_unpublished_changes and may.can_publish()
        draft = lesson.get_latest_revision_as_object()
        if not _write(draft, {place.block for place in law.places if place.lesson == pk}, said):
            continue
        revision = draft.save_revision(user=actor, clean=False, log_action=True)
        if is_clean:
            revision.publish(user=actor)
        (done.published if is_clean else done.drafts).append(name)
    return done


def _write(lesson: LessonPage, blocks: set[str], said: Mapping[str, Any]) -> bool:
    changed = False
    for code, body in raw_bodies(lesson).items():
        for block in body:
            if str(block["id"]) in blocks:
                value = block["value"] | {name: said[name] or None for name in SHARED if name in said}
                value |= {name: text for name in WORDED if (text := said.get(name, {}).get(code))}
                changed = changed or value != block["value"]
                block["value"] = value
        setattr(lesson, f"{BODY}_{code}", body_block().to_python(body))
    return changed
