"""The form of an exercise in the admin: what it asks for depends on its kind and on that of each question."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from courses.forms.questions import question_is_sound
from courses.forms.scenes import scenes_are_sound


class ExerciseForm(WagtailAdminModelForm):
    """Questions that can be answered and scenes that can be played, each error at the field it concerns."""

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        sound = [question_is_sound(form) for form in self.kept_forms("questions")]
        return all([*sound, scenes_are_sound(self)])

    def kept_forms(self, relation: str) -> list[Any]:
        """The inline forms of `relation` that are not to be deleted."""
        formset = self.formsets.get(relation)
        return [form for form in formset.forms if not form.cleaned_data.get("DELETE")] if formset else []
