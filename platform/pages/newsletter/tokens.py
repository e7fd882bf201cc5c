"""Addresses of one subscription: what they hold cannot be read, and means nothing to another tenant."""

from django.core import signing

from core.signing import tenant_salt
from pages.newsletter.models import Subscription

CONFIRM, LEAVE = "confirm", "leave"


def token_of(subscription: Subscription, purpose: str) -> str:
    return signing.dumps(str(subscription.uuid), salt=tenant_salt("pages.newsletter", purpose))


def uuid_of(token: str, purpose: str) -> str | None:
    """The subscription a token speaks of, which may be there no more; None for any other text."""
    try:
        return str(signing.loads(token, salt=tenant_salt("pages.newsletter", purpose)))
    except signing.BadSignature:
        return None
