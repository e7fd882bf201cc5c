"""What follows from a change of the register itself."""

from collections.abc import Iterable

from django.db.models.signals import post_save
from django.dispatch import receiver

from core.bulk_signals import rows_written
from people.known import NAMES
from people.models import NameKeys, Person


@receiver(post_save, sender=Person)
def forget_keys(instance: Person, created: bool, update_fields: Iterable[str] | None = None, **kwargs: object) -> None:
    """A name may have changed, or gone with an erasure: its keys are worked out anew when somebody asks."""
    if not created and (update_fields is None or set(update_fields) & set(NAMES)):
        NameKeys.objects.filter(person=instance).delete()


@receiver(rows_written, sender=Person)
def forget_keys_of_many(rows: list[Person], **kwargs: object) -> None:
    """The same for rows written together; new ones have none yet."""
    NameKeys.objects.filter(person__in=[row.pk for row in rows if row.pk]).delete()
