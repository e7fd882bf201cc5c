"""Views of consent: agreeing to what is kept, again when the text changed, and withdrawing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from people.consent import State, give_consent, state_of, was_ever_asked, withdraw_consent
from people.correcting import correct_person
from people.forms import AskingForm, ConsentForm
from people.own_data import own_person


@login_required
@never_cache
def consent(request: SignedInRequest) -> HttpResponse:
    """The text and the tick; who was never asked for the axes is asked now. Then on to where one was going."""
    state = state_of(request.user)
    if state in (State.NOT_NEEDED, State.CURRENT):
        return HttpResponseRedirect(_next(request))  # an address, which `redirect` might take for a view's name
    person = request.user.person
    form: Any
    if was_ever_asked(person):
        form = ConsentForm(request.POST or None)
    else:
        form = AskingForm(request.POST or None, initial=person.axes())
    if request.method == "POST" and form.is_valid():
        if isinstance(form, AskingForm):
            correct_person(person=person, fields=form.axes(), also_past=False)
        give_consent(person=person)
        return HttpResponseRedirect(_next(request))
    return render(request, "people/consent.html", {"form": form, "changed": state == State.OLDER})


@login_required
@never_cache
def withdraw(request: SignedInRequest) -> HttpResponse:
    """Say what follows, then withdraw."""
    person = own_person(request.user)
    if person is None or state_of(request.user) in (State.NONE, State.WITHDRAWN):
        return redirect("people:my_data")
    if request.method == "POST":
        withdraw_consent(person=person)
        messages.success(request, _("Your agreement is withdrawn. You can agree again at any moment."))
        return redirect("people:my_data")
    return render(request, "people/withdraw.html")


def _next(request: SignedInRequest) -> str:
    """Where one was going, if it is on this site."""
    asked = request.GET.get("next", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return reverse("people:home")
