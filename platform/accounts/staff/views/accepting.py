"""The page behind an invitation's link. Looking at it uses nothing up."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.login import complete_sign_in
from accounts.models import StaffInvitation, User
from accounts.roles import Role, names_of
from accounts.staff.forms import AcceptForm, TakeRolesForm
from accounts.staff.invitations import read_token


@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a name and a password, or take the roles with the account one has; then on to the role's first page."""
    invitation = read_token(token)
    if invitation is None:
        return render(request, "staff/link_unknown.html", status=404)
    if invitation.state != StaffInvitation.State.OPEN:
        return render(request, "staff/link_closed.html", {"state": invitation.state}, status=410)
    context = {"roles": names_of([Role(role) for role in invitation.roles])}
    if request.user.is_authenticated:
        return _take(request, invitation, context)
    form = AcceptForm(request.POST if request.method == "POST" else None, invitation=invitation)
    if request.method == "POST" and form.done():
        return complete_sign_in(request, form.result, reverse("accounts:home"))
    return render(request, "staff/accept.html", context | {"form": form})


def _take(request: HttpRequest, invitation: StaffInvitation, context: dict[str, str]) -> HttpResponse:
    """With the account that is signed in; after a new password it signs in anew."""
    user = cast(User, request.user)
    form = TakeRolesForm(request.POST if request.method == "POST" else None, invitation=invitation, user=user)
    if request.method == "POST" and form.done():
        return (
            redirect("accounts:home")
            if "password" not in form.fields
            else complete_sign_in(request, form.result, reverse("accounts:home"))
        )
    return render(request, "staff/take_roles.html", context | {"form": form, "invitation": invitation})
