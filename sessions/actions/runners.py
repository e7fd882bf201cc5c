"""Records who ran which half-day of a session."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.actions.guards import lock_for_update
from sessions.models import Change, TrainingSession


@transaction.atomic
def set_runners(*, session: TrainingSession, runners: Mapping[int, Iterable[User]], actor: User) -> bool:
    """Half-day's number -> those of the session's trainers who ran it; whether that changed anything.

    Where all ran it nothing is kept, so that a trainer who joins the session later runs it too. Raises
    ValidationError for a half-day that nobody ran, and for one or somebody that is not of the session.
    """
    session = lock_for_update(session)
    trainers = {user.pk for user in session.trainers.all()}
    slots = {slot.number: slot for slot in session.slots.prefetch_related("run_by")}
    changed = False
    for number, users in runners.items():
        ran = {user.pk for user in users}
        if number not in slots or not ran <= trainers:
            raise ValidationError(_("The half-days or trainers were changed meanwhile. Load the page again."))
        if not ran:
            raise ValidationError(_("Tick at least one trainer for each half-day."))
        kept = set() if ran == trainers else ran
        if kept != {user.pk for user in slots[number].run_by.all()}:
            slots[number].run_by.set(kept)
            changed = True
    if changed:
        Change.objects.create(session=session, kind=Change.Kind.EDITED, fields=["run_by"], by=actor)
    return changed
