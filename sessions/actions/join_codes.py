"""The code with which participants join a session; it lets them in until the end of the last half-day's day."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import JoinCode, User
from sessions.actions.guards import lock_for_update, refuse_closed
from sessions.models import TrainingSession
from sessions.querysets import join_code, join_codes


@transaction.atomic
def open_join_code(*, session: TrainingSession, actor: User) -> JoinCode:
    """The session's open code, made when there is none."""
    session = lock_for_update(session)
    refuse_closed(session)
    end = _end(session)
    if end is not None and end <= timezone.now():
        raise ValidationError(
            _("The last half-day is over, so nobody can join any more. Change the date if it is wrong.")
        )
    code = join_code(session)
    return code or JoinCode.objects.create(
        target_kind=JoinCode.Target.SESSION, target_uuid=session.uuid, expires_at=end
    )


@transaction.atomic
def close_join_code(*, session: TrainingSession, actor: User) -> None:
    """Let nobody in any more with the codes given out so far."""
    session = lock_for_update(session)
    join_codes(session).filter(active=True).update(active=False)


def move_join_codes(session: TrainingSession) -> None:
    """Let the codes last as long as the half-days as they now are. `session` is held."""
    join_codes(session).update(expires_at=_end(session))


def _end(session: TrainingSession) -> datetime.datetime | None:
    """Midnight after the last half-day, in the NGO's time zone; None without half-days."""
    last = session.slots.aggregate(last=Max("date"))["last"]
    return last and timezone.make_aware(datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time()))
