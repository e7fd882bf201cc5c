"""The form that copies a course, a module or a lesson."""

from typing import Any

from core.forms import TranslatedCopyForm


class CourseCopyForm(TranslatedCopyForm):
    """Without the alias: one page at two addresses has one set of exercises, and two sets of people's results."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)  # who may not publish is not asked for one
