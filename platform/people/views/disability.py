"""Pages of disability: the person's own, that of a record for who keeps the register, and whether the NGO asks."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from people.disability import has_declared, is_asked, take_back
from people.finding import everybody
from people.forms.disability import AskForm, DeclareForm
from people.models import Person
from people.own_data import own_person


@login_required
@never_cache
def own(request: SignedInRequest) -> HttpResponse:
    """What I declared; to say it, change it or take it back."""
    person = own_person(request.user)
    if person is None:
        return redirect("people:my_data")
    return _page(request, person, "people:my_data", "people/own_disability.html")


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def of_record(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """The same for who keeps the register: what somebody declared on paper."""
    shown = get_object_or_404(everybody(), uuid=person)
    return _page(request, shown, "people:record", "people/record_disability.html", on_paper=True)


def _page(request: SignedInRequest, person: Person, back: str, template: str, on_paper: bool = False) -> HttpResponse:
    asked, declared = is_asked(), has_declared(person)
    if not asked and not declared:
        raise Http404
    there = (person.uuid,) if on_paper else ()
    if request.method == "POST" and "take-back" in request.POST:
        take_back(person=person)
        messages.success(request, _("Taken back: it is kept nowhere any more."))
        return redirect(back, *there)
    form = DeclareForm(request.POST if request.method == "POST" else None, person=person, on_paper=on_paper)
    if request.method == "POST" and form.done():
        messages.success(request, _("Kept. It can be changed or taken back here at any moment."))
        return redirect(back, *there)
    context = {"form": form if asked else None, "person": person, "declared": declared}
    return render(request, template, context)


@requires(Ability.DECIDE_RETENTION)
@never_cache
def question(request: SignedInRequest) -> HttpResponse:
    """Whether the NGO asks, and what follows from it."""
    form = AskForm(request.POST if request.method == "POST" else None, asked=is_asked(), actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("Saved."))
        return redirect("people:disability_question")
    return render(request, "people/disability_question.html", {"form": form})
