"""Helping a member of staff to sign in: a link, ending sessions, a lost second factor. Nobody helps themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.account_support import end_sessions, remove_second_factor, renew_link
from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from accounts.staff.reading import all_members, read_members
from core.addresses import whole_address


@dataclass(frozen=True)
class Help:
    """Something that can be done for an account."""

    title: Promise
    explanation: Promise
    act: Callable[..., Any]


HELP = {
    "link": Help(
        _("Make a link to choose a password"),
        _("The link works once. It is shown here: hand it on by a way you trust."),
        renew_link,
    ),
    "sessions": Help(
        _("End all sessions"),
        _("For a phone that is lost or shared: this account is signed out everywhere at once."),
        end_sessions,
    ),
    "second-factor": Help(
        _("Remove the second factor"),
        _("For a lost phone, once you know who asks. At the next sign-in a new one is set up."),
        remove_second_factor,
    ),
}


@requires(Ability.HELP_STAFF)
@never_cache
def help_member(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """Ask once, then do it and show what is to be handed on; it is shown this once."""
    user = get_object_or_404(all_members().filter(is_active=True), pk=pk)
    entry = HELP.get(name)
    if entry is None:
        raise Http404
    if user.pk == request.user.pk:
        raise PermissionDenied
    context: dict[str, Any] = {"member": read_members([user])[0], "help": entry}
    if request.method == "POST":
        result = entry.act(user=user, actor=request.user)
        context |= {"done": True, "link": whole_address(request, result) if name == "link" else ""}
    return render(request, "staff/help.html", context)
