"""The forms that make something new in the Wagtail admin save when told to: published while its first save by itself is
under way, a page would be there twice. What is typed in them is kept on the device (`js/editor-copy.js`)."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.views.pages.create import CreateView as CreatePageView
from wagtail.snippets.views.snippets import CreateView as CreateSnippetView


class CreatePage(CreatePageView):
    """Wagtail's, saved when told to."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"autosave_enabled": False}


class CreateSnippet(CreateSnippetView):
    """Wagtail's, saved when told to."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False
