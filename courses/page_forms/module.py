"""The form of a module in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import TranslatedPageForm
from core.languages import NAMES, ORDER, shown


class ModuleForm(TranslatedPageForm):
    """A module is published in the languages all its published lessons are ready in."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ready = [code for code in ORDER if cleaned.get(f"ready_{code}")]
        if self.is_deferred_validation or not self.instance.pk or not ready:
            return cleaned
        lessons = list(self.instance.live_lessons())
        for code in ready:
            behind = [str(shown(lesson, "heading")) for lesson in lessons if not getattr(lesson, f"ready_{code}")]
            if behind:
                why = _("The module is marked ready in %(language)s, but these published lessons are not: %(lessons)s. "
                        "Translate and publish them first, or untick “ready”.")  # fmt: skip
                self.add_error(f"ready_{code}", why % {"language": NAMES[code], "lessons": ", ".join(behind)})
        return cleaned
