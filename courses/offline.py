"""Lists what of a course is saved on a phone: its pages in one language, and about how much that weighs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from core.languages import Shown, shown
from courses.models import Exercise, LessonExercise, LessonPage, Scene
from courses.moments import moment_of
from courses.reading import Outline

# Bytes as they lie on the phone, uncompressed: what the panel says was saved is their sum.
FILES = 117_000  # style sheet, scripts and faces, once
FRAME = 13_000  # of a page beside its text
QUESTIONS = 12_000  # of an exercise, about, with what practice says at once
LARGEST_PICTURE = 40_000  # the budget of one picture on a page


@dataclass(frozen=True)
class SavedPage:
    """A page: what it is called, the address it is kept under and, where it differs, the one it comes from."""

    heading: Shown
    url: str
    source: str = ""


@dataclass(frozen=True)
class Saved:
    """A course's pages in reading order; `size`: the bytes they take on the phone, about."""

    pages: list[SavedPage]
    size: int

    @property
    def megabytes(self) -> float:
        """To one place, never less than 0.1."""
        return max(0.1, round(self.size / 1e6, 1))


def list_pages(request: HttpRequest, outline: Outline) -> Saved:
    """The course, its modules, its lessons and their exercises. The same number of queries for 1 and for 30 lessons."""
    lessons = [step.lesson for step in outline.steps]
    entries = LessonExercise.objects.filter(lesson__in=lessons, exercise__live=True).select_related("exercise")
    by_lesson = {lesson.pk: lesson for lesson in lessons}
    found = [
        entry for entry in entries.order_by("lesson", "sort_order")
        if moment_of(entry.exercise, by_lesson[entry.lesson_id], outline).is_open
    ]  # fmt: skip
    things = [outline.course, *(module for module, _steps in outline.parts), *lessons]
    pages = [SavedPage(shown(thing, "heading"), thing.get_url(request)) for thing in things]
    pages += [_exercise_page(entry.lesson_id, entry.exercise) for entry in found]
    texts = LessonPage.objects.filter(pk__in=[lesson.pk for lesson in lessons]).values_list(
        "body_fr", "body_ar", "body_en"
    )
    heaviest = sum(max(len(str(body or "").encode()) for body in bodies) for bodies in texts)
    heaviest += _case_texts([entry.exercise_id for entry in found if entry.exercise.is_simulation])
    pictures = _picture_count(lessons) * LARGEST_PICTURE
    questions = len([entry for entry in found if not entry.exercise.is_simulation]) * QUESTIONS
    return Saved(pages, FILES + len(pages) * FRAME + questions + heaviest + pictures)


def _exercise_page(lesson_pk: int, exercise: Exercise) -> SavedPage:
    """A case is kept whole under the address of its first scene: there one is led, with a network or without."""
    heading, place = shown(exercise, "heading"), [lesson_pk, exercise.pk]
    if exercise.is_simulation:
        return SavedPage(heading, reverse("courses:play", args=place), reverse("courses:whole_case", args=place))
    return SavedPage(heading, reverse("courses:exercise", args=place))


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
