"""One module, or a course's own texts, being translated into one language, by somebody who may edit it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from core.languages import NAMES, ORDER, direction
from courses.models import CoursePage, LessonPage, ModulePage
from courses.packing import read_module
from courses.translating.actions import apply_texts
from courses.translating.entries import module_source, name_of, read_entries


class Work:
    """The newest draft of a module or a course with its texts into one language. Raises Http404, PermissionDenied."""

    def __init__(self, request: HttpRequest, pk: int, language: str) -> None:
        self.module = get_object_or_404(Page, pk=pk).specific
        if not isinstance(self.module, ModulePage | CoursePage):
            raise Http404
        if not self.module.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.tree = read_module(self.module, draft=True)
        self.source, self.language = module_source(self.tree), language
        if language not in ORDER or not self.source or language == self.source:
            raise Http404
        self.key = str(self.module.translation_key)
        self.entries = read_entries(self.tree, self.source, language)

    def context(self) -> dict[str, Any]:
        """For the templates."""
        return {
            "module": self.module,
            "is_course": isinstance(self.module, CoursePage),
            "module_name": name_of(self.tree, self.source),
            "source": self.source,
            "source_name": NAMES[self.source],
            "source_direction": direction(self.source),
            "language": self.language,
            "language_name": NAMES[self.language],
            "direction": direction(self.language),
        }

    def page_states(self) -> dict[str, str]:
        """The states of the module and its lessons in this language, by their nodes' ids."""
        return {str(page.translation_key): self._state(page) for page in self._pages()}

    def page_pk(self, node_id: str) -> int | None:
        """The page of a node; None where it is no page."""
        return next((page.pk for page in self._pages() if str(page.translation_key) == node_id), None)

    def _pages(self) -> list[Any]:
        return [self.module, *LessonPage.objects.child_of(self.module).only("pk", "translation_key", "language_states")]

    def _state(self, page: Any) -> str:
        return str(page.language_states.get(self.language, {}).get("state", ""))

    def apply(self, values: dict[str, str], actor: Any) -> int:
        """Write texts by entry id into drafts. Raises ValidationError."""
        return apply_texts(
            module=self.module, tree=self.tree, entries=self.entries, values=values, language=self.language, actor=actor
        )
