"""Merges two records that are one person, every presence kept, and takes them apart again (definitions.md, rule 6).

Nothing that hangs on a record moves: figures and lists follow `Person.merged_into`, never to a merged record.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import database_now
from people.models import Distinct, Merge, Person


@transaction.atomic
def merge_people(*, kept: Person, absorbed: Person, actor: User) -> uuid.UUID:
    """Let `absorbed`, and what was merged into it, count as `kept`. Returns the batch that undoes it."""
    rows = Person.objects.select_for_update().filter(pk__in=[kept.pk, absorbed.pk]).order_by("pk")
    locked = {row.pk: row for row in rows}
    kept, absorbed = locked[kept.pk], locked[absorbed.pk]
    if kept.pk == absorbed.pk or kept.merged_into_id or absorbed.merged_into_id:
        raise ValidationError(_("One of the two is merged already. Go back and look again."))
    if kept.erased_at or absorbed.erased_at:
        raise ValidationError(_("An erased record cannot be merged: nobody can know whose it was."))
    batch, moving, now = uuid.uuid4(), [*absorbed.absorbed.order_by("pk"), absorbed], database_now()
    Merge.objects.filter(absorbed__in=moving, ended_at__isnull=True).update(ended_at=now, ended_by=actor)
    Merge.objects.bulk_create(Merge(batch=batch, absorbed=one, kept=kept, made_by=actor, made_at=now) for one in moving)
    Person.objects.filter(pk__in=[one.pk for one in moving]).update(merged_into=kept)
    return batch


@transaction.atomic
def undo_merge(*, batch: uuid.UUID, reason: str, actor: User) -> None:
    """Take a merge back: every record counts as it did before."""
    rows = list(Merge.objects.select_for_update().filter(batch=batch, ended_at__isnull=True).select_related("absorbed"))
    if not rows:
        raise ValidationError(
            _("This merge was undone already, or a later one stands on it: undo the later one first.")
        )
    before = {row.absorbed_id: _before(row) for row in rows}
    now = database_now()
    Merge.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=now, ended_by=actor, reason=reason)
    for row in rows:
        earlier = before[row.absorbed_id]
        row.absorbed.merged_into_id = earlier.kept_id if earlier else None
        row.absorbed.save(update_fields=["merged_into"])
        if earlier:
            Merge.objects.create(
                batch=earlier.batch, absorbed=row.absorbed, kept_id=earlier.kept_id, made_by=actor, made_at=now
            )


@transaction.atomic
def say_distinct(*, one: Person, other: Person, actor: User) -> None:
    """These are two people: they are not proposed again."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    Distinct.objects.get_or_create(one=first, other=second, defaults={"said_by": actor})


def _before(row: Merge) -> Merge | None:
    """The merge that this one ended, if the record was merged before.

    Asked of the first row of the batch: undoing a later merge writes the row anew, at a later moment.
    """
    first = Merge.objects.filter(batch=row.batch, absorbed=row.absorbed).earliest("pk")
    earlier = Merge.objects.filter(absorbed=row.absorbed, pk__lt=first.pk, ended_at=first.made_at, reason="")
    return earlier.order_by("-pk").first()
