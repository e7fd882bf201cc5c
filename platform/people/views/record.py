"""Views of one record of the register: what is known, its agreements, its history; corrected, erased."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from people.activity import with_last_heard, with_last_presence
from people.consent import VERSION, withdraw_consent
from people.disability import has_declared, is_asked
from people.finding import everybody
from people.forms.register import EraseForm, PaperConsentForm, RecordForm
from people.history import history_of
from people.models import Consent, Merge, Person, RecordChange
from people.person_fields import LABELS, known_fields


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def record(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """What is known of one person, what they agreed to, which records were merged into it, and what was done to it."""
    shown = get_object_or_404(with_last_presence(with_last_heard(everybody())), uuid=person)
    merges = Merge.objects.filter(kept=shown, ended_at__isnull=True).select_related("absorbed", "made_by")
    consents = Consent.objects.filter(person__in=Person.objects.of(shown))
    context = {
        "person": shown,
        "facts": known_fields(shown),
        "merges": merges.order_by("pk"),
        "consents": consents,
        "agrees": any(consent.withdrawn_at is None for consent in consents),
        "agrees_now": any(row.withdrawn_at is None and row.version == VERSION for row in consents),
        "may_declare": is_asked() or has_declared(shown),
        "history": history_of(shown),
    }
    return render(request, "people/record.html", context)


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def change(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """Correct a record; the form asks whether past sessions are corrected too."""
    shown = _fetch(person)
    form = RecordForm(request.POST if request.method == "POST" else None, person=shown, actor=request.user)
    if request.method == "POST" and form.is_valid():
        last = RecordChange.objects.filter(person=shown).order_by("pk").last() if form.kept else None
        form.save()
        messages.success(request, _("The record is corrected."))
        if form.kept:
            who, facts = (last and last.by) or "–", _(", ").join(str(form.fields[name].label) for name in form.kept)
            told = _("%(who)s saved this record while you wrote, and both are kept. Theirs: %(facts)s.")
            messages.info(request, told % {"who": who, "facts": facts})
        return redirect("people:record", shown.uuid)
    return render(request, "people/change_record.html", {"form": form, "person": shown})


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def erase(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """Ask once, then remove everything that names somebody; no count moves (definitions.md, rule 8)."""
    shown = _fetch(person)
    form = EraseForm(request.POST if request.method == "POST" else None, person=shown, actor=request.user)
    if request.method == "POST" and form.done():
        said = _("Erased. The figures stay as they are.")
        if form.result.unknown:
            axes = _(", ").join(str(LABELS[axis]) for axis in sorted(form.result.unknown))
            said = _("Erased. The figures stay as they are; too rare to be kept, and unknown from now on: %(axes)s.")
            said %= {"axes": axes}
        messages.success(request, said)
        return redirect("people:register")
    return render(request, "people/erase_record.html", {"form": form, "person": shown})


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def paper_consent(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """Write down that the person signed the text on paper."""
    shown = _fetch(person)
    form = PaperConsentForm(request.POST if request.method == "POST" else None, person=shown, actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("The agreement is on the record."))
        return redirect("people:record", shown.uuid)
    return render(request, "people/paper_consent.html", {"form": form, "person": shown})


@requires(Ability.MANAGE_SESSIONS)
@require_POST
def end_consent(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """The person withdraws, and somebody writes it down for them. It can be given again, so nothing is asked twice."""
    shown = _fetch(person)
    if withdraw_consent(person=shown, actor=request.user):
        messages.success(request, _("The agreement is withdrawn: no more is written about what this person learns."))
    else:
        messages.info(request, _("There was no agreement to withdraw."))
    return redirect("people:record", shown.uuid)


def _fetch(person: uuid.UUID) -> Person:
    return get_object_or_404(everybody(), uuid=person)
