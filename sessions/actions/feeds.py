"""The secret address of a user's calendar feed: found, made, renewed."""

import secrets

from accounts.models import User
from sessions.models import CalendarFeed


def feed_key(*, user: User) -> str:
    """The user's key, made when there is none."""
    feed, _made = CalendarFeed.objects.get_or_create(user=user, defaults={"key": _new_key()})
    return feed.key


def renew_feed(*, user: User) -> None:
    """A new key: the old address leads nowhere."""
    CalendarFeed.objects.update_or_create(user=user, defaults={"key": _new_key()})


def find_feed(key: str) -> User | None:
    """Whose key it is; None for any other text and for closed accounts."""
    return User.objects.filter(calendar_feed__key=key, is_active=True).first()


def _new_key() -> str:
    return secrets.token_urlsafe(32)
