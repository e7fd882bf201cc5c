"""The form of a lesson in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import TranslatedPageForm, kept_forms
from core.languages import ORDER
from courses.blocks import ids_in


class LessonForm(TranslatedPageForm):
    """An exercise that stands in a text, in whatever language, is an exercise of the lesson: what counts is one."""

    def is_valid(self) -> bool:
        return super().is_valid() and (self.is_deferred_validation or self._keeps_final_tests())

    def _keeps_final_tests(self) -> bool:
        """A published course whose final test stands in no other lesson keeps it here."""
        if not self.instance.pk:
            return True
        kept = {form.cleaned_data["exercise"].pk for form in kept_forms(self, "lesson_exercises")}
        kept |= {pk for code in ORDER for pk in ids_in(self.cleaned_data.get(f"body_{code}"), "exercise")}
        lost = [course for course in self.instance.courses_tested_here_only() if course.final_exercise_id not in kept]
        for course in lost:
            message = _("Only this published lesson has the final test of the course “%(course)s”. Keep it here, or "
                        "add it to another published lesson first.")  # fmt: skip
            self.add_error(None, message % {"course": course.get_admin_display_title()})
        return not lost

    def save(self, commit: bool = True) -> Any:
        lesson = super().save(commit=False)
        take_exercises_of_texts(lesson)
        if commit:
            lesson.save()
            self._save_m2m()
        return lesson


def take_exercises_of_texts(lesson: Any) -> None:
    """What stands in a text, in whatever language, is an exercise of the lesson."""
    entries = lesson.lesson_exercises.all()
    known = {entry.exercise_id for entry in entries}
    place = max((entry.sort_order or 0 for entry in entries), default=-1)
    for code in ORDER:
        for pk in ids_in(getattr(lesson, f"body_{code}"), "exercise"):
            if pk not in known:
                known.add(pk)
                place += 1
                lesson.lesson_exercises.add(lesson.lesson_exercises.model(exercise_id=pk, sort_order=place))
