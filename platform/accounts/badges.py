"""The address on a badge: for its own NGO only, worth nothing without the PIN, void once the sessions are ended."""

from django.core import signing

from accounts.models import User
from core.signing import tenant_salt


def badge_token(user: User) -> str:
    """What the badge's QR code holds, after the address."""
    return signing.Signer(salt=tenant_salt("accounts.badges")).sign(f"{user.pk}-{user.sessions_ended}")


def read_badge(token: str) -> User | None:
    """The account of a badge; None for one of another NGO, an altered one, or one ended since."""
    try:
        pk, _dash, ended = signing.Signer(salt=tenant_salt("accounts.badges")).unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, sessions_ended=ended, is_active=True).first()
