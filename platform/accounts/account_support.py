"""Account support: staff help somebody sign in, or end their sessions when a phone is lost. Each act is logged."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils.crypto import get_random_string
from wagtail.log_actions import log

from accounts.guessing import start_anew
from accounts.invitations import set_password_path
from accounts.models import User
from accounts.signals import sessions_ended

PIN_DIGITS = 6


@transaction.atomic
def end_sessions(*, user: User, actor: User) -> None:
    """Sign the account out on every device, at its next request."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    sessions_ended.send(User, user=user)
    log(instance=user, action="accounts.end_sessions", user=actor)


@transaction.atomic
def renew_pin(*, user: User, actor: User) -> str:
    """A new PIN for a participant, shown once to be read aloud; the former one and all sessions end."""
    pin = get_random_string(PIN_DIGITS, "0123456789")
    user.set_password(pin)
    user.save(update_fields=["password"])
    start_anew(user)
    sessions_ended.send(User, user=user)
    log(instance=user, action="accounts.renew_pin", user=actor)
    return pin


@transaction.atomic
def unlock(*, user: User, actor: User) -> None:
    """Let the PIN as it is be tried again, after too many wrong ones."""
    start_anew(user)
    log(instance=user, action="accounts.unlock", user=actor)


@transaction.atomic
def renew_link(*, user: User, actor: User) -> str:
    """The path of a page on which a member of staff chooses a new password; it works once, for three days."""
    log(instance=user, action="accounts.renew_link", user=actor)
    return set_password_path(user)


@transaction.atomic
def remove_second_factor(*, user: User, actor: User) -> None:
    """Forget application, passkeys and recovery codes: the next sign-in sets up new ones. Sessions end."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user, actor=actor)
    log(instance=user, action="accounts.remove_second_factor", user=actor)
