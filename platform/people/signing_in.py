"""Authentication by mail address or phone: finds whose it is, for a code sent to it, or a PIN or password with it.

The rule: exactly one human of the NGO bears it, in the register or as an account, and has an account. What a family or
an office shares opens nothing, not even the only account among them: the code would reach the wrong person.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.http import HttpRequest

from accounts.models import User
from core import sms
from core.contacts import normalize_email, possible_phones
from core.text import ascii_digits
from people.models import Person

SHORTEST = 6  # of a PIN that goes with an address anybody may know; a shorter one wants the join code or the badge


@dataclass(frozen=True)
class Found:
    """An account, and the address as it is stored: what is sent goes there, never to what was typed."""

    user: User
    address: str


def account_of(person: Person) -> User | None:
    """The account of the human, by whichever of their merged records; that of the one that remains before others."""
    records = Person.objects.of(person).filter(user__is_active=True).select_related("user")
    users = [record.user for record in sorted(records, key=lambda record: record.merged_into_id is not None)]
    return users[0] if users else None


def only_account(text: str) -> Found | None:
    """The account that a mail address or phone opens; None for an unknown, a shared or an unreadable one."""
    try:
        return _by_email(normalize_email(text)) if "@" in text else _by_phone(possible_phones(text))
    except ValueError:
        return None


def gets_codes(user: User) -> bool:
    """Whether a one-time code can be sent to this account: by an address, or a phone where SMS go, of nobody else."""
    names = [name for name in names_of(user) if "@" in name or sms.is_available()]
    return any(found.user == user for name in names if (found := only_account(name)))


def names_of(user: User) -> list[str]:
    """Addresses and numbers of the account's human."""
    person = Person.objects.filter(user=user).first()
    rows = Person.objects.of(person).values_list("email", "phone", "user__email") if person else []
    return list(dict.fromkeys(name for row in [*rows, (user.email,)] for name in row if name))


def _by_email(email: str) -> Found | None:
    people = Person.objects.filter(Q(email__iexact=email) | Q(user__email__iexact=email, user__is_active=True))
    staff = User.objects.filter(email__iexact=email, is_active=True, person__isnull=True)
    known: list[Person | User] = [*_humans(people), *staff]
    if len(known) != 1:
        return None
    if isinstance(known[0], User):
        return Found(known[0], known[0].email)
    user = account_of(known[0])
    stored = next((address for address in _addresses(known[0]) if address.lower() == email.lower()), "")
    return Found(user, stored) if user and stored else None


def _by_phone(phones: list[str]) -> Found | None:
    people = Person.objects.filter(phone__in=phones)
    humans = _humans(people)
    user = account_of(humans[0]) if len(humans) == 1 else None
    return Found(user, people[0].phone) if user else None


def _humans(people: Any) -> list[Person]:
    """Each human once, by the record that remains of a merge."""
    rows = people.filter(erased_at__isnull=True).select_related("merged_into").order_by("pk")
    return list({(row.merged_into or row).pk: row.merged_into or row for row in rows}.values())


def _addresses(person: Person) -> list[str]:
    rows = Person.objects.of(person).values_list("email", "user__email")
    return [address for row in rows for address in row if address]


class ContactBackend(ModelBackend):
    """Mail address or phone with the PIN or password. An unknown one takes the time of a wrong PIN."""

    def account_named(self, name: str) -> User | None:
        """For `accounts.guessing`: whose address or number it is."""
        found = only_account(name)
        return found.user if found else None

    def names_of(self, user: User) -> list[str]:
        """For the same: by which else one comes to it."""
        return names_of(user)

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if not username or not password:
            return None
        found = only_account(username)
        secret = ascii_digits(password) if ascii_digits(password).isdigit() else password
        if found is None or len(secret) < SHORTEST:
            make_password(password)
            return None
        return found.user if found.user.check_password(secret) and self.user_can_authenticate(found.user) else None
