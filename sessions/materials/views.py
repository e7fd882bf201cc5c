"""Materials: shared by whoever runs the session, opened by those who have a place."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from sessions.materials.actions import take_back
from sessions.materials.forms import MaterialForm
from sessions.materials.reading import materials_of
from sessions.models import Material, Registration
from sessions.rsvp_links import read_answer_token
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_session, runners
from sessions.views.own import own_registration


@runners
@never_cache
def materials(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """What is shared, and one more thing to share."""
    found = fetch_session(request, session)
    form = MaterialForm(request.POST if request.method == "POST" else None, session=found, actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("Shared: those with a place find it on their page of the session."))
        return redirect("sessions:materials", session)
    context = {"session": found, "trail": breadcrumbs.to_session(found), "form": form, "materials": materials_of(found)}
    return render(request, "sessions/materials/materials.html", context)


@runners
@require_POST
def unshare(request: StaffRequest, session: uuid.UUID, pk: int) -> HttpResponse:
    """Show it no more. It can be shared again, so nothing is asked."""
    found = fetch_session(request, session)
    take_back(material=get_object_or_404(Material, session=found, pk=pk))
    messages.success(request, _("It is no longer shared."))
    return redirect("sessions:materials", session)


@login_required
@never_cache
def material(request: SignedInRequest, session: uuid.UUID, pk: int) -> FileResponse:
    """A document, for the signed-in person who has a place."""
    return _document(own_registration(request.user, session), pk)


@never_cache
def answer_material(request: HttpRequest, token: str, pk: int) -> FileResponse:
    """The same by the secret address of an invitation."""
    row = read_answer_token(token)
    if row is None:
        raise Http404
    return _document(row, pk)


def _document(row: Registration, pk: int) -> FileResponse:
    """To be saved: what a document holds never runs on this host. Without a place there is nothing here."""
    if row.status != Registration.Status.CONFIRMED:
        raise Http404
    shared = get_object_or_404(Material.objects.select_related("document"), session=row.session, pk=pk)
    if shared.document is None:
        raise Http404
    return FileResponse(shared.document.file.open("rb"), as_attachment=True, filename=shared.document.filename)
