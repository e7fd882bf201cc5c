"""Letting somebody in who has shown one secret: on to the second step where the account has one, else in."""

from typing import cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from accounts.models import User


def enter(request: HttpRequest, user: User, url: str) -> HttpResponse:
    """The answer that leads on to `url`. Adding a key to the account does not ask for the same secret at once again."""
    record_authentication(request, user, "password", reauthenticated=True)
    return cast(HttpResponse, perform_login(request, user, redirect_url=url))
