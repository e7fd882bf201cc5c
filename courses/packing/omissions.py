"""What of a module stays behind when it is packed: the library takes what is published."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.languages import Shown, shown
from courses.models import LessonExercise, LessonPage, ModulePage
from courses.models.exercises import Exercise
from courses.packing.reading import raw_bodies
from courses.packing.references import References


class Why(TextChoices):
    """Why something stays behind."""

    DRAFT_LESSON = "draft_lesson", _("lesson not published: left out")
    DRAFT_EXERCISE = "draft_exercise", _("exercise not published: left out")
    CHANGES = "changes", _("changes not published: as it was last published")


@dataclass(frozen=True)
class Omission:
    """A lesson or an exercise that is left out, or packed without its newest changes."""

    heading: Shown
    why: Why


def find_omissions(module: ModulePage) -> list[Omission]:
    """Of a module's lessons, then of the exercises of those that are published, banks too."""
    lessons = list(LessonPage.objects.child_of(module).order_by("path"))
    live = [lesson for lesson in lessons if lesson.live]
    exercises = exercises_of(live)
    return [
        *(_omission(lesson, Why.DRAFT_LESSON) for lesson in lessons if not lesson.live),
        *(_omission(lesson, Why.CHANGES) for lesson in live if lesson.has_unpublished_changes),
        *(_omission(one, Why.DRAFT_EXERCISE) for one in exercises if not one.live),
        *(_omission(one, Why.CHANGES) for one in exercises if one.live and one.has_unpublished_changes),
    ]


def exercises_of(lessons: list[LessonPage]) -> list[Exercise]:
    """The exercises of some lessons, in and after their texts, then the banks these draw from; archived ones not."""
    placed = LessonExercise.objects.filter(lesson__in=lessons).values_list("exercise", flat=True)
    in_texts = References(body for lesson in lessons for body in raw_bodies(lesson).values()).things("exercise")
    used = Exercise.objects.filter(pk__in={*placed, *(one.pk for one in in_texts)})
    found = Exercise.objects.filter(pk__in=[*used.values_list("pk", flat=True), *used.values_list("bank", flat=True)])
    return list(found.filter(archived_at__isnull=True).order_by("pk"))


def _omission(thing: LessonPage | Exercise, why: Why) -> Omission:
    return Omission(shown(thing, "heading"), why)
