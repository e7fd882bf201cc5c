"""The form of a course in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import TranslatedPageForm


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
