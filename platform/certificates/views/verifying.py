"""The public view that verifies a certificate by its code: whether it holds, and the name only if the holder agrees.

The codes of another NGO, of nobody and mistyped ones look alike and cost the same.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.forms import TOO_MANY_TRIES
from accounts.limits import give_back, take_try
from certificates.codes import plain
from certificates.forms import CodeForm
from certificates.models import Certificate, in_language
from certificates.wording import dates, holder_name, initials, length, title
from core.languages import Shown, active

PURPOSE = "verify"


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code."""
    form = CodeForm(request.GET or None)
    if form.is_valid() and plain(form.cleaned_data["code"]):
        return redirect("certificates:verify_code", code=plain(form.cleaned_data["code"]))
    return render(request, "certificates/verify.html", {"form": form})


@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What there is to say of a code; tries at unknown ones are counted by address."""
    if not take_try(request, PURPOSE):
        return _answer(request, {"refusal": TOO_MANY_TRIES}, 429)
    found = Certificate.objects.with_state().filter(code=plain(code)).first()
    if found is None:
        return _answer(request, {})  # no 404, for which redirects would be looked up
    give_back(request, PURPOSE)
    return _answer(request, {"certificate": found, "state": found.state, **_facts(found)})


def _facts(found: Certificate) -> dict[str, Any]:
    language = active()
    text, code = in_language(found.organisation, language)
    return {
        "organisation": Shown(text, code, language),
        "title": title(found, language),
        "holder": holder_name(found, language) if found.show_name else initials(found, language),
        "length": length(found),
        "dates": dates(found),
    }


def _answer(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, "certificates/verified.html", context | {"form": CodeForm()}, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
