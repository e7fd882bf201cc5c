"""The page "Today" of members of staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.roles import Ability, abilities
from accounts.today.parts import gather


def today(request: HttpRequest) -> HttpResponse:
    """What is to be done, by role; whoever is no member of staff is led to their own first page."""
    if not (request.user.is_authenticated and abilities(request.user)):
        return redirect("accounts:home" if request.user.is_authenticated else "accounts:sign_in")
    context = {"page": gather(request), "day": timezone.localdate(), "name": request.user.get_short_name(),
               "reads_only": abilities(request.user) == {Ability.READ_PROJECTS}}  # fmt: skip
    return render(request, "accounts/today.html", context)
