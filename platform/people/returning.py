"""Checks the name and PIN of who comes back under a code: every press is a guess at each account of that name."""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.guessing import MOST, no_guess, take_guess, was_right
from accounts.limits import give_back, take_try
from accounts.models import User
from core.text import fold
from people.extension_points import Target
from people.joining import namesakes


@dataclass
class Answer:
    """`user` whose PIN it is; `too_many`: there were too many tries; `barred`: accounts that took no guess."""

    user: User | None = None
    too_many: bool = False
    barred: set[int] = field(default_factory=set)


def ask(request: HttpRequest, *, target: Target, code: str, name: str, pin: str) -> Answer:
    """Try the PIN at the accounts of that name; what is wrong is counted for each, what is right for none.

    An unknown name is counted under the code and takes the time of a wrong PIN: nothing tells who is here.
    """
    users = namesakes(target, name)
    if not users:
        if not take_try(request, "pin", code, fold(name)):
            return Answer(too_many=True)
        make_password(pin)
        return Answer()
    if not take_try(request, "pin"):
        return Answer(too_many=True, barred={user.pk for user in users})
    tried = [user for user in users if take_guess(request, user)]
    found = next((user for user in tried if user.check_password(pin)), None)
    if found is not None:
        give_back(request, "pin")
        was_right(request, found)
        for user in tried:
            if user != found:
                no_guess(request, user)
        return Answer(found)
    barred = [user for user in users if user not in tried]
    return Answer(too_many=any(user.wrong_tries < MOST for user in barred), barred={user.pk for user in barred})
