"""From a figure to its evidence: people or sessions, then each half-day with who recorded it, when, and the sheet."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.lists import asked_in
from impact.drilldown import OPENED, lessons_of_person, trail_of_person, trail_of_session
from impact.presentation import NAMES, FigureQuery
from impact.presentation.extent import read_extent
from impact.views.evidence_list import list_evidence
from impact.views.parts import tabs
from people.models import Person
from sessions.models import TrainingSession
from sessions.wording import half_day


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def evidence(request: SignedInRequest, code: str) -> HttpResponse:
    """The people or sessions that one figure counts; a file of names is for administrators."""
    if code not in OPENED or code not in NAMES:
        raise Http404
    asked = FigureQuery.read(asked_in(request), read_extent().default_year)
    listing = list_evidence(request, code, asked)
    if answer := listing.answer():
        return answer
    context = {"tabs": tabs(request), "named": NAMES[code], "asked": asked, "list": listing}
    return render(request, "impact/evidence.html", context)


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def person_evidence(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """Every row about one person in the period, voided ones too, each with its source, its recorder and its sheet;
    and the lessons finished online."""
    shown = get_object_or_404(Person.objects.canonical(), uuid=person)
    asked = FigureQuery.read(request.GET, read_extent().default_year)
    tenant: Any = request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware
    context = {
        "tabs": tabs(request),
        "person": shown,
        "asked": asked,
        "rows": trail_of_person(shown, asked.period),
        "lessons": lessons_of_person(shown, asked.period, tenant.time_zone),
    }
    return render(request, "impact/person_evidence.html", context)


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def session_evidence(request: SignedInRequest, session: uuid.UUID) -> HttpResponse:
    """Every half-day of one session with the rows, head-counts and sheets that prove it."""
    shown = get_object_or_404(TrainingSession, uuid=session)
    half_days = [(half_day(one.slot), one) for one in trail_of_session(shown)]
    context = {"tabs": tabs(request), "session": shown, "half_days": half_days}
    return render(request, "impact/session_evidence.html", context)
