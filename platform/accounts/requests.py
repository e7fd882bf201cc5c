"""The type of signed-in requests: for views behind `login_required` or `roles.requires`."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind a guard: somebody is signed in."""

    user: User
