"""Views of lists: bring one, see what was understood, choose, import, take back; export the register."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from core.acting import refusal_as_message
from core.spreadsheets.cells import Place
from people.duplicates import find_candidates
from people.forms.finding import FindForm
from people.imports.actions import apply_import, choose, destination, start_import, undo_import
from people.imports.choices import Choices
from people.imports.draft_form import DraftForm
from people.imports.export_log import REGISTER
from people.imports.exporting import as_csv, as_workbook
from people.imports.forms import ListForm
from people.imports.judging import read_book
from people.imports.lines import CHANGED, LEFT_OUT, NEW, REFUSED, SAME
from people.imports.listing import list_imports
from people.imports.reading import Book
from people.imports.report import possible_duplicates
from people.models import PeopleList

PER_PAGE = 50
FIRST = [REFUSED, CHANGED, NEW, SAME, LEFT_OUT]  # in which order rows are shown
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def lists(request: SignedInRequest) -> HttpResponse:
    """Bring a list; the lists that were imported. `?onto=` is a session that the people go onto."""
    listing = list_imports(request)
    if listing.is_meant and (answer := listing.answer()):
        return answer
    given = () if listing.is_meant else (request.POST or None, request.FILES or None)
    form = ListForm(*given, onto=_uuid(request.GET.get("onto", "")))
    if request.method == "POST" and form.is_valid():
        batch = start_import(book=form.book, actor=request.user, onto=form.cleaned_data["onto"])
        return redirect("people:people_list", batch.uuid)
    may_export = Ability.EXPORT_NAMES in abilities(request.user)
    context = {"form": form, "list": listing, "may_export": may_export}
    return render(request, "people/imports/lists.html", context)


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def people_list(request: SignedInRequest, batch: uuid.UUID) -> HttpResponse:
    """One list: a draft with what was understood and every row judged, or what became of it."""
    found = _fetch(batch)
    if found.state != PeopleList.State.DRAFT:
        return render(request, "people/imports/imported.html", _imported(found))
    form = _draft_form(request, found)
    if request.method == "POST" and form.is_valid():
        choose(batch=found, choices=form.chosen(), onto=form.cleaned_data["onto"])
        return redirect("people:people_list", batch)
    return render(request, "people/imports/list.html", _draft(request, found, form))


@requires(Ability.MANAGE_SESSIONS)
@require_POST
@never_cache
def apply(request: SignedInRequest, batch: uuid.UUID) -> HttpResponse:
    """Keep what was chosen and import everybody, or nobody."""
    found = _fetch(batch)
    if found.state == PeopleList.State.DRAFT:
        form = _draft_form(request, found)
        if not form.is_valid():
            return render(request, "people/imports/list.html", _draft(request, found, form))
        choose(batch=found, choices=form.chosen(), onto=form.cleaned_data["onto"])
    with refusal_as_message(request):
        apply_import(batch=found, place=_place(request), actor=request.user)
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


def _fetch(batch: uuid.UUID) -> PeopleList:
    """A list; a draft only with its cells, which one of the release before has not."""
    return get_object_or_404(PeopleList.objects.filter(~Q(state=PeopleList.State.DRAFT) | ~Q(book={})), uuid=batch)


def _draft_form(request: SignedInRequest, batch: PeopleList) -> DraftForm:
    book, choices = Book.from_json(batch.book), Choices.from_json(batch.choices)
    reading = read_book(book, choices, _place(request))
    data = request.POST if request.method == "POST" else None
    return DraftForm(data, book=book, choices=choices, reading=reading, onto=batch.onto)


def _draft(request: SignedInRequest, batch: PeopleList, form: DraftForm) -> dict[str, Any]:
    reading = form.reading
    lines = sorted(reading.judged.lines, key=lambda line: (FIRST.index(line.status), line.number))
    counts = reading.judged.counts
    unsettled = [value for value in reading.understood.values if not value.taken.is_sure]
    return {
        "batch": batch, "form": form, "reading": reading, "understood": reading.understood,
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "counts": {status: counts[status] for status in FIRST},
        "possible": len(possible_duplicates(reading)), "unsettled": len(unsettled),
        "known": counts[SAME] + counts[CHANGED], "offered": len(reading.judged.taken),
        "is_blocked": reading.judged.is_blocked,
        "left_out": reading.understood.left_out,
    }  # fmt: skip


def _imported(batch: PeopleList) -> dict[str, Any]:
    is_applied = batch.state == PeopleList.State.APPLIED
    new = set(batch.changes.get("new", ())) if is_applied else set()
    onto = destination().find(batch.onto) if batch.onto and is_applied else None
    return {
        "batch": batch, "onto": onto, "onto_url": destination().url(batch.onto) if onto and batch.onto else "",
        "duplicates": len(find_candidates(new)) if new else 0,
        "duplicates_url": f"{reverse('people:duplicates')}?list={batch.uuid}",
    }  # fmt: skip


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _place(request: Any) -> Place:
    return Place(request.tenant.country, request.tenant.time_zone)
