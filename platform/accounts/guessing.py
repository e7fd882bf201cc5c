"""Brute-force protection of one account, by whichever of its names and at whichever door: join codes, badge, sign-in.

Two counts. Ten wrong tries in a quarter of an hour close every door to the account for the rest of it, with whatever
name, address or number one comes (accounts.limits). Fifty in all close it to a participant's PIN until somebody helps:
a PIN of four digits is then guessed with a chance of one in two hundred, not within weeks. Codes by mail or SMS,
passkeys and the links of invitations still open it; a new PIN, or the coordinator's help, starts both counts anew.

Who then writes the right PIN takes back their own slips of that quarter of an hour, known by the network they come
from; the guesses of others stay counted. Staff are not shut out for good: whoever knows an address could do that to
the only coordinator, and a guessed password opens nothing without the second factor.
"""

from typing import Any

from django.contrib.auth import get_backends
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest

from accounts.limits import client_address, count_own, forget_tries, give_back, network_of, take_own, take_try
from accounts.models import User
from accounts.roles import is_staff_member
from core.contacts import plain_contact
from core.text import fold

MOST = 50  # wrong tries at one participant's PIN, ever
PURPOSE, SIGN_IN = "account", "sign in"


def account_named(name: str) -> User | None:
    """Whose this sign-in name, mail address or phone is; asked of every way to sign in that knows names."""
    user = User.objects.filter(username=name, is_active=True).first()
    return user or next((found for find in _ask("account_named") if (found := find(name))), None)


def spelling(name: str) -> str:
    """The one spelling that tries at a name are counted under."""
    return fold(plain_contact(name))


def take_guess(request: HttpRequest, user: User) -> bool:
    """Count one guess before it is made; False where the account takes none now."""
    lasting = not is_staff_member(user)
    if lasting and not User.objects.filter(pk=user.pk, wrong_tries__lt=MOST).exists():
        return False
    if not take_try(None, PURPOSE, str(user.pk)):
        return False
    if lasting and not User.objects.filter(pk=user.pk, wrong_tries__lt=MOST).update(wrong_tries=F("wrong_tries") + 1):
        return False
    count_own(PURPOSE, str(user.pk), _from(request))
    return True


def was_right(request: HttpRequest, user: User) -> None:
    """It was no guess: this try and the slips before it, from the same network, are taken back."""
    give_back(None, PURPOSE, str(user.pk))
    own = take_own(PURPOSE, str(user.pk), _from(request))
    User.objects.filter(pk=user.pk).update(wrong_tries=Greatest(F("wrong_tries") - own, Value(0)))


def no_guess(request: HttpRequest, user: User) -> None:
    """The secret was that of somebody of the same name: this one try is taken back, no more."""
    give_back(None, PURPOSE, str(user.pk))
    count_own(PURPOSE, str(user.pk), _from(request), -1)
    User.objects.filter(pk=user.pk).update(wrong_tries=Greatest(F("wrong_tries") - 1, Value(0)))


def start_anew(user: User) -> None:
    """The secret is a new one, or somebody who knows the person helped: no guess so far counts."""
    User.objects.filter(pk=user.pk).update(wrong_tries=0)
    user.wrong_tries = 0
    forget_tries(PURPOSE, str(user.pk))
    for name in (user.username, *(name for find in _ask("names_of") for name in find(user))):
        forget_tries(SIGN_IN, spelling(name))


def locked_accounts() -> QuerySet[User]:
    """Accounts that take no PIN until somebody helps."""
    return User.objects.filter(wrong_tries__gte=MOST, is_active=True)


def _from(request: HttpRequest) -> str:
    return network_of(client_address(request))


def _ask(method: str) -> list[Any]:
    return [getattr(backend, method) for backend in get_backends() if hasattr(backend, method)]
