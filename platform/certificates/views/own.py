"""Views of a holder's certificates: the list, the page, the paper, whether the name is shown when verified."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from certificates import actions
from certificates.forms import EditionForm
from certificates.grounds import find_lost
from certificates.models import Certificate
from certificates.pdf import render_pdf
from certificates.views.fetching import (
    data_uri,
    fetch_certificate,
    fetch_own,
    may_manage,
    own_page,
    pdf_response,
    refuse_without_value,
    verify_address,
)
from certificates.wording import sheets, summary
from core.acting import refusal_as_message
from core.pdf import qr_svg


@never_cache
@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """My certificates, the newest first; older editions are reached from the newer ones."""
    found = Certificate.objects.with_state().of_user(request.user).current().newest_first()
    return render(request, "certificates/mine.html", {"certificates": [summary(one) for one in found]})


@never_cache
@login_required
def certificate(request: SignedInRequest, code: str) -> HttpResponse:
    """What the paper says, as an accessible page to read or print."""
    found = fetch_certificate(request, code)
    verify_url = f"{verify_address(request)}{found.printed_code}"
    head = found.letterhead
    context = {
        "certificate": found,
        "sheets": sheets(found),
        "verify_url": verify_url,
        "qr": data_uri("image/svg+xml", qr_svg(verify_url).encode()),
        "logo": data_uri("image/png", bytes(head.logo)) if head and head.logo else "",
        "stamp": data_uri("image/png", bytes(head.stamp)) if head and head.stamp else "",
        "is_own": Certificate.objects.of_user(request.user).filter(pk=found.pk).exists(),
        "may_manage": may_manage(request),
        "lost": find_lost(Certificate.objects.filter(pk=found.pk)) if may_manage(request) else [],
        "upheld": found.upheld.order_by("-pk").first() if may_manage(request) else None,
        "edition_form": EditionForm(found),
        "revocation": found.revocations.filter(lifted_at__isnull=True).first() if found.revoked_at else None,
    }
    return render(request, "certificates/certificate.html", context)


@never_cache
@login_required
def pdf(request: SignedInRequest, code: str) -> HttpResponse:
    """The certificate on paper; none of one that no longer holds, or whose holder was erased."""
    found = fetch_certificate(request, code)
    if refused := refuse_without_value(request, found):
        return refused
    return pdf_response(render_pdf([found], address=verify_address(request)), f"certificate-{found.printed_code}")


@require_POST
@login_required
def show_name(request: SignedInRequest, code: str) -> HttpResponse:
    """Agree that who verifies the code reads my name."""
    actions.show_name(certificate=fetch_own(request, code), shown=True)
    messages.success(request, _("Who verifies this certificate now reads your name."))
    return redirect("certificates:mine")


@require_POST
@login_required
def hide_name(request: SignedInRequest, code: str) -> HttpResponse:
    """No longer agree."""
    actions.show_name(certificate=fetch_own(request, code), shown=False)
    messages.success(request, _("Who verifies this certificate now reads your initials only."))
    return redirect("certificates:mine")


@require_POST
@login_required
def reissue(request: SignedInRequest, code: str) -> HttpResponse:
    """The same in another language, for its holder or by the coordinator."""
    found = fetch_certificate(request, code)
    form = EditionForm(found, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the languages offered."))
        return redirect(own_page(found))
    with refusal_as_message(request):
        found = form.save(actor=request.user)
        messages.success(request, _("Here is the certificate in the other language. The older one leads to it."))
    return redirect(own_page(found))
