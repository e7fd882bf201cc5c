"""Inviting staff, and looking after invitations: their list, the link of one, its mail, sending it again, withdrawing
it."""

from django.contrib import messages
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guessing import account_named
from accounts.models import StaffInvitation, User
from accounts.requests import SignedInRequest
from accounts.roles import Ability, Role, names_of, requires
from accounts.staff.actions import send_again, withdraw_invitation
from accounts.staff.forms import InviteForm
from accounts.staff.forms.finding import InvitationsForm
from accounts.staff.invitations import link_of
from accounts.staff.reading import pending_invitations
from core.acting import refusal_as_message
from core.dates import long_date
from core.folding import by_label, by_words
from core.lists import Item, Listing, asked_in
from core.tables import Link


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
def invitations(request: SignedInRequest) -> HttpResponse:
    """Those that wait for an answer, and those that are too old."""
    form = InvitationsForm(asked_in(request, is_posted=True))
    listing = Listing(
        request, name="invitations", caption=_("Invitations"), items=_columns(), rows=form.invitations(), form=form,
        usual="-made", may_take=True, is_posted=True,
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    return render(request, "staff/invitations.html", {"list": listing})


def _columns() -> list[Item]:
    return [
        Item("name", _("Name"), _link, order=(Coalesce(*by_words("name"), "email"),)),
        Item("roles", _("Roles"), lambda one: _role_names(one.roles)),
        Item("mail", _("Mail"), lambda one: one.get_mail_display(),
             order=by_label("mail", StaffInvitation.Mail.choices)),
        Item("until", _("Until"), _until, lambda one: localdate(one.expires_at), order=("expires_at",)),
        Item("made", _("Invited on"), lambda one: long_date(one.made_at), lambda one: localdate(one.made_at),
             order=("made_at",), falls=True, is_shown=False),
        Item("email", _("Mail address"), lambda one: format_html('<bdi dir="ltr">{}</bdi>', one.email),
             order=("email",), is_shown=False),
    ]  # fmt: skip


def _link(one: StaffInvitation) -> Link:
    return Link(format_html("<bdi>{}</bdi>", one.name or one.email), reverse("staff:invitation", args=[one.pk]))


def _until(one: StaffInvitation) -> str:
    return _("too old: send it again") if one.state == one.State.EXPIRED else long_date(one.expires_at)


def _role_names(values: list[str]) -> str:
    return names_of([Role(value) for value in values])


@requires(Ability.MANAGE_STAFF)
@never_cache
def invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where it stands, what became of the mail, and the link to hand on as long as it holds."""
    shown = _fetch(pk)
    is_open = shown.state == StaffInvitation.State.OPEN
    context = {
        "invitation": shown,
        "roles": _role_names(shown.roles),
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
    return redirect("staff:invitations")


def _fetch(pk: int) -> StaffInvitation:
    return get_object_or_404(pending_invitations(), pk=pk)


def _takes_part(email: str) -> bool:
    """Whether a participant's account answers to the address."""
    user: User | None = account_named(email)
    return user is not None and not user.groups.exists()
