"""Head-counts of unidentified people: added up per half-day, corrected by voiding."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.actions.guards import lock_for_update, refuse_cancelled, refuse_closed, refuse_early
from sessions.models import HeadCount, Slot


@transaction.atomic
def record_head_count(
    *, slot: Slot, count: int, client_event_id: uuid.UUID, actor: User, sex: str = "", category: str = "",
    device: str = "",
) -> bool:  # fmt: skip
    """Add unidentified people; False when this very count was recorded before."""
    session = lock_for_update(slot.session)
    refuse_cancelled(session)
    refuse_closed(session)
    refuse_early(slot)
    if count < 1:
        raise ValidationError({"count": _("Write how many people, 1 or more.")})
    if HeadCount.objects.filter(client_event_id=client_event_id).exists():
        return False
    HeadCount.objects.create(
        slot=slot, count=count, sex=sex, category=category, client_event_id=client_event_id, recorded_by=actor,
        device=device,
    )  # fmt: skip
    return True


@transaction.atomic
def void_head_count(*, head_count: HeadCount, reason: str, actor: User, device: str = "") -> bool:
    """Say that a count was wrong; False when it was voided already."""
    session = lock_for_update(head_count.slot.session)
    if not HeadCount.objects.valid().filter(pk=head_count.pk).exists():
        return False
    refuse_closed(session)
    HeadCount.objects.create(
        slot=head_count.slot, count=0, sex=head_count.sex, category=head_count.category, voids=head_count,
        reason=reason, recorded_by=actor, device=device,
    )  # fmt: skip
    return True
