"""The form of an exercise in the admin: what it asks for depends on its kind and on that of each question."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm

from core.languages import ORDER
from courses.admin.question_checks import asked_forms, question_is_sound, refuse_losses
from courses.admin.scene_checks import scenes_are_sound
from courses.models import Answer, LessonExercise


class ExerciseForm(WagtailAdminModelForm):
    """Questions that can be answered and scenes that can be played, each error at the field it concerns.

    A draft may be unfinished: all of it is asked for when the exercise is published.
    """

    class Media:
        js = ["js/exercise-editor.js"]

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        playable = scenes_are_sound(self)
        if not self._keeps_what_was_answered():
            return False
        if self.is_deferred_validation:
            return playable
        if self.instance.archived_at:
            self.add_error(None, _("This exercise is archived. Bring it back in the list of exercises first."))
        if not any(self.cleaned_data.get(f"heading_{code}") for code in ORDER):
            self.add_error("heading_fr", _("Write the heading in one language at least."))
        questions = asked_forms(self)
        if self["kind"].value() == "simulation":  # as sent: an error of the scenes takes the cleaned one away
            return playable and not self.errors
        self._check_questions(questions)
        self._check_bank()
        return all([playable, not self.errors, *[question_is_sound(form) for form in questions]])

    def _keeps_what_was_answered(self) -> bool:
        formset = self.formsets.get("questions")
        forms = [form for form in formset.forms if form.instance.pk] if formset else []
        asked = [form.instance.pk for form in forms]
        answered = set(Answer.objects.filter(question__in=asked).values_list("question", flat=True)) if asked else set()
        return refuse_losses(self, [form for form in forms if form.instance.pk in answered])

    def _check_questions(self, questions: list[Any]) -> None:
        if self.cleaned_data.get("kind") == "bank":
            if not questions:
                self.add_error("kind", _("This bank is empty. Write a question."))
            if self._is_in_a_lesson():
                self.add_error(
                    "kind", _("A lesson has this exercise, and a bank is only drawn from. Choose another kind.")
                )
        elif not questions and not self.cleaned_data.get("bank"):
            self.add_error("kind", _("Write a question, or choose a bank to draw questions from."))

    def _is_in_a_lesson(self) -> bool:
        return bool(self.instance.pk) and LessonExercise.objects.filter(exercise=self.instance).exists()

    def _check_bank(self) -> None:
        """A bank holds what is drawn from it, of each form that is drawn."""
        bank = self.cleaned_data.get("bank")
        if bank is None or self.cleaned_data["kind"] == "bank":
            return
        form = self.cleaned_data.get("drawn_form") or ""
        wanted, forms = self.cleaned_data.get("drawn"), {"balanced": ["A", "B"], "": [""]}.get(form, [form])
        for letter in forms:
            offered = bank.questions.filter(archived=False)
            held = offered.filter(form=letter).count() if letter else offered.count()
            if held >= (wanted or 1):
                continue
            if letter:
                message = ngettext(
                    "The bank holds %(held)s question of form %(form)s.",
                    "The bank holds %(held)s questions of form %(form)s.",
                    held,
                )
            else:
                message = ngettext("The bank holds %(held)s question.", "The bank holds %(held)s questions.", held)
            self.add_error("drawn" if wanted else "bank", message % {"held": held, "form": letter})
