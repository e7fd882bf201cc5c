"""The first day on a page of its own, put away and shown again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.first_day.reading import put_away, read_path
from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires

staff = requires(*Ability)


@require_GET
@staff
def overview(request: SignedInRequest) -> HttpResponse:
    """Every step of one's roles, also when all are done or put away."""
    return render(request, "accounts/first_day.html", {"path": read_path(request.user)})


@require_POST
@staff
def dismiss(request: SignedInRequest) -> HttpResponse:
    """Off the first page, for this user."""
    put_away(request.user)
    messages.success(request, _("The list is put away. You find it in the menu of your account."))
    return redirect("accounts:home")


@require_POST
@staff
def show(request: SignedInRequest) -> HttpResponse:
    """On the first page again."""
    put_away(request.user, value=False)
    return redirect("accounts:home")
