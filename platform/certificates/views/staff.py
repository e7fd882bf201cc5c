"""Views of the NGO's certificates, for coordinators and administrators: found, revoked, restored; the letterhead."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities
from certificates.actions import restore_certificate
from certificates.forms import LetterheadForm, RevokeForm, SearchForm, UpholdForm
from certificates.grounds import find_lost
from certificates.models import Certificate, Letterhead
from certificates.views.fetching import data_uri, fetch_certificate, managers, own_page
from certificates.wording import title
from core import tables
from core.dates import long_date
from core.folding import by_words
from core.languages import active
from core.lists import Item, Listing, asked_in

PER_PAGE = 25
KINDS = {Certificate.State.VALID: "done", Certificate.State.REPLACED: "", Certificate.State.REVOKED: "wrong"}


@managers
def certificate_list(request: SignedInRequest) -> HttpResponse:
    """All certificates of the NGO, the newest first. A search is posted: names stay out of addresses and logs."""
    form = SearchForm(asked_in(request, is_posted=True))
    listing = Listing(
        request, name="certificates", caption=_("Certificates"), items=_columns(), rows=form.certificates(), form=form,
        per_page=PER_PAGE, usual="-issued", is_posted=True, may_take=Ability.EXPORT_NAMES in abilities(request.user),
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    context = {"undecided": len(find_lost()), "form": form, "list": listing, "page": listing.page}
    return render(request, "certificates/list.html", context)


@managers
def revoke(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask why, then revoke."""
    found = fetch_certificate(request, code)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save(certificate=found, actor=request.user)
        messages.success(request, _("The certificate is revoked: who verifies its code is told so."))
        return redirect(own_page(found))
    context = {"form": form, "certificate": found, "back_url": own_page(found)}
    return render(request, "certificates/revoke.html", context)


@managers
def undecided(request: SignedInRequest) -> HttpResponse:
    """The certificates whose ground has gone, until somebody decides."""
    columns = [tables.Column(label) for label in (_("Name"), _("Training"), _("What has gone"))]
    rows = [(*_who_and_what(one), lost.reason) for one, lost in find_lost()]
    table = tables.data_table(_("Certificates to decide on"), columns, rows)
    return render(request, "certificates/undecided.html", {"table": table})


@managers
def keep(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask why, then keep a certificate whose ground has gone."""
    found = fetch_certificate(request, code)
    lost = find_lost(Certificate.objects.filter(pk=found.pk))
    if not lost:
        return redirect(own_page(found))
    form = UpholdForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save(certificate=found, lost=lost[0][1], actor=request.user)
        messages.success(request, _("The certificate is kept, and your reason with it."))
        return redirect(own_page(found))
    context = {"form": form, "certificate": found, "reason": lost[0][1].reason, "back_url": own_page(found)}
    return render(request, "certificates/keep.html", context)


@require_POST
@managers
def restore(request: SignedInRequest, code: str) -> HttpResponse:
    """Undo a revocation."""
    found = fetch_certificate(request, code)
    restore_certificate(certificate=found, actor=request.user)
    messages.success(request, _("The certificate holds again."))
    return redirect(own_page(found))


@managers
def letterhead(request: SignedInRequest) -> HttpResponse:
    """Who signs, with which stamp and logo, from now on."""
    current = Letterhead.objects.order_by("pk").last()
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LetterheadForm(current, *given)
    if request.method == "POST" and form.is_valid():
        form.save(actor=request.user)
        messages.success(request, _("New certificates are issued like this. Those issued before keep what they say."))
        return redirect("certificates:letterhead")
    pictures = {
        name: data_uri("image/png", bytes(getattr(current, name))) if current and getattr(current, name) else ""
        for name in ("logo", "stamp")
    }
    return render(request, "certificates/letterhead.html", {"form": form, **pictures})


def _columns() -> list[Item]:
    kinds = dict(Certificate.Target.choices)
    return [
        Item("name", _("Name"), lambda one: _who_and_what(one)[0], order=by_words("holder")),
        Item("training", _("Training"), lambda one: _who_and_what(one)[1]),
        Item("issued", _("Issued on"), lambda one: long_date(one.issued_at), lambda one: localdate(one.issued_at),
             order=("issued_at",), falls=True),
        Item("state", _("State"), lambda one: tables.Badge(one.state.label, KINDS[one.state])),
        Item("code", _("Code of the certificate"), lambda one: one.printed_code, is_shown=False),
        Item("kind", _("Kind"), lambda one: kinds[one.target_kind], order=("target_kind",), is_shown=False),
        Item("language", _("Language"), lambda one: one.get_language_display(), order=("language",), is_shown=False),
        Item("minutes", _("Minutes"), lambda one: one.minutes, order=("minutes",), numeric=True, falls=True,
             is_shown=False),
    ]  # fmt: skip


def _who_and_what(one: Certificate) -> tuple[tables.Link, str]:
    """The holder, leading to the certificate, and the training."""
    training = title(one, active())
    link = tables.Link(format_html("<bdi>{}</bdi>", one.holder), own_page(one))
    return link, format_html('<bdi lang="{}" dir="{}">{}</bdi>', training.language, training.direction, training)
