"""A participant's first page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from people.consent import State, state_of
from people.home import read_parts


@login_required
@never_cache
def home(request: SignedInRequest) -> HttpResponse:
    """Where I stopped, my courses, my sessions, my certificates."""
    has_withdrawn = state_of(request.user) == State.WITHDRAWN
    return render(request, "people/home.html", {"parts": read_parts(request), "has_withdrawn": has_withdrawn})
