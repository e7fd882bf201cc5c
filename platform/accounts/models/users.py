"""Users of one tenant. Lives in each tenant's schema."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.codes import Language


class User(AbstractUser):
    """Staff or participant of one NGO. `username` is the unique sign-in name; mail addresses may be shared."""

    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FRENCH)
    # How often all sessions of the account were ended: part of what a session must match.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    wrong_tries = models.PositiveIntegerField(default=0, editable=False)  # at the PIN (accounts.guessing)

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """As Django's, which only a new password changes; so sessions can be ended without one."""
        value = f"{self.password} {self.sessions_ended}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    def __str__(self) -> str:
        return self.get_full_name() or self.username
