"""Fetches a certificate with permission: what somebody may not see does not exist for them."""

import base64

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from certificates.codes import plain
from certificates.models import Certificate, CertificateQuerySet
from core.addresses import whole_address

managers = requires(Ability.MANAGE_SESSIONS)


def may_manage(request: SignedInRequest) -> bool:
    """Whether the user looks after all certificates of the NGO."""
    return Ability.MANAGE_SESSIONS in abilities(request.user)


def visible_to(request: SignedInRequest) -> CertificateQuerySet:
    """All of the NGO for those who manage its sessions, one's own for anybody else."""
    found = Certificate.objects.with_state()
    return found if may_manage(request) else found.of_user(request.user)


def fetch_certificate(request: SignedInRequest, code: str) -> Certificate:
    """A certificate this user may see, else 404."""
    return _one(visible_to(request), code)


def fetch_own(request: SignedInRequest, code: str) -> Certificate:
    """A certificate of the user's own, else 404: staff do not agree in a holder's place."""
    return _one(Certificate.objects.with_state().of_user(request.user), code)


def verify_address(request: HttpRequest) -> str:
    """The address before the code, as it is printed: without a language, the reader's is chosen then."""
    return whole_address(request, "/verify/")


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep, stored by nobody on the way."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def data_uri(kind: str, content: bytes) -> str:
    """A picture inside the page."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def own_page(certificate: Certificate) -> str:
    """The address of its page."""
    return reverse("certificates:certificate", args=[certificate.printed_code])


def refuse_without_value(request: HttpRequest, certificate: Certificate) -> HttpResponse | None:
    """What whoever asks for a file of one that is revoked gets instead; 404 where its holder was erased."""
    if not certificate.holder:
        raise Http404
    if certificate.state == Certificate.State.REVOKED:
        messages.error(request, _("This certificate is revoked: it can no longer be downloaded."))
        return redirect(own_page(certificate))
    return None


def _one(certificates: CertificateQuerySet, code: str) -> Certificate:
    found = certificates.filter(code=plain(code)).first()
    if found is None:
        raise Http404
    return found
