"""Sampling audits draw sessions at random, which are recounted from their sheets: the verification factor."""

import random
import secrets
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.rounding import round_half_away
from impact.counting import Period, parameters_for, select
from impact.models import Audit, Recount, SheetCount

RECORDED = """
SELECT h.id AS session_id, count(p.person) AS recorded
FROM held h LEFT JOIN presence p ON p.session_id = h.id
WHERE h.day BETWEEN %(start)s AND %(end)s GROUP BY h.id ORDER BY h.id
"""


@transaction.atomic
def draw_audit(*, period: Period, size: int, actor: User, seed: str = "") -> Audit:
    """Draw `size` of the sessions held in the period, fewer where there are fewer; the same seed draws the same.

    Raises ValidationError where no session was held.
    """
    held = select(RECORDED, parameters_for(period))
    if not held:
        raise ValidationError(_("No session was held in this period: there is nothing to draw from."))
    seed = seed or secrets.token_hex(8)
    drawn = random.Random(seed).sample(held, min(size, len(held)))  # noqa: S311  to be repeated, not to be secret
    audit = Audit.objects.create(start=period.start, end=period.end, seed=seed, drawn_by=actor)
    Recount.objects.bulk_create(Recount(audit=audit, **row) for row in drawn)
    return audit


@transaction.atomic
def record_recount(*, recount: Recount, on_sheets: int, actor: User, reason: str = "") -> SheetCount:
    """What somebody counted on the sheets of a drawn session: a row that stays, beside those before it.

    Raises ValidationError where the session is counted already and no reason is given.
    """
    locked = Recount.objects.select_for_update().get(pk=recount.pk)
    is_first = not locked.counts.exists()
    reason = "" if is_first else reason.strip()
    if not is_first and not reason:
        raise ValidationError({"reason": _("This session is counted already. Say why it is counted again.")})
    return SheetCount.objects.create(recount=locked, on_sheets=on_sheets, reason=reason, counted_by=actor)


def verification_factor(audit: Audit, *, latest: bool = False) -> tuple[int, int, float | None]:
    """Presences on the sheets, those recorded for the same sessions, and their ratio to three places.

    By the first count of each session, which was made before the records were seen; by its `latest` where asked.
    """
    counted = [(recount, list(recount.counts.all())) for recount in audit.recounts.all()]
    pairs = [(counts[-1 if latest else 0].on_sheets, recount.recorded) for recount, counts in counted if counts]
    sheets, recorded = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return sheets, recorded, round_half_away(Fraction(sheets, recorded), 3) if recorded else None
