"""Views of My data: everything kept about me, to read, correct, download and delete."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.forms import TOO_MANY_TRIES
from accounts.fresh import is_fresh
from accounts.guessing import take_guess, was_right
from accounts.requests import SignedInRequest
from accounts.roles import is_staff_member
from people.consent import state_of
from people.disability import is_asked
from people.erasure import erase_person
from people.forms import CorrectionForm, ErasureForm
from people.models import Person
from people.own_data import as_json, own_person, read_own_data
from people.pdf import render_own_data
from people.signing_in import gets_codes


@login_required
@never_cache
def my_data(request: SignedInRequest) -> HttpResponse:
    """Everything, in words."""
    person = own_person(request.user)
    sections = read_own_data(request.user, person)
    declared = any(section.name == "disability" for section in sections)
    context = {
        "sections": sections,
        "person": person,
        "state": state_of(request.user).name,
        "may_declare": person is not None and (declared or is_asked()),
        "is_staff": is_staff_member(request.user),
    }
    return render(request, "people/my_data.html", context)


@login_required
@never_cache
def correct(request: SignedInRequest) -> HttpResponse:
    """Name, contact, axes and language."""
    person = own_person(request.user)
    if person is None:
        return redirect("people:my_data")
    form = CorrectionForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your data are corrected."))
        return redirect("people:my_data")
    return render(request, "people/correct.html", {"form": form})


@login_required
@never_cache
def download_json(request: SignedInRequest) -> HttpResponse:
    """Everything, for another programme to read."""
    data = as_json(read_own_data(request.user, own_person(request.user)))
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    return _as_file(response, "my-data.json")


@login_required
@never_cache
def download_pdf(request: SignedInRequest) -> HttpResponse:
    """Everything, to print or to keep."""
    pdf = render_own_data(read_own_data(request.user, own_person(request.user)))
    return _as_file(HttpResponse(pdf, content_type="application/pdf"), "my-data.pdf")


@login_required
@never_cache
def delete(request: SignedInRequest) -> HttpResponse:
    """What goes and what stays, then the PIN or password, then everything that names me is gone."""
    person = own_person(request.user)
    if person is None or is_staff_member(request.user):
        return redirect("people:my_data")
    form = ErasureForm(request.POST if request.method == "POST" else None, asks=not is_fresh(request))
    refusal = _("This is not your PIN or password. Nothing was deleted.")
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form, refusal=refusal):
        return _erase(request, person)
    return render(request, "people/delete.html", {"form": form} | without_the_secret(request))


def deleted(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in any more; says so to whoever asks, and tells nothing."""
    return render(request, "people/deleted.html")


def is_confirmed(request: SignedInRequest, form: ErasureForm, *, refusal: str) -> bool:
    """Whether the PIN is right, or a code was written just now; else `refusal` stands at it. Guesses are counted."""
    if not form.asks:
        return True
    if not take_guess(request, request.user):
        form.add_error(None, TOO_MANY_TRIES)
        return False
    if form.is_of(request.user):
        was_right(request, request.user)
        return True
    form.add_error("secret", refusal)
    return False


def without_the_secret(request: SignedInRequest) -> dict[str, bool]:
    """For whoever forgot it: whether a code counts instead, and whether one can be sent to them."""
    return {"is_fresh": is_fresh(request), "gets_codes": gets_codes(request.user)}


def _erase(request: SignedInRequest, person: Person) -> HttpResponse:
    erase_person(person=person)
    logout(request)
    return redirect("people:deleted")


def _as_file(response: Any, name: str) -> HttpResponse:
    """To be saved under a name that tells nothing."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
