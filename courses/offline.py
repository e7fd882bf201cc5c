"""What of a course is saved on a phone: its pages in one language, and about how much that weighs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from courses.models import Exercise, LessonExercise, LessonPage, Scene
from courses.reading import Outline

FRAME = 7_000  # bytes of a page beside its text, compressed
COMPRESSED = 0.4  # of a text's bytes
LARGEST_PICTURE = 40_000  # the budget of one picture on a page


@dataclass(frozen=True)
class Saved:
    """A course's pages in reading order: the address each is kept under and, where it differs, the one it comes from.

    `size`: the bytes they take, about.
    """

    pages: list[tuple[str, str]]
    size: int

    @property
    def megabytes(self) -> float:
        """To one place, never less than 0.1."""
        return max(0.1, round(self.size / 1e6, 1))


def list_pages(request: HttpRequest, outline: Outline) -> Saved:
    """The course, its modules, its lessons and their exercises. The same number of queries for 1 and for 30 lessons."""
    lessons = [step.lesson for step in outline.steps]
    entries = LessonExercise.objects.filter(lesson__in=lessons, exercise__live=True).select_related("exercise")
    found = list(entries.order_by("lesson", "sort_order"))
    things = [outline.course, *(module for module, _steps in outline.parts), *lessons]
    pages = [(thing.get_url(request), "") for thing in things]
    pages += [_exercise_page(entry.lesson_id, entry.exercise) for entry in found]
    texts = LessonPage.objects.filter(pk__in=[lesson.pk for lesson in lessons]).values_list(
        "body_fr", "body_ar", "body_en"
    )
    heaviest = sum(max(len(str(body or "").encode()) for body in bodies) for bodies in texts)
    heaviest += _case_texts([entry.exercise_id for entry in found if entry.exercise.is_simulation])
    pictures = _picture_count(lessons) * LARGEST_PICTURE
    return Saved(pages, round(len(pages) * FRAME + heaviest * COMPRESSED) + pictures)


def _exercise_page(lesson_pk: int, exercise: Exercise) -> tuple[str, str]:
    """A case is kept whole under the address of its first scene: there one is led, with a network or without."""
    if exercise.is_simulation:
        return (
            reverse("courses:play", args=[lesson_pk, exercise.pk]),
            reverse("courses:whole_case", args=[lesson_pk, exercise.pk]),
        )
    return reverse("courses:exercise", args=[lesson_pk, exercise.pk]), ""


def _case_texts(exercises: list[int]) -> int:
    """Bytes of the longest language of each scene; decisions and what they say weigh about as much again."""
    texts = Scene.objects.filter(exercise__in=exercises).values_list("text_fr", "text_ar", "text_en")
    return 2 * sum(max(len((text or "").encode()) for text in scene) for scene in texts)


def _picture_count(lessons: list[LessonPage]) -> int:
    references = ReferenceIndex.objects.filter(
        object_id__in=[str(lesson.pk) for lesson in lessons],
        base_content_type__app_label="wagtailcore", base_content_type__model="page",
        to_content_type__app_label=get_image_model()._meta.app_label,
        to_content_type__model=get_image_model()._meta.model_name,
    )  # fmt: skip
    return references.values("object_id", "to_object_id").distinct().count()
