"""What of a course is saved on a phone: its pages in one language, and about how much that weighs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from courses.models import Exercise, LessonExercise, LessonPage
from courses.reading import Outline

FRAME = 7_000  # bytes of a page beside its text, compressed
COMPRESSED = 0.4  # of a text's bytes
LARGEST_PICTURE = 40_000  # the budget of one picture on a page


@dataclass(frozen=True)
class Saved:
    """The addresses of a course's pages, in reading order, and the bytes they take, about."""

    urls: list[str]
    size: int

    @property
    def megabytes(self) -> float:
        """To one place, never less than 0.1."""
        return max(0.1, round(self.size / 1e6, 1))


def list_pages(request: HttpRequest, outline: Outline) -> Saved:
    """The course, its modules, its lessons and their exercises. The same number of queries for 1 and for 30 lessons."""
    lessons = [step.lesson for step in outline.steps]
    exercises = LessonExercise.objects.filter(lesson__in=lessons, exercise__live=True).select_related("exercise")
    urls = [outline.course.get_url(request), *(module.get_url(request) for module, _steps in outline.parts)]
    urls += [lesson.get_url(request) for lesson in lessons]
    urls += [_exercise_url(entry.lesson_id, entry.exercise) for entry in exercises.order_by("lesson", "sort_order")]
    texts = LessonPage.objects.filter(pk__in=[lesson.pk for lesson in lessons]).values_list(
        "body_fr", "body_ar", "body_en"
    )
    heaviest = sum(max(len(str(body or "").encode()) for body in bodies) for bodies in texts)
    pictures = _picture_count(lessons) * LARGEST_PICTURE
    return Saved(urls, round(len(urls) * FRAME + heaviest * COMPRESSED) + pictures)


def _exercise_url(lesson_pk: int, exercise: Exercise) -> str:
    view = "courses:play" if exercise.is_simulation else "courses:exercise"
    return reverse(view, args=[lesson_pk, exercise.pk])


def _picture_count(lessons: list[LessonPage]) -> int:
    references = ReferenceIndex.objects.filter(
        object_id__in=[str(lesson.pk) for lesson in lessons],
        base_content_type__app_label="wagtailcore", base_content_type__model="page",
        to_content_type__app_label=get_image_model()._meta.app_label,
        to_content_type__model=get_image_model()._meta.model_name,
    )  # fmt: skip
    return references.values("object_id", "to_object_id").distinct().count()
