"""Hooks of the Wagtail admin that every translated page needs."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from core.forms import TranslatedCopyForm
from core.languages import NAMES
from core.pages import TranslatedPage
from core.translations import State


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))


@hooks.register("insert_global_admin_js")
def copy_on_the_device() -> str:
    """What is typed is kept on the device until it is saved; the sentences are those of the interface."""
    return format_html(
        '<script src="{}" data-found="{}" data-take="{}" data-drop="{}" data-full="{}" defer></script>',
        static("js/editor-copy.js"),
        _("This device has text of %(time)s that was not saved:"),
        _("Save it as a draft"),
        _("Forget it"),
        _("This device has no room left: what you write is kept on the server alone. Save often."),
    )


@hooks.register("insert_global_admin_js")
def names_of_fields() -> str:
    return format_html('<script src="{}" defer></script>', static("js/editor-names.js"))


@hooks.register("after_copy_page")
def name_the_copy(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Wagtail's copy view knows one title; write the asked headings to the copy and to its draft."""
    copied = Page.objects.get(pk=new_page.pk).specific  # afresh: other hooks may have written to it
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


@hooks.register("after_publish_page")
def warn_of_stale_languages(request: HttpRequest, page: Page) -> None:
    """A translation that is behind its source may be published; whoever does it is told."""
    states = getattr(page, "language_states", None) or {}
    stale = [NAMES[code] for code, kept in states.items() if kept["ready"] and kept["state"] == State.STALE]
    if stale:
        text = _("Published, but the original has changed since this was translated: %(languages)s. "
                 "Review the translation, or mark it as up to date.")  # fmt: skip
        messages.warning(request, text % {"languages": ", ".join(stale)})
