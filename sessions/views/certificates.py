"""The certificates of a session: who gets one and who does not, issuing them, all of them to print."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from certificates.models import Certificate
from certificates.pdf import render_pdf
from certificates.views.fetching import own_page, pdf_response, verify_address
from core import tables
from core.dates import duration, number
from sessions.certifying import Entry, entries
from sessions.completion import counts_completions
from sessions.forms.certificates import IssueForm
from sessions.models import TrainingSession
from sessions.views import breadcrumbs
from sessions.views.fetching import StaffRequest, fetch_session, may_manage, runners


@never_cache
@runners
def certificates(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """Who has a certificate, who gets one, who does not and why; a coordinator issues them."""
    found = fetch_session(request, session)
    manages = may_manage(request)
    sending = request.method == "POST" and manages
    form = IssueForm(request.POST if sending else None, session=found, actor=request.user)
    if sending and form.done():
        words = ngettext("%(number)s new certificate.", "%(number)s new certificates.", form.result)
        messages.success(request, words % {"number": number(form.result)})
        return redirect("sessions:certificates", session)
    listed = entries(found)
    context = {
        "session": found,
        "trail": breadcrumbs.to_session(found),
        "form": form,
        "may_manage": manages,
        "may_issue": counts_completions(found),
        "due": sum(entry.is_due for entry in listed),
        "issued": sum(_holds(entry.certificate) for entry in listed),
        "table": _table(listed, links=manages),
    }
    return render(request, "sessions/certificates.html", context)


@never_cache
@runners
def certificates_pdf(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """All certificates of the session that hold, in one document to print, by name."""
    found = fetch_session(request, session)
    holding = [entry.certificate for entry in entries(found) if entry.certificate and _holds(entry.certificate)]
    if not holding:
        return redirect("sessions:certificates", session)
    return pdf_response(render_pdf(holding, address=verify_address(request)), f"certificates-{_day(found)}")


def _holds(certificate: Certificate | None) -> bool:
    return certificate is not None and certificate.state != Certificate.State.REVOKED


def _day(session: TrainingSession) -> str:
    """The first day, for the name of a file: a title would say too much."""
    first = session.slots.first()
    return first.date.isoformat() if first else ""


def _table(listed: list[Entry], *, links: bool) -> tables.DataTable:
    columns = [tables.Column(_("Name")), tables.Column(_("Time attended")), tables.Column(_("Certificate"))]
    rows = []
    for entry in listed:
        name = format_html("<bdi>{}</bdi>", entry.standing.person.full_name)
        rows.append([
            tables.Link(name, own_page(entry.certificate)) if links and entry.certificate else name,
            duration(entry.standing.minutes),
            _state(entry),
        ])  # fmt: skip
    return tables.data_table(_("Certificates"), columns, rows)


def _state(entry: Entry) -> object:
    if entry.certificate:
        revoked = entry.certificate.state == Certificate.State.REVOKED
        return tables.Badge(_("revoked"), "wrong") if revoked else tables.Badge(_("issued"), "done")
    if entry.is_due:
        return tables.Badge(_("gets one"), "current")
    return _("None: %(reason)s") % {"reason": entry.standing.reason}
