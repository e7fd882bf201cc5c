"""The forms that make something new in the Wagtail admin save when told to, and once.

Published while its first save by itself is under way, a page would be there twice; so would one whose form is sent
twice (a second click, a browser that sends again what a slow line did not answer): the page bears the key that came
with its form, and there is one page to a key. What is typed in them is kept on the device (`js/editor-copy.js`).
"""

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView as CreatePageView
from wagtail.models import Page
from wagtail.snippets.views.snippets import CreateView as CreateSnippetView

KEY = "key-of-the-form"


def sent_key(request: HttpRequest) -> uuid.UUID | None:
    """The key that came with a form; None where none, or nonsense, did."""
    try:
        return uuid.UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None


def lock_place(parent: Page) -> None:
    """What is made below a page is made one after the other: a form sent twice at once finds what it has made."""
    Page.objects.select_for_update().get(pk=parent.pk)
    parent.refresh_from_db(fields=["numchild"])  # by which the tree chooses the place


class CreatePage(CreatePageView):
    """Wagtail's, saved when told to, and once."""

    template_name = "wagtailadmin/create_page.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        key = sent_key(request)
        if key is None:
            return super().post(request)
        with transaction.atomic():
            lock_place(self.parent_page)
            if made := self._made(key):
                return made
            if not Page.objects.filter(translation_key=key).exists():  # else it is no key of ours
                self.page.translation_key = key
            return super().post(request)

    def _made(self, key: uuid.UUID) -> HttpResponse | None:
        """Leads to the page that this form has made already."""
        page = self.page_class.objects.child_of(self.parent_page).filter(translation_key=key).first()
        if page is None:
            return None
        messages.info(self.request, _("This form was sent twice: the page is there already. This is how it was saved."))
        return redirect(self.edit_url_name, page.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = sent_key(self.request) or uuid.uuid4()
        return super().get_context_data(**kwargs) | {"autosave_enabled": False, "key_name": KEY, "key": key}


class CreateSnippet(CreateSnippetView):
    """Wagtail's, saved when told to."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False
