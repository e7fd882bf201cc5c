"""Inviting staff, and looking after an invitation: its link, its mail, sending it again, withdrawing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guessing import account_named
from accounts.models import StaffInvitation, User
from accounts.requests import SignedInRequest
from accounts.roles import Ability, Role, names_of, requires
from accounts.staff.actions import send_again, withdraw_invitation
from accounts.staff.forms import InviteForm
from accounts.staff.invitations import link_of
from accounts.staff.reading import pending_invitations
from core.acting import refusal_as_message


@requires(Ability.MANAGE_STAFF)
@never_cache
def invite(request: SignedInRequest) -> HttpResponse:
    """A name, an address, roles; an address that has an account leads to that account, with the roles ticked."""
    form = InviteForm(request.POST if request.method == "POST" else None, actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("The invitation is made. The mail goes within a minute or two."))
        return redirect("staff:invitation", form.result.pk)
    return render(request, "staff/invite.html", {"form": form})


@requires(Ability.MANAGE_STAFF)
@never_cache
def invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where it stands, what became of the mail, and the link to hand on as long as it holds."""
    shown = _fetch(pk)
    is_open = shown.state == StaffInvitation.State.OPEN
    context = {
        "invitation": shown,
        "roles": names_of([Role(role) for role in shown.roles]),
        "is_open": is_open,
        "link": link_of(shown) if is_open else "",
        "takes_part": is_open and _takes_part(shown.email),
    }
    return render(request, "staff/invitation.html", context)


@requires(Ability.MANAGE_STAFF)
@require_POST
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new link, by mail."""
    with refusal_as_message(request):
        send_again(invitation=_fetch(pk), by=request.user)
        messages.success(request, _("A new link is on its way. The former one no longer works."))
    return redirect("staff:invitation", pk)


@requires(Ability.MANAGE_STAFF)
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """The link opens nothing any more."""
    with refusal_as_message(request):
        withdraw_invitation(invitation=_fetch(pk), by=request.user)
        messages.success(request, _("The invitation is withdrawn: its link opens nothing any more."))
    return redirect("staff:list")


def _fetch(pk: int) -> StaffInvitation:
    return get_object_or_404(pending_invitations(), pk=pk)


def _takes_part(email: str) -> bool:
    """Whether a participant's account answers to the address."""
    user: User | None = account_named(email)
    return user is not None and not user.groups.exists()
