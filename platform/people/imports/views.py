"""Views of lists: bring one, map its columns, preview every row, import, take back; export the register."""

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from core.spreadsheets.cells import Place
from core.text import fold
from people.forms.finding import FindForm
from people.imports.actions import apply_import, lines_of, map_columns, start_import, undo_import
from people.imports.export_log import REGISTER, logged_exports
from people.imports.exporting import as_csv, as_workbook
from people.imports.forms import ListForm, MappingForm
from people.imports.preview import CHANGED, NEW, REFUSED, SAME
from people.models import PeopleList

PER_PAGE = 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def lists(request: SignedInRequest) -> HttpResponse:
    """Bring a list; the lists that were imported."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        batch = start_import(table=form.table, name=form.source, actor=request.user)
        return redirect("people:people_list", batch.uuid)
    past = PeopleList.objects.exclude(state=PeopleList.State.DRAFT).select_related("made_by")[:PER_PAGE]
    may_export = Ability.EXPORT_NAMES in abilities(request.user)
    taken = logged_exports()[:PER_PAGE] if may_export else []
    context = {"form": form, "past": past, "may_export": may_export, "taken": taken}
    return render(request, "people/imports/lists.html", context)


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def people_list(request: SignedInRequest, batch: uuid.UUID) -> HttpResponse:
    """One list: a draft with its columns and every row judged, or what became of it."""
    found = get_object_or_404(PeopleList, uuid=batch)
    if found.state != PeopleList.State.DRAFT:
        return render(request, "people/imports/imported.html", {"batch": found})
    chosen = {header: found.mapping.get(fold(header), "") for header in found.headers}
    form = MappingForm(request.POST if request.method == "POST" else None, headers=found.headers, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        map_columns(batch=found, mapping=form.mapping())
        return redirect("people:people_list", batch)
    has_name = "full_name" in found.mapping.values()
    lines = lines_of(found, _place(request)) if has_name else []
    counts = Counter(line.status for line in lines)
    lines.sort(key=lambda line: ([REFUSED, CHANGED, NEW, SAME].index(line.status), line.number))
    context = {
        "batch": found,
        "form": form,
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "counts": {status: counts[status] for status in (NEW, SAME, CHANGED, REFUSED)},
        "may_apply": bool(lines) and not counts[REFUSED] and bool(counts[NEW] + counts[CHANGED]),
        "has_name": has_name,
    }
    return render(request, "people/imports/list.html", context)


@requires(Ability.MANAGE_SESSIONS)
@require_POST
def apply(request: SignedInRequest, batch: uuid.UUID) -> HttpResponse:
    """Import every row, or none."""
    found = get_object_or_404(PeopleList, uuid=batch)
    try:
        apply_import(batch=found, place=_place(request), actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The list is imported. It can be taken back from its page."))
    return redirect("people:people_list", batch)


@requires(Ability.MANAGE_SESSIONS)
@require_POST
def undo(request: SignedInRequest, batch: uuid.UUID) -> HttpResponse:
    """Take a whole import back."""
    found = get_object_or_404(PeopleList, uuid=batch)
    try:
        kept = undo_import(batch=found, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        text = _("The import is taken back.")
        if kept:
            text = _(
                "The import is taken back. People who stay, being on a session’s list or having an account: %(count)s."
            )
            text %= {"count": kept}
        messages.success(request, text)
    return redirect("people:people_list", batch)


@requires(Ability.EXPORT_NAMES)
@require_POST
@never_cache
def export(request: SignedInRequest, form: str) -> HttpResponse:
    """The register, or what the search and the filters find, as a file. Each export is logged, without a name."""
    found = FindForm(request.POST).people()
    tenant = request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware
    log(instance=tenant, action=REGISTER.name, user=request.user, data={"form": form})
    content, kind = (as_csv(found), "text/csv; charset=utf-8") if form == "csv" else (as_workbook(found), SHEET)
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="people.{form}"'
    return response


def _place(request: Any) -> Place:
    return Place(request.tenant.country, request.tenant.time_zone)
