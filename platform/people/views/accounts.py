"""Views of the NGO's accounts: who can sign in, and help for those who cannot."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.account_support import end_sessions, remove_second_factor, renew_link, renew_pin, unlock
from accounts.guessing import MOST, locked_accounts
from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.roles import Ability, Role, abilities, names_of, requires, roles_of
from core.addresses import whole_address
from core.folding import by_words, containing
from core.lists import Item, Listing, asked_in
from core.tables import Link
from people.forms.finding import AccountsForm

PER_PAGE = 30


@dataclass(frozen=True)
class Account:
    """One line of the list."""

    user: User

    @property
    def name(self) -> str:
        person = getattr(self.user, "person", None)
        return person.full_name if person else str(self.user)

    @property
    def roles(self) -> list[Role]:
        """None for a participant."""
        return roles_of(self.user)


@dataclass(frozen=True)
class Help:
    """Something that can be done for an account: for staff, for participants or for both."""

    title: Promise
    explanation: Promise
    act: Callable[..., Any]
    for_staff: bool
    for_participants: bool


HELP = {
    "pin": Help(
        gettext_lazy("Give a new PIN"),
        gettext_lazy("The former PIN no longer works. The new one is shown once: read it aloud, or write it down."),
        renew_pin, for_staff=False, for_participants=True,
    ),
    "link": Help(
        gettext_lazy("Make a link to choose a password"),
        gettext_lazy("The link works once. It is shown here: hand it on by a way you trust."),
        renew_link, for_staff=True, for_participants=False,
    ),
    "unlock": Help(
        gettext_lazy("Unlock"),
        gettext_lazy("The PIN as it is may be tried again. Where somebody may have guessed, give a new PIN instead."),
        unlock, for_staff=False, for_participants=True,
    ),
    "sessions": Help(
        gettext_lazy("End all sessions"),
        gettext_lazy("For a phone that is lost or shared: this account is signed out everywhere at once."),
        end_sessions, for_staff=True, for_participants=True,
    ),
    "second-factor": Help(
        gettext_lazy("Remove the second factor"),
        gettext_lazy("For a lost phone, once you know who asks. At the next sign-in a new one is set up."),
        remove_second_factor, for_staff=True, for_participants=True,
    ),
}  # fmt: skip


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def accounts(request: SignedInRequest) -> HttpResponse:
    """Everybody who can sign in, the last seen first. A search is posted: names stay out of addresses and logs."""
    form = AccountsForm(asked_in(request, is_posted=True))
    listing = Listing(
        request, name="accounts", caption=_("Accounts"), items=_columns(), rows=_asked_for(form.asked()), form=form,
        per_page=PER_PAGE, usual="-seen", is_posted=True, may_take=Ability.EXPORT_NAMES in abilities(request.user),
        prepare=lambda users: [Account(user) for user in users],
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    context = {"form": form, "page": listing.page, "list": listing, "locked": _locked()}
    return render(request, "people/accounts.html", context)


def _columns() -> list[Item]:
    names = (Coalesce(*by_words("person__full_name"), *by_words("first_name"), *by_words("username")),)
    return [
        Item("name", _("Name"), _link, order=names),
        Item("roles", _("Role"), lambda one: names_of(one.roles) or _("participant")),
        Item("seen", _("Last signed in"), lambda one: _("has signed in") if one.user.last_login else _("never"),
             order=(TruncMonth("last_login"),), falls=True),
    ]  # fmt: skip


def _link(one: Account) -> Link:
    return Link(format_html("<bdi>{}</bdi>", one.name), reverse("people:account", args=[one.user.pk]))


def _asked_for(asked: dict[str, Any]) -> QuerySet[User]:
    found = _accounts()
    if text := asked.get("q"):
        found = containing(found, text, "person__full_name", "person__name_other_script", "first_name", "last_name")
    if kind := asked.get("kind"):
        works_here = Exists(User.groups.through.objects.filter(user=OuterRef("pk")))
        found = found.filter(works_here if kind == "staff" else ~works_here)
    return found


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """One account, and what can be done for it."""
    shown = _fetch(pk)
    offered = {name: entry for name, entry in HELP.items() if _is_for(entry, shown)}
    is_locked = shown.user.wrong_tries >= MOST and not shown.roles
    if not is_locked:
        offered.pop("unlock", None)
    context = {"account": shown, "offered": offered, "may_help": _may_help(request, shown), "is_locked": is_locked}
    return render(request, "people/account.html", context)


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def help_account(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """Ask once, then do it and show what is to be handed on; it is shown this once."""
    shown, entry = _fetch(pk), HELP.get(name)
    if entry is None or not _is_for(entry, shown):
        raise Http404
    if not _may_help(request, shown):
        raise PermissionDenied
    context: dict[str, Any] = {"account": shown, "help": entry}
    if request.method == "POST":
        result = entry.act(user=shown.user, actor=request.user)
        link = whole_address(request, result) if name == "link" else ""
        context |= {"done": True, "pin": result if name == "pin" else "", "link": link}
    return render(request, "people/account_help.html", context)


def _accounts() -> QuerySet[User]:
    users = User.objects.filter(is_active=True).select_related("person").prefetch_related("groups")
    return users.order_by(F("last_login").desc(nulls_last=True), "pk")


def _locked() -> list[Account]:
    """Participants whose PIN is taken no more, by name."""
    users = locked_accounts().filter(groups__isnull=True).select_related("person").prefetch_related("groups")
    return sorted((Account(user) for user in users), key=lambda account: account.name)


def _fetch(pk: int) -> Account:
    return Account(get_object_or_404(_accounts(), pk=pk))


def _is_for(entry: Help, shown: Account) -> bool:
    return entry.for_staff if shown.roles else entry.for_participants


def _may_help(request: SignedInRequest, shown: Account) -> bool:
    """Coordinators help participants; staff, who see names, are helped by an administrator, and never by themselves."""
    if shown.user == request.user:
        return False
    return not shown.roles or Ability.HELP_STAFF in abilities(request.user)
