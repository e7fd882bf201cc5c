"""Encrypts the active tenant's second factors under the newest secret key, so that the former can be given up."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

# Where an authenticator's data hold what is encrypted: a text, or a list of texts.
ENCRYPTED = ("secret", "seed", "migrated_codes")


def encrypt_anew() -> tuple[int, int]:
    """How many were encrypted anew, and how many no key opens: those are left as they are."""
    done = unreadable = 0
    for pk in _encrypted().values_list("pk", flat=True):
        with transaction.atomic():  # a recovery code may be used meanwhile
            one = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if one is None:
                continue
            try:
                one.data = _anew(one.data)
            except InvalidToken:
                unreadable += 1
                continue
            one.save(update_fields=["data"])
        done += 1
    return done, unreadable


def forget_unreadable() -> int:
    """Remove those that no key opens, with what else of an application their accounts have; how many accounts set up
    theirs anew when they next sign in. Passkeys stay."""
    users = set()
    for one in _encrypted():
        try:
            _anew(one.data)
        except InvalidToken:
            users.add(one.user_id)
    _encrypted().filter(user__in=users).delete()
    return len(users)


def _encrypted() -> Any:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    return Authenticator.objects.filter(type__in=kinds).order_by("pk")


def _anew(data: dict[str, Any]) -> dict[str, Any]:
    return data | dict(_changed(data))


def _changed(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    adapter = get_adapter()
    for name in ENCRYPTED:
        value = data.get(name)
        if isinstance(value, list):
            yield name, [adapter.encrypt(adapter.decrypt(one)) for one in value]
        elif value is not None:
            yield name, adapter.encrypt(adapter.decrypt(value))
