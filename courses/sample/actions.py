"""Add the sample course, and remove it with what it brought."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page, ReferenceIndex, Site

from courses.archiving import is_needed
from courses.models import Attempt, CoursePage, Exercise, LessonPage
from courses.sample.writing import write_course, write_exercises

EXAMPLE = Path(__file__).parent / "example.json"
KEY = UUID(
    "7d0c4c0e-6a3f-5b0b-9c55-3f8e5b1d2a10"
)  # the translation key by which the sample is known; a copy has its own


def sample_course() -> CoursePage | None:
    """The sample as long as it is one: published, it is a course like any other."""
    return CoursePage.objects.filter(translation_key=KEY, live=False).first()


@transaction.atomic
def add_sample_course(*, actor: Any = None) -> CoursePage | None:
    """Write the sample below the home page, as a draft; None where one was published."""
    if CoursePage.objects.filter(translation_key=KEY).exists():
        return sample_course()
    content = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    home = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    content["slug"] = _free_slug(home, content["slug"])
    exercises = write_exercises(content["exercises"])
    return write_course(home, content, live=False, exercises=exercises, key=KEY, owner=actor)


@transaction.atomic
def remove_sample_course(*, actor: Any = None) -> bool:
    """Delete the sample, and its exercises unless something else uses them; not once somebody has joined it."""
    course = sample_course()
    if course is None or is_needed([course]):
        return False
    exercises = _exercises_of(course)
    # Not every writer may delete a whole course; this one they may: nobody wrote it.
    DeletePageAction(course, user=actor).execute(skip_permission_checks=True)
    for exercise in Exercise.objects.filter(pk__in=exercises).exclude(pk__in=Attempt.objects.values("exercise")):
        if not ReferenceIndex.get_references_to(exercise).exists():
            exercise.delete()
    return True


def _exercises_of(course: CoursePage) -> set[int]:
    """Ids of the exercises in and after its lessons."""
    found: set[int] = set()
    for lesson in LessonPage.objects.descendant_of(course).prefetch_related("lesson_exercises"):
        found |= {placed.exercise_id for placed in lesson.lesson_exercises.all()}
        found |= {block.value.pk for block in lesson.body_fr if block.block_type == "exercise" and block.value}
    return found


def _free_slug(parent: Page, wanted: str) -> str:
    taken = set(parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    slugs = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 2)))
    return next(slug for slug in slugs if slug not in taken)
