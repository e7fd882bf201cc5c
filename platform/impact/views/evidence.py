"""From a figure to its evidence: people or sessions, then each half-day with who recorded it, when, and the sheet."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from impact.asking import Asked
from impact.evidence import PER_PAGE, rows_behind
from impact.naming import NAMES
from impact.views.parts import tabs
from people.models import Person
from sessions.models import Evidence, Scan


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def evidence(request: SignedInRequest, code: str) -> HttpResponse:
    """The people or sessions that one figure counts."""
    if code not in NAMES:
        raise Http404
    asked = Asked.read(request.GET, timezone.localdate().year)
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and 0 < int(number) < 10**6 else 1
    try:
        behind = rows_behind(code, asked.period, asked.selection, page)
    except KeyError as error:
        raise Http404 from error
    context = {
        "tabs": tabs(request),
        "named": NAMES[code],
        "asked": asked,
        "rows": behind.rows,
        "total": behind.total,
        "page": Paginator(range(behind.total), PER_PAGE).get_page(page),
        "has_people": any(row.person for row in behind.rows),
        "has_sessions": any(row.session for row in behind.rows),
        "unit": {"HC": "people", "H_DEL": "minutes", "HDP": "minutes", "PH": "minutes"}.get(code, ""),
    }
    return render(request, "impact/evidence.html", context)


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def person_evidence(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """Every row about one person in the period, voided ones too, each with its source, its recorder and its sheet."""
    shown = get_object_or_404(Person.objects.canonical(), uuid=person)
    asked = Asked.read(request.GET, timezone.localdate().year)
    records = [shown.pk, *Person.objects.filter(merged_into=shown).values_list("pk", flat=True)]
    rows = list(
        Evidence.objects.filter(
            person__in=records, voids__isnull=True, slot__date__range=(asked.period.start, asked.period.end)
        )
        .select_related("slot__session", "recorded_by", "voided_by__recorded_by")
        .order_by("slot__date", "slot__part_order", "pk")
    )
    scans: dict[int, list[Any]] = {}
    for scan in Scan.objects.filter(slot__in={row.slot_id for row in rows}).order_by("pk"):
        scans.setdefault(scan.slot_id, []).append(scan)
    context = {
        "tabs": tabs(request),
        "person": shown,
        "asked": asked,
        "rows": [(row, scans.get(row.slot_id, [])) for row in rows],
    }
    return render(request, "impact/person_evidence.html", context)
