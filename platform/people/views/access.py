"""Views of access: opening an account by a link, and the coordinator's side of it: one record's way to sign in."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.login import complete_sign_in
from accounts.models import Invitation, User
from accounts.requests import SignedInRequest
from accounts.roles import Ability, is_staff_member, requires
from core.acting import refusal_as_message
from core.addresses import whole_address
from people.access import access_path, invite_people, make_account, open_invitation, read_token
from people.consent import State, state_of
from people.forms.access import OpenAccountForm
from people.joining import find_target
from people.messages.sending import channel_of
from people.messages.tries import state_of_message
from people.models import Person, SentMessage
from people.names.reading import name_to_read
from people.signing_in import account_of


@never_cache
def access(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link: whose account it is, what is kept, the secret. Looking at it uses nothing up."""
    found = read_token(token)
    if found is None:
        return render(request, "people/access_unknown.html", status=404)
    invitation, person = found
    user = account_of(person)
    if request.user.is_authenticated and request.user != user:
        return render(request, "people/access_other.html", {"person": person})
    if user is not None and (invitation.code or is_staff_member(user)):
        return _lead_on(request, invitation, user)
    is_new = user is None or state_of(user) != State.CURRENT
    form = OpenAccountForm(request.POST or None, invitation=invitation, is_new=is_new)
    if request.method == "POST" and form.done():
        return complete_sign_in(request, form.result, _way_on(request, invitation, form.result))
    return render(
        request, "people/access.html", {"form": form, "name": name_to_read(person), "target": _target(invitation)}
    )


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def record_access(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """How this person signs in, or may: a link sent or shown, a PIN with a badge."""
    shown = _fetch(person)
    return render(request, "people/record_access.html", _context(shown))


@requires(Ability.MANAGE_SESSIONS)
@require_POST
def send_link(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """By mail or SMS, by day."""
    shown = _fetch(person)
    if not channel_of(shown):
        messages.error(request, _("Neither mail nor phone is known. Write one into the record, or give a PIN."))
    elif not _is_for_staff(shown):
        invite_people(people=[shown], actor=request.user)
        messages.success(request, _("The link goes by day, between 8 and 20 o’clock. The former one no longer works."))
    return redirect("people:record_access", person)


@requires(Ability.MANAGE_SESSIONS)
@require_POST
@never_cache
def show_link(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """The link, shown this once, to be handed on by a way the coordinator trusts."""
    shown = _fetch(person)
    if _is_for_staff(shown):
        return redirect("people:record_access", person)
    (invitation,) = invite_people(people=[shown], actor=request.user, by_hand=True)
    link = whole_address(request, access_path(invitation, shown))
    return render(request, "people/record_access.html", _context(shown) | {"link": link})


@requires(Ability.MANAGE_SESSIONS)
@require_POST
@never_cache
def give_pin(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """An account with a PIN, shown this once; the badge is printed beside it."""
    shown = _fetch(person)
    with refusal_as_message(request):
        _user, pin = make_account(person=shown, actor=request.user)
        return render(request, "people/record_access.html", _context(shown) | {"pin": pin})
    return redirect("people:record_access", person)


def _lead_on(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    """Who has an account needs no link for it: straight to the thing, by the sign-in page where that is needed."""
    url = reverse("people:join_code", args=[invitation.code.code]) if invitation.code else reverse("people:home")
    if request.user == user:
        return redirect(url)
    messages.info(request, _("You have an account already: sign in, then go on."))
    return redirect(f"{reverse('accounts:sign_in')}?next={url}")


def _way_on(request: HttpRequest, invitation: Invitation, user: User) -> str:
    target = _target(invitation)
    if target is None:
        return reverse("people:home")
    with refusal_as_message(request):
        return target.let_in(user.person)
    return reverse("people:home")


def _target(invitation: Invitation) -> Any:
    """What the link leads to; a code that was closed since does not close the door on those invited."""
    return find_target(invitation.code.code, closed=True) if invitation.code else None


def _context(person: Person) -> dict[str, Any]:
    user, invitation = account_of(person), open_invitation(person)
    said = invitation and SentMessage.objects.filter(kind="access", key=str(invitation.pk)).first()
    return {
        "person": person, "account": user, "invitation": invitation, "channel": channel_of(person),
        "said": said, "state": said and state_of_message(said),
        "is_staff": user is not None and is_staff_member(user),
    }  # fmt: skip


def _is_for_staff(person: Person) -> bool:
    user = account_of(person)
    return user is not None and is_staff_member(user)


def _fetch(person: uuid.UUID) -> Person:
    return get_object_or_404(Person.objects.canonical().filter(erased_at__isnull=True), uuid=person)
