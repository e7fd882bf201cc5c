"""Letting somebody in who has shown one secret: on to the second step where the account has one, else in."""

from typing import cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from accounts.models import User


def enter(request: HttpRequest, user: User, url: str, *, shared: bool = False) -> HttpResponse:
    """The answer that leads on to `url`. Adding a key to the account does not ask for the same secret at once again.

    `shared`: the session ends when the browser is closed. Else it lasts, as answers given without a network need it.
    """
    record_authentication(request, user, "password", reauthenticated=True)
    response = cast(HttpResponse, perform_login(request, user, redirect_url=url))
    request.session.set_expiry(0 if shared else None)  # after signing in, which may begin a new session
    return response
