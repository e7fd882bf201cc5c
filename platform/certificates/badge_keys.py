"""The keys an NGO's badges are signed with: the newest signs, former ones verify as long as they are trusted.

A key is made with the first badge. Its private half is sealed under SECRET_KEY, as second factors are: a backup that is
restored under another SECRET_KEY verifies what was issued before and signs with a new key.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from certificates.codes import new_code
from certificates.jws import new_key
from certificates.models import BadgeKey
from core.locks import wait_for
from core.sealing import cipher

PURPOSE = "badge key"


@dataclass(frozen=True)
class SigningKey:
    """`name` is the fragment of its address in the NGO's did.json."""

    name: str
    pem: str


@transaction.atomic
def signing_key() -> SigningKey:
    """The newest trusted key that can be opened; a new one where there is none."""
    wait_for("badge key")
    newest = BadgeKey.objects.trusted().first()
    pem = _open(newest) if newest else None
    return SigningKey(newest.name, pem) if newest and pem else make_badge_key()


@transaction.atomic
def make_badge_key(*, distrust_former: bool = False) -> SigningKey:
    """Sign with a new key from now on. `distrust_former`: badges of former keys are refused from now on, by everybody
    who looks at did.json; for a key that got into other hands."""
    if distrust_former:
        BadgeKey.objects.trusted().update(distrusted_at=timezone.now())
    pem, public = new_key()
    made = BadgeKey.objects.create(
        name=f"key-{new_code()[:8].lower()}", public=public, sealed=cipher(PURPOSE).encrypt(pem.encode()).decode()
    )
    return SigningKey(made.name, pem)


def encrypt_anew() -> tuple[int, int]:
    """Seal the active tenant's keys under the newest SECRET_KEY: how many, and how many no key opens: these verify."""
    done = unreadable = 0
    for key in BadgeKey.objects.order_by("pk"):
        pem = _open(key)
        if pem is None:
            unreadable += 1
            continue
        key.sealed = cipher(PURPOSE).encrypt(pem.encode()).decode()
        key.save(update_fields=["sealed"])
        done += 1
    return done, unreadable


def _open(key: BadgeKey) -> str | None:
    from cryptography.fernet import InvalidToken  # here: hardly a process ever signs

    try:
        return cipher(PURPOSE).decrypt(key.sealed.encode()).decode()
    except InvalidToken:
        return None
