"""Putting an exercise at the end of a lesson, in every language at once."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import translation

from core.languages import ORDER
from courses.models import Exercise, LessonPage
from courses.packing.reading import raw_bodies
from courses.packing.streams import body_block
from courses.page_forms.lesson import take_exercises_of_texts

LONGEST = 200  # characters of an exercise's heading


@transaction.atomic
def put_exercise_in(*, lesson: LessonPage, kind: str, actor: Any, key: uuid.UUID | None = None) -> Exercise:
    """A draft of an exercise named after its kind and the lesson, as the last block of the lesson's newest draft."""
    exercise = Exercise(kind=kind, live=False, has_unpublished_changes=True, key=key or uuid.uuid4())
    headings = lesson.headings()
    for code, heading in headings.items():
        with translation.override(code):
            name = (
                f"{Exercise.Kind(kind).label} : {heading}"
                if code == "fr"
                else f"{Exercise.Kind(kind).label}: {heading}"
            )
        setattr(exercise, f"heading_{code}", name[:LONGEST])
    exercise.save()
    exercise.save_revision(user=actor, clean=False, log_action="wagtail.create")
    bodies, block = raw_bodies(lesson), {"type": "exercise", "value": exercise.pk, "id": str(uuid.uuid4())}
    for code in ORDER:
        if code in headings or bodies[code]:
            setattr(lesson, f"body_{code}", body_block().to_python([*bodies[code], block]))
    take_exercises_of_texts(lesson)
    lesson.save_revision(user=actor, clean=False, log_action=True)
    return exercise
