"""Saving the graph of a case as a draft of its exercise, all of it or nothing."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Exercise, Option, Scene
from courses.writing.cases.written import WrittenOption, WrittenScene, is_foreign


@transaction.atomic
def write_case(*, exercise: Exercise, scenes: list[WrittenScene], actor: Any) -> Exercise:
    """Save these scenes as the newest draft; returns it. Raises ValidationError."""
    if is_foreign(exercise, scenes):
        raise ValidationError(_("This page is no longer sound. Load it again."))
    known = {str(scene.key): scene for scene in exercise.scenes.all()}
    numbers = {scene.key: scene.number for scene in scenes}
    kept = []
    for place, written in enumerate(scenes):
        scene = known.get(written.key) or Scene(key=uuid.UUID(written.key))
        scene.sort_order, scene.number, scene.outcome = place, written.number, written.outcome
        for column, text in written.texts.items():
            setattr(scene, column, text)
        options = {str(option.key): option for option in scene.options.all()}
        scene.options = [
            _option(options.get(one.key) or Option(key=uuid.UUID(one.key)), one, row, numbers)
            for row, one in enumerate(written.options)
        ]
        kept.append(scene)
    exercise.scenes = kept
    exercise.save_revision(user=actor, clean=False, log_action=True)
    return exercise


def _option(option: Option, written: WrittenOption, place: int, numbers: dict[str, int]) -> Option:
    option.sort_order, option.endangers = place, written.endangers
    option.leads_to = numbers.get(written.leads_to, written.number)
    for name, value in (written.texts | written.effects).items():
        setattr(option, name, value)
    return option
