"""The list of the staff, one member: roles, ending, opening again, handing over."""

from typing import Any

from django.contrib import messages
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from accounts.staff.forms import EndForm, HandOverForm, RolesForm, RulesForm
from accounts.staff.forms.finding import StaffForm
from accounts.staff.invitations import here
from accounts.staff.members import open_again
from accounts.staff.reading import Member, all_members, pending_invitations, read_members
from accounts.staff.rules import staff_rules
from core.acting import refusal_as_message
from core.folding import by_words
from core.lists import Item, Listing, asked_in
from core.tables import Link, Missing


@requires(Ability.MANAGE_STAFF)
@never_cache
def staff(request: SignedInRequest) -> HttpResponse:
    """Who works here, or whose access has ended; how many are invited."""
    form = StaffForm(asked_in(request, is_posted=True))
    is_ended = form.asked().get("access") == "ended"
    listing = Listing(
        request, name="staff", caption=_("Access ended") if is_ended else _("Works here"), items=_columns(),
        rows=form.members(), form=form, usual="name", may_take=True, is_posted=True, prepare=read_members,
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    context = {
        "list": listing,
        "ended": 0 if is_ended else all_members().filter(is_active=False).count(),
        "invited": pending_invitations().count(),
        "rules": None if here().is_hub else staff_rules(),
    }
    return render(request, "staff/list.html", context)


def _columns() -> list[Item]:
    """The month of the last sign-in, and no more than that, in the order too."""
    return [
        Item("name", _("Name"), _link, order=(*by_words("first_name"), *by_words("last_name"), "username")),
        Item("roles", _("Roles"), lambda one: one.role_names),
        Item("factor", _("Second factor"), _factor),
        Item("seen", _("Last seen"), lambda one: one.last_seen or _("never"), order=(TruncMonth("last_login"),),
             falls=True),
        Item("mail", _("Mail address"), lambda one: one.user.email or Missing(), order=("email",), is_shown=False),
    ]  # fmt: skip


def _link(one: Member) -> Link:
    return Link(format_html("<bdi>{}</bdi>", one.user), reverse("staff:member", args=[one.user.pk]))


def _factor(one: Member) -> str:
    return pgettext("second factor", "on") if one.has_second_factor else pgettext("second factor", "off")


@requires(Ability.MANAGE_STAFF)
@never_cache
def member(request: SignedInRequest, pk: int) -> HttpResponse:
    """One account: what is known of it, its roles, what can be done. `?role=` ticks roles that were asked for."""
    shown = _fetch(pk)
    form = RolesForm(
        request.POST if request.method == "POST" else None,
        user=shown.user, actor=request.user, asked=request.GET.getlist("role"),
    )  # fmt: skip
    if request.method == "POST" and shown.user.is_active and form.done():
        messages.success(request, _("The roles are changed. They hold from the next page on."))
        return redirect("staff:member", pk) if form.cleaned_data["roles"] else redirect("staff:list")
    return render(request, "staff/member.html", _context(request, shown) | {"form": form})


@requires(Ability.MANAGE_STAFF)
@never_cache
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, with who takes over what; then nobody signs in with the account any more."""
    shown = _fetch(pk)
    if not shown.user.is_active:
        return redirect("staff:member", pk)
    form = EndForm(request.POST if request.method == "POST" else None, former=shown.user, actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("The access has ended. What the account recorded keeps its name."))
        return redirect("staff:member", pk)
    return render(request, "staff/end.html", {"member": shown, "form": form})


@requires(Ability.MANAGE_STAFF)
@require_POST
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    """The account signs in again, with its roles."""
    with refusal_as_message(request):
        open_again(user=_fetch(pk).user, actor=request.user)
        messages.success(request, _("The access is open again, with the same roles and password."))
    return redirect("staff:member", pk)


@requires(Ability.MANAGE_STAFF)
@never_cache
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who takes over what somebody runs, before or after the access has ended."""
    shown = _fetch(pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, former=shown.user, actor=request.user)
    if request.method == "POST" and form.done():
        said = ngettext("%(count)s thing is handed over.", "%(count)s things are handed over.", form.result)
        messages.success(request, said % {"count": form.result})
        return redirect("staff:member", pk)
    return render(request, "staff/hand_over.html", {"member": shown, "form": form})


@requires(Ability.MANAGE_STAFF)
@never_cache
def rules(request: SignedInRequest) -> HttpResponse:
    """Whether trainers change every course."""
    if here().is_hub:
        return redirect("staff:list")
    form = RulesForm(request.POST if request.method == "POST" else None, rules=staff_rules(), actor=request.user)
    if request.method == "POST" and form.done():
        messages.success(request, _("The rule is saved. It holds from the next page on."))
        return redirect("staff:list")
    return render(request, "staff/rules.html", {"form": form})


def _fetch(pk: int) -> Member:
    return read_members([get_object_or_404(all_members(), pk=pk)])[0]


def _context(request: SignedInRequest, shown: Member) -> dict[str, Any]:
    return {"member": shown, "is_own": shown.user.pk == request.user.pk, "duties": HandOverForm.held_by(shown.user)}
