"""Tokens of programs: made once, kept as a digest, compared by it."""

import hashlib
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from impact.models import ApiToken

PREFIX = "wasl_"


def make_token(*, name: str, scopes: Iterable[str], actor: User) -> tuple[ApiToken, str]:
    """The token and its secret, which is told this once."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(name=name, scopes=sorted(scopes), digest=_digest(secret), made_by=actor)
    return token, secret


def find_token(secret: str) -> ApiToken | None:
    """The valid token of this secret in the active tenant; the day of use is kept, not the moment."""
    token = ApiToken.objects.filter(digest=_digest(secret), revoked_at__isnull=True).first()
    if token is not None and token.used_on != timezone.localdate():
        token.used_on = timezone.localdate()
        token.save(update_fields=["used_on"])
    return token


@transaction.atomic
def revoke_token(*, token: ApiToken) -> None:
    """From now on it opens nothing."""
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])


def _digest(secret: str) -> str:
    """The secret has 256 random bits: a plain hash cannot be reversed."""
    return hashlib.sha256(secret.encode()).hexdigest()
