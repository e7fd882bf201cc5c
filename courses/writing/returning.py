"""What a reviewer wrote who sent a page back: its author reads it when the page is opened."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from courses.writing.editing import name_of_user


@dataclass(frozen=True)
class Returned:
    """A reviewer's note."""

    who: str
    at: datetime.datetime
    note: str


def returned_note(page: Any) -> Returned | None:
    """The note of who sent the page back last, as long as it was neither handed in again nor accepted."""
    state = WorkflowState.objects.for_instance(page).order_by("-created_at", "-pk").first()
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    found = TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_REJECTED)
    last = found.exclude(comment="").select_related("finished_by").order_by("-finished_at", "-pk").first()
    return Returned(name_of_user(last.finished_by), last.finished_at, last.comment) if last else None


def tell_returned(request: HttpRequest, page: Any) -> None:
    """For `before_edit_page` and `before_edit_snippet`: in Wagtail's form too."""
    if request.method == "GET" and hasattr(page, "workflow_states") and (returned := returned_note(page)):
        said = _("Sent back by %(who)s:") % {"who": returned.who}
        messages.warning(request, format_html("<strong>{}</strong> {}", said, returned.note))
