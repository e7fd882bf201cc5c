"""A participant's first page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from people.home import read_parts


@login_required
@never_cache
def home(request: SignedInRequest) -> HttpResponse:
    """Where I stopped, my courses, my sessions, my certificates."""
    return render(request, "people/home.html", {"parts": read_parts(request)})
