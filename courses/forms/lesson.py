"""The form of a lesson in the admin."""

from typing import Any

from django.apps import apps

from core.forms import TranslatedPageForm
from core.languages import ORDER
from courses.blocks import ids_in


class LessonForm(TranslatedPageForm):
    """An exercise that stands in a text, in whatever language, is an exercise of the lesson: what counts is one."""

    def save(self, commit: bool = True) -> Any:
        lesson = super().save(commit=False)
        _take_exercises_of_texts(lesson)
        if commit:
            lesson.save()
            self._save_m2m()
        return lesson


def _take_exercises_of_texts(lesson: Any) -> None:
    # The models import this package: the class is asked for by its name.
    entry_class = apps.get_model("courses", "LessonExercise")
    entries = lesson.lesson_exercises.all()
    known = {entry.exercise_id for entry in entries}
    place = max((entry.sort_order or 0 for entry in entries), default=-1)
    for code in ORDER:
        for pk in ids_in(getattr(lesson, f"body_{code}"), "exercise"):
            if pk not in known:
                known.add(pk)
                place += 1
                lesson.lesson_exercises.add(entry_class(exercise_id=pk, sort_order=place))
