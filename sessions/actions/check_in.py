"""A participant checks in by themselves: "I am here"."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from people.models import Person
from sessions.actions.attendance import Mark, record_presences
from sessions.actions.guards import lock_shared, refuse_over
from sessions.checkin.window import why_refused, window_of
from sessions.models import Evidence, Slot, TrainingSession
from sessions.querysets import presences

EARLY, LATE = "early", "late"


@transaction.atomic
def check_in(*, slot: Slot, person: Person, client_event_id: uuid.UUID, actor: User) -> bool:
    """The person says that they are in the room; False when they are marked present already.

    Raises ValidationError, with the code EARLY or LATE where it is not the time by the server's clock. What a phone
    says of its own clock decides nothing here; it does for whoever runs the session.
    """
    session = lock_shared(slot.session)
    slot.refresh_from_db(fields=["date", "starts_at", "minutes"])
    if person.pk in presences(slot):
        return False
    if session.state == TrainingSession.State.CANCELLED:
        raise ValidationError(_("This session is cancelled, so nobody is marked present."))
    now, window = timezone.now(), window_of(slot)
    if not window.is_open(now):
        raise ValidationError(why_refused(slot), code=LATE if window.is_late(now) else EARLY)
    refuse_over(session)
    mark = Mark(person, None, client_event_id)
    return bool(record_presences(slot=slot, marks=[mark], actor=actor, source=Evidence.Source.QR))
