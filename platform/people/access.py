"""Gives an account to somebody who is only on a list: a link that works once, or a PIN made by the coordinator.

The link opens the account of that very record, so nobody is in the register twice. It holds for two weeks, in one
NGO, once, and only while mail address and phone are those it was meant for; a newer one makes it worthless.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.account_support import PIN_DIGITS
from accounts.guessing import start_anew
from accounts.models import Invitation, JoinCode, User
from accounts.roles import is_staff_member
from core.languages import active
from core.signing import tenant_salt
from people.consent import give_consent
from people.correcting import correct_person
from people.models import Person, PersonQuerySet
from people.signing_in import account_of

VALID, DAY = datetime.timedelta(days=14), datetime.timedelta(days=1)
AT_ONCE = datetime.timedelta(seconds=30)  # on a slow line one presses again; who wants another link takes longer


def without_account() -> PersonQuerySet:
    """People of the register who cannot sign in, by none of their merged records."""
    accounts = Person.objects.filter(Q(pk=OuterRef("pk")) | Q(merged_into=OuterRef("pk")), user__is_active=True)
    return Person.objects.canonical().filter(~Exists(accounts), erased_at__isnull=True)


def access_path(invitation: Invitation, person: Person) -> str:
    """The link, short enough for an SMS, in the language the person reads."""
    with translation.override(person.person_language or active()):
        return reverse("people:access", args=[_signer().sign(f"{invitation.pk}-{_meant_for(person)}")])


def read_token(token: str) -> tuple[Invitation, Person] | None:
    """The invitation of a link that still works and its person; None for any other text."""
    try:
        pk, _dash, meant_for = _signer().unsign(token).partition("-")
    except signing.BadSignature:
        return None
    invitation = Invitation.objects.filter(pk=pk).select_related("code").first()
    person = _person(invitation) if invitation else None
    if invitation is None or person is None or not is_open(invitation) or meant_for not in _meant_for_ever(person):
        return None
    return invitation, person


def is_open(invitation: Invitation) -> bool:
    """Not used, not too old."""
    return invitation.used_at is None and invitation.made_at > timezone.now() - VALID


def open_invitation(person: Person) -> Invitation | None:
    """The newest one that may still be used."""
    rows = Invitation.objects.filter(person=person.uuid, used_at__isnull=True, made_at__gt=timezone.now() - VALID)
    return rows.first()


@transaction.atomic
def invite_people(
    *, people: Iterable[Person], actor: User | None, code: JoinCode | None = None, by_hand: bool = False
) -> list[Invitation]:
    """Make each a link that leads to an account, and on to what `code` names. Former links to the same end.

    A second press gets the links that the first has made.
    """
    invited = list(people)
    _lock(invited)
    former = Invitation.objects.filter(person__in=[one.uuid for one in invited], code=code, used_at__isnull=True)
    just_made = former.filter(by_hand=by_hand, made_at__gt=timezone.now() - AT_ONCE)
    links = {invitation.person: invitation for invitation in just_made}
    others = [person for person in invited if person.uuid not in links]
    former.filter(person__in=[person.uuid for person in others]).delete()
    made = Invitation.objects.bulk_create(
        Invitation(person=person.uuid, code=code, by_hand=by_hand, made_by=actor) for person in others
    )
    links |= {invitation.person: invitation for invitation in made}
    for person in others:
        log(instance=person, action="people.invite", user=actor)
    return [links[person.uuid] for person in invited]


@transaction.atomic
def offer_account(*, person: Person) -> None:
    """The person asks for the link themselves; it goes to the contact in the register. Once a day is enough."""
    last = open_invitation(person)
    if account_of(person) is None and (last is None or last.made_at < timezone.now() - DAY):
        invite_people(people=[person], actor=None)


@transaction.atomic
def open_account(*, invitation: Invitation, secret: str, axes: dict[str, str] | None = None) -> User:
    """The person has read what is kept, agrees, and signs in with `secret` from now on. ValidationError when too late.

    Who has an account already gets the new secret for it; all its sessions end.
    """
    person = _person(invitation)
    _lock([person] if person else [])
    current = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if person is None or current is None or not is_open(current):
        raise ValidationError(_("This link was used already or is too old. Ask your coordinator for a new one."))
    if axes is not None:
        correct_person(person=person, fields=axes, also_past=False)
    user = _account(person, secret)
    give_consent(person=user.person)
    Invitation.objects.filter(pk=current.pk).update(used_at=timezone.now())
    return user


@transaction.atomic
def make_account(*, person: Person, actor: User) -> tuple[User, str]:
    """An account with a new PIN, to be read aloud or handed over with a badge; they agree when they first sign in."""
    _lock([person])
    if account_of(person):
        raise ValidationError(_("This person can sign in already. Give a new PIN on the page of the account."))
    pin = get_random_string(PIN_DIGITS, "0123456789")
    user = _account(person, pin)
    Invitation.objects.filter(person=person.uuid, code=None, used_at__isnull=True).delete()
    log(instance=person, action="people.make_account", user=actor)
    return user, pin


def _lock(people: Iterable[Person]) -> None:
    """Two presses come one after the other. Before any lock of an invitation, in one order: nobody waits in a ring."""
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=[person.pk for person in people])
    list(rows.order_by("pk").values_list("pk"))


def _account(person: Person, secret: str) -> User:
    user = account_of(person)
    if user is None:
        language = person.person_language or active()
        user = User.objects.create_user(username=new_username(), password=secret, language=language)
        person.user = user
        person.save(update_fields=["user"])
        return user
    if is_staff_member(user):
        raise ValidationError(_("This account works for the organisation: it signs in with its own keys."))
    user.set_password(secret)
    user.save(update_fields=["password"])
    start_anew(user)
    return user


def new_username() -> str:
    """A name nobody needs to know: participants sign in with their own name, a contact or a badge."""
    return f"p-{get_random_string(12).lower()}"


def _person(invitation: Invitation) -> Person | None:
    """Who is invited: the record that remains of a merge; None once erased."""
    person = Person.objects.filter(uuid=invitation.person, erased_at__isnull=True).select_related("merged_into").first()
    return person and (person.merged_into or person)


def _meant_for(person: Person, key: str | bytes | None = None) -> str:
    """Changes with the contact: a link that went to a wrong address dies when the address is corrected."""
    return salted_hmac("people.access contact", f"{person.email}|{person.phone}", secret=key).hexdigest()[:10]


def _meant_for_ever(person: Person) -> set[str]:
    """Under every key that is still believed, as the signature itself is."""
    return {_meant_for(person, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}


def _signer() -> signing.Signer:
    return signing.Signer(salt=tenant_salt("people.access"))
