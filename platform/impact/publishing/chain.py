"""Recomputes the chain of snapshots from the first: whoever changed a byte of what was published is found out."""

from dataclasses import dataclass

from impact.models import Snapshot, chained_digest


@dataclass(frozen=True)
class Break:
    """The first snapshot that is not as it was written, and how that shows."""

    snapshot: Snapshot
    why: str


def verify_chain() -> tuple[int, Break | None]:
    """How many snapshots the active tenant has, and the first broken link."""
    previous, count = "", 0
    for snapshot in Snapshot.objects.select_related("period").order_by("pk"):
        count += 1
        if why := _fault(snapshot, previous):
            return count, Break(snapshot, why)
        previous = snapshot.digest
    return count, None


def _fault(snapshot: Snapshot, previous: str) -> str:
    if snapshot.previous != previous:
        return "it does not follow the one before it: a snapshot is missing or was exchanged"
    if chained_digest(snapshot.content, snapshot.previous) != snapshot.digest:
        return "its content is not what was hashed"
    data, period = snapshot.data, snapshot.period
    told = (data["from"], data["to"], data["number"], data["taken_at"])
    if told != (period.start.isoformat(), period.end.isoformat(), snapshot.number, snapshot.taken_at.isoformat()):
        return "its period, number or time is not what was hashed"
    return ""
