"""For everybody: a version to read, asking to sign, and the page that the mailed link opens. No cookie is set."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pages.charter import actions
from pages.charter.forms import NameForm, SignForm
from pages.charter.models import CharterVersion
from pages.charter.reading import words_of
from pages.charter.tokens import signature_of


def newest() -> CharterVersion:
    """Of the published charter. Raises Http404."""
    version = CharterVersion.objects.select_related("page").filter(page__live=True).first()
    if version is None:
        raise Http404
    return version


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """The words of a version, as those who signed it read them."""
    found = get_object_or_404(CharterVersion.objects.select_related("page"), number=number, page__live=True)
    context = {"version": found, "words": words_of(found), "newest": newest(), "charter": found.page}
    return render(request, "pages/charter/version.html", context)


@csrf_exempt  # nobody's session stands behind it, see pages.proofs
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to sign: a mail goes to the organisation's address."""
    current = newest()
    form = SignForm(request.POST if request.method == "POST" else None, request=request, version=current)
    if request.method == "POST" and form.done():
        return redirect(f"{reverse('charter:ask')}?asked=1")
    context = {"form": form, "asked": "asked" in request.GET, "version": current, "charter": current.page}
    return render(request, "pages/charter/ask.html", context)


@never_cache
@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """What the address in the mail opens: the words, and what may be done."""
    return _mine(request, token)


@csrf_exempt  # the address is signed
@require_POST
def sign(request: HttpRequest, token: str) -> HttpResponse:
    """Sign the newest version, which that page shows; twice is answered in words."""
    signature, refusal = signature_of(token), ""
    if signature:
        try:
            actions.sign(signature=signature, version=newest())
        except ValidationError as error:
            refusal = " ".join(error.messages)
    return _mine(request, token, refusal)


@csrf_exempt  # the address is signed
@require_POST
def name(request: HttpRequest, token: str) -> HttpResponse:
    """Show the name, or show it no more."""
    signature = signature_of(token)
    if signature:
        NameForm(request.POST, signature=signature).done()
    return _mine(request, token)


@csrf_exempt  # the address is signed
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take the signature back; name and address are deleted."""
    signature = signature_of(token)
    if signature is None:
        return _mine(request, token)
    actions.withdraw(signature=signature)
    return render(request, "pages/charter/withdrawn.html", {"charter": newest().page})


def _mine(request: HttpRequest, token: str, refusal: str = "") -> HttpResponse:
    current, signature = newest(), signature_of(token)
    context: dict[str, Any] = {"signature": signature, "version": current, "token": token, "refusal": refusal}
    context |= {"words": words_of(current), "charter": current.page}
    return render(request, "pages/charter/mine.html", context, status=200 if signature else 404)
