"""Forms of the courses app: the course and the exercise in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.forms import TranslatedPageForm
from core.languages import ORDER


class CourseForm(TranslatedPageForm):
    """The final test of a published course can be taken: one of its lessons has it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "final_exercise" in self.fields:
            self.fields["final_exercise"].error_messages["invalid_choice"] = _(
                "This exercise is for practice. Choose another, or make it a final test first."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        final = cleaned.get("final_exercise")
        if final is None or self.is_deferred_validation or not self.instance.pk:
            return cleaned
        lessons = self.instance.live_lessons()  # a course without lessons yet is published first, then filled
        if lessons.exists() and not lessons.filter(lesson_exercises__exercise=final).exists():
            self.add_error(
                "final_exercise",
                _("No published lesson of this course has this test, so nobody could take it. "
                  "Add the test to a lesson and publish the lesson, then publish the course."),
            )  # fmt: skip
        return cleaned


class ExerciseForm(WagtailAdminModelForm):
    """A question needs its text, and right choices as it says: one, or at least one where several are allowed."""

    def is_valid(self) -> bool:
        sound = [self._question_is_sound(form) for form in self._question_forms()] if super().is_valid() else [False]
        return all(sound)

    def _question_forms(self) -> list[Any]:
        formset = self.formsets.get("questions")
        return [form for form in formset.forms if not form.cleaned_data.get("DELETE")] if formset else []

    def _question_is_sound(self, form: Any) -> bool:
        data = form.cleaned_data
        choices = [
            choice.cleaned_data
            for choice in form.formsets["choices"].forms
            if choice.cleaned_data and not choice.cleaned_data.get("DELETE")
        ]
        right = sum(bool(choice.get("correct")) for choice in choices)
        if not any(data.get(f"text_{code}") for code in ORDER):
            form.add_error("text_fr", _("Write the question in one language at least."))
        elif right == 0:
            form.add_error("multiple", _("No choice is marked right. Tick the right one."))
        elif right > 1 and not data.get("multiple"):
            form.add_error("multiple", _("Two or more choices are marked right. Tick “several right answers”."))
        return not form.errors
