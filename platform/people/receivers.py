"""What follows from a change of the register itself, and from signing out."""

from collections.abc import Iterable

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.signals import sessions_ended
from core.bulk_signals import rows_written
from people.known import NAMES
from people.messages.devices import forget_device, stop_devices
from people.models import NameKeys, Person
from people.own_data import own_person


@receiver(post_save, sender=Person)
def forget_keys(instance: Person, created: bool, update_fields: Iterable[str] | None = None, **kwargs: object) -> None:
    """A name may have changed, or gone with an erasure: its keys are worked out anew when somebody asks."""
    if not created and (update_fields is None or set(update_fields) & set(NAMES)):
        NameKeys.objects.filter(person=instance).delete()


@receiver(rows_written, sender=Person)
def forget_keys_of_many(rows: list[Person], **kwargs: object) -> None:
    """The same for rows written together; new ones have none yet."""
    NameKeys.objects.filter(person__in=[row.pk for row in rows if row.pk]).delete()


@receiver(user_logged_out)
def remind_no_more_here(request: HttpRequest, user: User | None, **kwargs: object) -> None:
    """Whoever comes next to a device that somebody signed out on reads nothing meant for them (offline/worker.js)."""
    from people.forms.devices import DeviceForm  # here: the worker signs nobody out, and needs no forms

    form = DeviceForm(request.POST)
    if user is not None and form.is_valid() and form.cleaned_data["endpoint"]:
        forget_device(endpoint=form.cleaned_data["endpoint"])


@receiver(sessions_ended)
def remind_on_no_device(user: User, **kwargs: object) -> None:
    """A device that is lost shows nothing any more."""
    if person := own_person(user):
        stop_devices(person=person)
