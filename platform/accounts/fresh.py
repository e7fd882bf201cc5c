"""Recent authentication: a code or passkey shown within ten minutes stands for the old PIN."""

import time

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

FRESH = 10 * 60  # seconds


def is_fresh(request: HttpRequest) -> bool:
    """Signed in, in this session and within ten minutes, by a one-time code or a passkey that knows its holder.

    A second factor shown after a password is not meant: it says nothing of who forgot the password.
    """
    if not request.user.is_authenticated:
        return False
    now = time.time()
    return any(
        _counts(row) and 0 <= now - row["at"] < FRESH for row in get_authentication_records(request, request.user)
    )


def _counts(row: dict[str, object]) -> bool:
    return row["method"] == "code" or (row["method"] == "mfa" and bool(row.get("passwordless")))
