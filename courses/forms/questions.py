"""Whether a question can be answered, said at the field that must change."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.languages import ORDER


def question_is_sound(form: Any) -> bool:
    """Whether the question can be answered; errors are put on `form`."""
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
        form.add_error("kind", _("No choice is marked right. Tick the right one."))
    elif right > 1 and data.get("kind") == "single":
        form.add_error("kind", _("Two or more choices are marked right. Choose “Several right answers”."))
    return not form.errors
