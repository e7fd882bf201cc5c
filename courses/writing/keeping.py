"""Blocks that are written once and put into other lessons: kept by name, put in as a copy, forgotten."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Ability, requires
from core.languages import NAMES, ORDER, direction
from courses.models import LessonPage, SavedBlock
from courses.packing.reading import raw_bodies
from courses.writing.places import changeable
from courses.writing.rows import row_of
from courses.writing.shapes import BLANK

LONGEST_NAME = 120


def keep_block(*, lesson: LessonPage, block: str, name: str, actor: Any) -> SavedBlock:
    """Keep a block of a draft, by its id, in every language it is in. Raises ValidationError."""
    if not name:
        raise ValidationError(_("Give the block a name to find it by."))
    bodies = raw_bodies(lesson)
    found = {code: one for code in ORDER for one in bodies[code] if one["id"] == block}
    kinds = {one["type"] for one in found.values()}
    if len(kinds) != 1 or not kinds <= set(BLANK):
        raise ValidationError(_("This block is not saved yet. Write it first, then keep it."))
    (kind,) = kinds
    if kind == "exercise":
        raise ValidationError(_("An exercise belongs to its lesson. Choose it in the other one, or copy it there."))
    values = {code: one["value"] for code, one in found.items()}
    return SavedBlock.objects.create(name=name[:LONGEST_NAME], kind=kind, values=values, made_by=actor)


@requires(Ability.WRITE_CONTENT)
@require_POST
def keep(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep a block of a lesson under a name."""
    lesson, name = changeable(request, pk), request.POST.get("name", "").strip()
    try:
        kept = keep_block(lesson=lesson, block=request.POST.get("block", ""), name=name, actor=request.user)
    except ValidationError as refused:
        return JsonResponse({"why": " ".join(refused.messages)}, status=422)
    return JsonResponse({"said": _("“%(name)s” is kept: find it under “More”.") % {"name": kept.name}})


@requires(Ability.WRITE_CONTENT)
def saved_row(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of a kept block, as a row of the screen."""
    saved, identity = get_object_or_404(SavedBlock, pk=pk), str(uuid.uuid4())
    values = {code: saved.values[code] for code in ORDER if code in saved.values}
    row = row_of({code: {"id": identity, "type": saved.kind, "value": value} for code, value in values.items()})
    languages = [{"code": code, "name": NAMES[code], "direction": direction(code)} for code in ORDER]
    return render(request, "courses/admin/writing_row.html", {"row": row, "languages": languages})


@requires(Ability.WRITE_CONTENT)
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a kept block; lessons it was put into keep their copies."""
    get_object_or_404(SavedBlock, pk=pk).delete()
    return redirect("courses_writing:overview")
