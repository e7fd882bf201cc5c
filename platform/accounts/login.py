"""Completes sign-in after the first factor, and makes the badge that stands for the sign-in name.

A badge's address holds for its own NGO only, is worth nothing without the PIN and void once the sessions are ended.
"""

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from core.signing import tenant_salt


def complete_sign_in(request: HttpRequest, user: User, url: str, *, shared: bool = False) -> HttpResponse:
    """The answer that leads on to the second factor, where the account has one, or to `url`.

    Adding a key to the account does not ask for the same secret at once again.

    `shared`: the session ends when the browser is closed. Else it lasts, as answers given without a network need it.
    """
    record_authentication(request, user, "password", reauthenticated=True)
    response = cast(HttpResponse, perform_login(request, user, redirect_url=url))
    request.session.set_expiry(0 if shared else None)  # after signing in, which may begin a new session
    return response


def badge_token(user: User) -> str:
    """What the badge's QR code holds, after the address."""
    return signing.Signer(salt=tenant_salt("accounts.badges")).sign(f"{user.pk}-{user.sessions_ended}")


def read_badge(token: str) -> User | None:
    """The account of a badge; None for one of another NGO, an altered one, or one ended since."""
    account = account_of_badge(token)
    return User.objects.filter(**account).first() if account else None


def account_of_badge(token: str) -> dict[str, Any] | None:
    """What the account of a badge has to be, as a filter of accounts; None for an altered badge, or another NGO's."""
    try:
        pk, _dash, ended = signing.Signer(salt=tenant_salt("accounts.badges")).unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return {"pk": pk, "sessions_ended": ended, "is_active": True}
