"""The page of the copy, for administrators, in whatever state the NGO is."""

from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.acting import refusal_as_message
from core.storage import tenant_storage
from pages.leaving.actions import WEEK, ask_for_copy, note_download
from pages.models import SpaceCopy


@require_safe
@requires(Ability.EXPORT_NAMES)
def copy(request: SignedInRequest) -> HttpResponse:
    """Whether there is one, and the button that asks for one."""
    newest = SpaceCopy.objects.first()
    context = {"copy": newest, "kept_until": newest.asked_at + WEEK if newest else None}
    return render(request, "leaving/copy.html", context)


@require_POST
@requires(Ability.EXPORT_NAMES)
def make_copy(request: SignedInRequest) -> HttpResponse:
    """Let the worker write one."""
    with refusal_as_message(request):
        ask_for_copy(actor=request.user)
        messages.success(request, _("The copy is being written. Open this page again in a few minutes."))
    return redirect("leaving:copy")


@require_safe
@requires(Ability.EXPORT_NAMES)
def download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file; who takes it stands in the log."""
    found = get_object_or_404(SpaceCopy.objects.exclude(file=""), pk=pk)
    try:
        content: Any = tenant_storage.open(found.file)
    except FileNotFoundError:
        raise Http404 from None
    note_download(copy=found, actor=request.user)
    return cast(HttpResponse, FileResponse(content, as_attachment=True, filename=f"copy-{found.asked_at:%Y-%m-%d}.zip"))
