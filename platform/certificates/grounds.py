"""What a certificate stands on, asked of the app of its training, and the certificates whose ground has gone.

Nothing is noted when a presence is voided, a score changed or a merge undone: the ground is asked for afresh, so that
no door is forgotten. A coordinator decides: revokes the certificate, or keeps it with a reason, which holds as long as
the ground does not change once more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from certificates.models import Certificate, Upheld


@dataclass(frozen=True)
class Lost:
    """Why a certificate has no ground any more: in words, and as a fact that tells one loss from another."""

    reason: str | Promise
    fact: str


Finder = Callable[[list[Certificate]], dict[int, Lost]]  # by certificate id; those who have their ground are left out
_finders: dict[str, Finder] = {}


def register_ground(kind: str, finder: Finder) -> None:
    """What the certificates of one kind of training stand on; each has `who`, the human it is of."""
    _finders[kind] = finder


def find_lost(certificates: Any = None) -> list[tuple[Certificate, Lost]]:
    """The valid certificates without a ground on which nobody has decided yet, the newest first; of all, or of a query
    set. As many queries for one as for many."""
    found = Certificate.objects.all() if certificates is None else certificates
    valid = [
        one
        for one in found.with_state().current().by_human().filter(revoked_at__isnull=True).newest_first()
        if one.holder  # that of an erased person names nobody, and nobody knows any more
    ]
    lost = {pk: reason for kind, mine in _by_kind(valid).items() for pk, reason in _finders[kind](mine).items()}
    upheld = set(Upheld.objects.filter(certificate__in=lost).values_list("certificate", "fact")) if lost else set()
    return [(one, lost[one.pk]) for one in valid if one.pk in lost and (one.pk, lost[one.pk].fact) not in upheld]


def _by_kind(certificates: Iterable[Certificate]) -> dict[str, list[Certificate]]:
    found: dict[str, list[Certificate]] = {}
    for one in certificates:
        if one.target_kind in _finders:
            found.setdefault(one.target_kind, []).append(one)
    return found
