"""The paper loop, for whoever runs the session: print, photograph, tick; and the evidence file for an auditor."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from wagtail.log_actions import log

from core.addresses import whole_address
from core.dates import number as written
from core.languages import active
from people.models import Person
from sessions.export_log import EVIDENCE
from sessions.models import Scan, SheetPage, Slot
from sessions.paper.evidence_file import render_evidence
from sessions.paper.forms import ScansForm, SetAsideForm, SheetForm, TickForm
from sessions.paper.sheets import print_sheet
from sessions.querysets import people_on_list, presences, training_sessions
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_session, fetch_slot, managers, runners
from sessions.wording import half_day


@runners
def paper(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """Print the sheet, add pictures of it, and the pictures there are."""
    slot = fetch_slot(request, session, number)
    form = ScansForm(
        request.POST if request.method == "POST" else None, request.FILES or None, slot=slot, actor=request.user
    )
    if request.method == "POST" and form.done():
        scans = form.result
        said = ngettext("%(count)s picture is kept.", "%(count)s pictures are kept.", len(scans))
        messages.success(request, said % {"count": written(len(scans))})
        return redirect("sessions:scan_page", session, scans[0].slot.number, scans[0].pk)
    scans = Scan.objects.filter(slot=slot).select_related("page", "set_aside", "added_by")
    context = {**_place(slot), "form": form, "sheet_form": SheetForm(initial={"edition": active()}), "scans": scans}
    return render(request, "sessions/paper.html", context)


@runners
@never_cache
def sheet(request: StaffRequest, session: uuid.UUID, number: int) -> HttpResponse:
    """The sheet as PDF. A POST: each printing is kept, so that its pages are known again."""
    slot = fetch_slot(request, session, number)
    form = SheetForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("sessions:paper", session, number)
    tenant = request.tenant  # type: ignore[attr-defined]  # django-tenants' middleware
    pdf = print_sheet(
        slot=slot, edition=form.cleaned_data["edition"], empty_rows=form.cleaned_data["empty"], actor=request.user,
        with_phones=form.cleaned_data["phones"],
        organisation={code: getattr(tenant, f"name_{code}") or tenant.name_fr for code in ("fr", "ar", "en")},
        address=lambda code: whole_address(request, reverse("sessions:sheet_page", args=[code])),
    )  # fmt: skip
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    return response


@runners
def sheet_page(request: StaffRequest, code: str) -> HttpResponse:
    """What the code on a page leads to: its half-day's paper, for whoever runs it."""
    sessions = training_sessions().open_to(request.user)
    page = get_object_or_404(SheetPage.objects.select_related("slot__session"), code=code, slot__session__in=sessions)
    return redirect("sessions:paper", page.slot.session.uuid, page.slot.number)


@runners
def scan_page(request: StaffRequest, session: uuid.UUID, number: int, pk: int) -> HttpResponse:
    """A picture beside the rows of its page, to be ticked."""
    slot = fetch_slot(request, session, number)
    scan = _fetch_scan(slot, pk)
    people = _people_of(scan)
    form = TickForm(
        request.POST if request.method == "POST" else None, scan=scan, people=people, actor=request.user,
        device=request.device,
    )  # fmt: skip
    if request.method == "POST" and form.done():
        said = ngettext("%(count)s person is marked present.", "%(count)s people are marked present.", form.result)
        messages.success(request, said % {"count": written(form.result)})
        return redirect(_next(scan))
    present = presences(slot)
    first = scan.page.first_row if scan.page else 1
    context = {
        **_place(slot), "scan": scan, "form": form,
        "rows": [(first + index, person, person.pk in present) for index, person in enumerate(people)],
        "is_set_aside": hasattr(scan, "set_aside"),
    }  # fmt: skip
    return render(request, "sessions/scan_page.html", context)


@runners
@never_cache
def scan_picture(request: StaffRequest, session: uuid.UUID, number: int, pk: int) -> HttpResponse:
    """The picture itself: private, for whoever runs the session."""
    scan = _fetch_scan(fetch_slot(request, session, number), pk)
    if not default_storage.exists(scan.file):
        raise Http404
    with default_storage.open(scan.file) as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@runners
def set_aside(request: StaffRequest, session: uuid.UUID, number: int, pk: int) -> HttpResponse:
    """Ask why, then say that a picture is no evidence of this half-day."""
    slot = fetch_slot(request, session, number)
    scan = _fetch_scan(slot, pk)
    form = SetAsideForm(request.POST if request.method == "POST" else None, scan=scan, actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("The picture is set aside and stays on record with the reason."))
        return redirect("sessions:paper", session, number)
    context = {
        **_place(slot), "form": form, "heading": _("Set the picture aside"), "submit": _("Set aside"),
        "text": _("It stays on record. Presences that were read from it are corrected one by one on the roll."),
        "back_url": reverse("sessions:scan_page", args=[session, number, pk]), "danger": True,
    }  # fmt: skip
    return render(request, "sessions/ask.html", context)


@managers
@never_cache
def evidence_pdf(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """The file of one session, for those who manage sessions. Each making is logged, without a name."""
    found = fetch_session(request, session)
    log(instance=found, action=EVIDENCE, user=request.user)
    organisation = request.tenant.name  # type: ignore[attr-defined]  # django-tenants' middleware
    response = HttpResponse(render_evidence(found, organisation), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="evidence.pdf"'
    return response


def _fetch_scan(slot: Slot, pk: int) -> Scan:
    return get_object_or_404(Scan.objects.select_related("slot__session", "page", "set_aside"), slot=slot, pk=pk)


def _people_of(scan: Scan) -> list[Person]:
    """The people of the page in the order of its rows; of a picture without a code all of the list."""
    if scan.page is None:
        return list(people_on_list(scan.slot.session))
    found = Person.objects.select_related("merged_into").in_bulk(scan.page.people)
    return [found[pk].human for pk in scan.page.people if pk in found]


def _next(scan: Scan) -> str:
    """The next picture of the half-day, or the roll."""
    place = [scan.slot.session.uuid, scan.slot.number]
    following = Scan.objects.filter(slot=scan.slot, pk__gt=scan.pk, set_aside__isnull=True, marks__isnull=True).first()
    if following:
        return reverse("sessions:scan_page", args=[*place, following.pk])
    return reverse("sessions:attendance", args=place)


def _place(slot: Slot) -> dict[str, Any]:
    return {"slot": slot, "session": slot.session, "half_day": half_day(slot), "trail": breadcrumbs.to_roll(slot)}
