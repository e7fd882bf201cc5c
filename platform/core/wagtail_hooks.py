"""Hooks of the Wagtail admin that every translated page needs."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from core.forms import TranslatedCopyForm
from core.pages import TranslatedPage


@hooks.register("after_copy_page")
def name_the_copy(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Wagtail's copy view knows one title; write the asked headings to the copy and to its draft."""
    copied = new_page.specific
    if new_page.alias_of_id or not isinstance(copied, TranslatedPage):
        return  # an alias keeps its source's headings, and has no draft
    form = TranslatedCopyForm(request.POST, user=request.user, page=page)
    form.is_valid()  # the slug is taken by the copy itself by now: only the headings matter here
    draft = copied.get_latest_revision_as_object()
    for target in (copied, draft):
        for code, heading in form.headings.items():
            setattr(target, f"heading_{code}", heading)
    copied.draft_headings = copied.headings()
    copied.save()
    draft.save_revision(user=request.user, changed=False)
