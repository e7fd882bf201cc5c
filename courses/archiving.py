"""Archives what is not wanted any more: what people have done with a course is never deleted with it.

A page is archived by unpublishing it. An archived exercise is in no list to choose from and in no lesson a reader sees;
its results stay, and it can be brought back.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from courses.models import Answer, CoursePage, Exercise, courses_without_final


def is_needed(things: Sequence[Any]) -> bool:
    """Whether something would be lost with these pages (and what is below them) or exercises: what people did, or a
    test or bank that something else stands on."""
    collected: list[Any] = []
    for thing in things:
        collected += list(Page.objects.descendant_of(thing, inclusive=True)) if isinstance(thing, Page) else [thing]
    if not collected:
        return False
    exercises = [thing.pk for thing in things if isinstance(thing, Exercise)]
    if Answer.objects.filter(question__exercise__in=exercises).exists():
        return True
    collector = Collector(using=router.db_for_write(type(collected[0])))
    try:
        collector.collect(collected)
    except ProtectedError:
        return True
    return False


def courses_left(pages: Sequence[Page], destination: Page) -> list[CoursePage]:
    """The published courses that would be without their final test if these pages were moved below `destination`."""
    return [course for course in courses_without_final(pages) if not destination.path.startswith(course.path)]


def without_final(courses: Sequence[CoursePage]) -> list[str]:
    """Why these courses may not lose the place of their final test, in words."""
    text = _("Nobody could take the final test of “%(course)s” any more. Add the test to another published lesson, "
             "or choose another final test in the course.")  # fmt: skip
    return [text % {"course": course.get_admin_display_title()} for course in courses]


def uses_of(exercise: Exercise) -> list[str]:
    """Why an exercise can be neither archived nor unpublished now, in words; empty: it can."""
    courses = CoursePage.objects.live().filter(final_exercise=exercise)
    reasons = [
        _("It is the final test of the course “%(course)s”: choose another there first.")
        % {"course": course.get_admin_display_title()}
        for course in courses
    ]
    drawing = Exercise.objects.filter(bank=exercise, archived_at__isnull=True)
    return reasons + [
        _("The exercise “%(exercise)s” draws its questions from it.") % {"exercise": other} for other in drawing
    ]


@transaction.atomic
def archive_exercise(*, exercise: Exercise, actor: User) -> None:
    """Offer it nowhere any more. Raises ValidationError for what a course or another exercise stands on."""
    exercise = Exercise.objects.select_for_update(of=("self",)).get(pk=exercise.pk)
    if reasons := uses_of(exercise):
        raise ValidationError(reasons)
    if exercise.archived_at is None:
        exercise.archived_at, exercise.live, exercise.has_unpublished_changes = timezone.now(), False, True
        exercise.live_revision = None
        exercise.save(update_fields=["archived_at", "live", "has_unpublished_changes", "live_revision"])
        exercise.revisions.update(approved_go_live_at=None)
        log(instance=exercise, action="wagtail.unpublish", user=actor)


@transaction.atomic
def bring_back_exercise(*, exercise: Exercise, actor: User) -> None:
    """A draft like any other again, to read and publish."""
    Exercise.objects.filter(pk=exercise.pk).update(archived_at=None)
    log(instance=exercise, action="wagtail.edit", user=actor)
