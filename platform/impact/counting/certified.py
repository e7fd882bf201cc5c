"""Certified: the fourth number after reached, attended and completed, and never one of them.

A certificate counts in the period in which its training ended, as it stands today: the last edition, not revoked.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from certificates.models import Certificate, Revocation
from impact.counting import Period, Selection
from impact.counting.facts import select
from impact.counting.tenant import parameters

# Of the sessions for which somebody bears a certificate, those that were chosen.
CHOSEN = """
SELECT t.uuid FROM training_sessions_trainingsession t JOIN session s ON s.id = t.id
WHERE t.uuid = ANY(%(bearing)s::uuid[])"""

WHO_THEN = "SELECT id, canon FROM person"


@dataclass(frozen=True)
class Certified:
    """Certificates that hold, and the unique people who bear them."""

    certificates: int
    people: int


def certificates_of(period: Period, selection: Selection, given: dict[str, Any] | None = None) -> Any:
    """The certificates of the active tenant in a period, of the chosen sessions and people alone; with `who`."""
    standing = Revocation.objects.filter(certificate=OuterRef("pk"), lifted_at__isnull=True)
    found: Any = Certificate.objects.current().filter(ends_on__range=(period.start, period.end))
    found = found.filter(~Exists(standing)).by_human()
    given = given or parameters(period, selection)
    if selection.of_sessions:  # an online course is in no session
        found = found.filter(target_kind=Certificate.Target.SESSION)
        bearing = list(found.values_list("target_uuid", flat=True).distinct())
        chosen = select(CHOSEN, given | {"bearing": bearing}) if bearing else []
        found = found.filter(target_uuid__in=[row["uuid"] for row in chosen])
    if selection.of_people:
        found = found.filter(who__in=given["people"])
    return found.order_by("ends_on", "pk")


def count_certified(period: Period, selection: Selection) -> Certified:
    """How many, in one query where nothing is chosen; who is whom as it was at the period's `merges_until`."""
    given = parameters(period, selection)
    bearers = list(certificates_of(period, selection, given).values_list("person", "who"))
    if period.merges_until:
        then = {row["id"]: row["canon"] for row in select(WHO_THEN, given)}
        bearers = [(person, then[person]) for person, _who in bearers]
    return Certified(len(bearers), len({who for _person, who in bearers}))
