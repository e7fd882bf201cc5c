"""Views of duplicates: two records side by side; merges and their undoing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.acting import refusal_as_message
from people.duplicates import REASONS, Candidate, find_candidates
from people.extension_points import consequences
from people.finding import everybody
from people.forms.register import UndoMergeForm
from people.merging import merge_people, say_distinct
from people.models import Merge, PeopleList, Person
from people.person_fields import PERSON_FIELDS, field_text

PAIRS_PER_PAGE = 10
PAIRS_OF_A_LIST = 50


@dataclass(frozen=True)
class Pair:
    """Two records side by side and why they are proposed."""

    one: Person
    other: Person
    reasons: Sequence[Promise]

    @property
    def facts(self) -> list[tuple[Promise, str, str]]:
        """What at least one of the two says."""
        rows = [(label, field_text(self.one, name), field_text(self.other, name)) for name, label in PERSON_FIELDS]
        return [row for row in rows if row[1] or row[2]]


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def duplicates(request: SignedInRequest) -> HttpResponse:
    """Records that may be one person, the likeliest first; `?list=`: those whom an import brought, on one page."""
    came_with = _list_asked(request.GET.get("list", ""))
    found = find_candidates(set(came_with.changes.get("new", ())) if came_with else None)
    page = Paginator(found, PAIRS_OF_A_LIST if came_with else PAIRS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "pairs": _pairs(list(page.object_list)), "came_with": came_with}
    return render(request, "people/duplicates.html", context)


@requires(Ability.MANAGE_SESSIONS)
@require_POST
def judge(request: SignedInRequest) -> HttpResponse:
    """One person (which record stays), or two. Nothing is lost either way."""
    one, other = (_posted_person(request, name) for name in ("one", "other"))
    verdict = request.POST.get("verdict")
    if verdict == "two":
        say_distinct(one=one, other=other, actor=request.user)
        messages.success(request, _("Kept apart: these two are not proposed again."))
    elif verdict in ("one", "other"):
        kept, absorbed = (one, other) if verdict == "one" else (other, one)
        with refusal_as_message(request):
            merge_people(kept=kept, absorbed=absorbed, actor=request.user)
            said = _("Merged into %(name)s. The record shows it and can undo it.")
            messages.success(request, said % {"name": kept.full_name})
    else:
        messages.error(request, _("Choose which record stays, or say that these are two people."))
    came_with = _list_asked(request.POST.get("list", ""))
    return redirect(reverse("people:duplicates") + (f"?list={came_with.uuid}#pairs" if came_with else ""))


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def undo(request: SignedInRequest, batch: uuid.UUID) -> HttpResponse:
    """Ask for the reason, then take a merge apart."""
    rows = list(Merge.objects.filter(batch=batch, ended_at__isnull=True).select_related("absorbed", "kept"))
    if not rows:
        raise Http404
    form = UndoMergeForm(request.POST if request.method == "POST" else None, batch=batch, actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("The merge is undone: every presence is back with its own record."))
        records = [pk for row in rows for pk in (row.absorbed_id, row.kept_id)]
        concerned = Person.objects.filter(pk__in=records)
        for sentence in (sentence for say in consequences for sentence in say(concerned)):
            messages.warning(request, sentence)
        return redirect("people:record", rows[0].absorbed.uuid)
    return render(request, "people/undo_merge.html", {"form": form, "kept": rows[0].kept, "merges": rows})


def _pairs(candidates: Sequence[Candidate]) -> list[Pair]:
    people = Person.objects.in_bulk({pk for found in candidates for pk in (found.one, found.other)})
    return [
        Pair(people[found.one], people[found.other], [REASONS[name] for name in REASONS if name in found.reasons])
        for found in candidates
    ]


def _list_asked(text: str) -> PeopleList | None:
    """An imported list; None where none is asked for."""
    try:
        return get_object_or_404(PeopleList, uuid=uuid.UUID(text)) if text else None
    except ValueError as error:
        raise Http404 from error


def _posted_person(request: SignedInRequest, name: str) -> Person:
    try:
        return get_object_or_404(everybody(), uuid=uuid.UUID(request.POST.get(name, "")))
    except ValueError as error:
        raise Http404 from error
