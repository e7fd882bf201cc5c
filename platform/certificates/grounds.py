"""Finds certificates whose ground has gone: what a certificate stands on is asked of the app of its training.

Nothing is noted when a presence is voided, a score changed or a merge undone: the ground is asked for afresh, so that
no door is forgotten. A coordinator decides: revokes the certificate, or keeps it with a reason, which holds as long as
the ground does not change once more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import ngettext

from certificates.models import Certificate, Upheld
from core.registry import Registry
from people.models import PersonQuerySet


@dataclass(frozen=True)
class Lost:
    """Why a certificate has no ground any more: in words, and as a fact that tells one loss from another."""

    reason: str | Promise
    fact: str


Finder = Callable[[list[Certificate]], dict[int, Lost]]  # by certificate id; those who have their ground are left out
grounds: Registry[Finder] = Registry("certificates: what the certificates of a kind of training stand on")


def register_ground(kind: str, finder: Finder) -> None:
    """What the certificates of one kind of training stand on; each has `who`, the human it is of."""
    grounds.add(finder, key=kind)


def find_lost(certificates: Any = None) -> list[tuple[Certificate, Lost]]:
    """The valid certificates without a ground on which nobody has decided yet, the newest first; of all, or of a query
    set. As many queries for one as for many."""
    found = Certificate.objects.all() if certificates is None else certificates
    valid = [
        one
        for one in found.with_state().current().by_human().filter(revoked_at__isnull=True).newest_first()
        if one.holder  # that of an erased person names nobody, and nobody knows any more
    ]
    lost = {pk: reason for find, mine in _by_finder(valid).items() for pk, reason in find(mine).items()}
    upheld = set(Upheld.objects.filter(certificate__in=lost).values_list("certificate", "fact")) if lost else set()
    return [(one, lost[one.pk]) for one in valid if one.pk in lost and (one.pk, lost[one.pk].fact) not in upheld]


def lost_by(people: PersonQuerySet) -> list[str]:
    """After a merge was undone: whose certificates have no ground any more."""
    if not (number := len(find_lost(Certificate.objects.of_people(people)))):
        return []
    words = ngettext(
        "%(number)s certificate has lost its ground by this: decide on it under “Certificates”.",
        "%(number)s certificates have lost their ground by this: decide on them under “Certificates”.",
        number,
    )
    return [words % {"number": number}]


def _by_finder(certificates: Iterable[Certificate]) -> dict[Finder, list[Certificate]]:
    found: dict[Finder, list[Certificate]] = {}
    for one in certificates:
        if finder := grounds.get(one.target_kind):
            found.setdefault(finder, []).append(one)
    return found
