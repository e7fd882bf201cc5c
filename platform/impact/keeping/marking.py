"""Marks: what has to be folded before the next count."""

from collections.abc import Iterable

from impact.models import Touched


def mark(kind: str, refs: Iterable[int | None]) -> None:
    """Say that these sessions, slots or people have to be looked at again, in the transaction that changes them."""
    Touched.objects.bulk_create(Touched(kind=kind, ref=ref) for ref in set(refs) if ref is not None)
