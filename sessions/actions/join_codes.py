"""The code with which participants join a session."""

from django.db import transaction

from accounts.models import JoinCode, User
from sessions.actions.guards import locked
from sessions.models import TrainingSession
from sessions.querysets import join_code


@transaction.atomic
def open_join_code(*, session: TrainingSession, actor: User) -> JoinCode:
    """The session's open code, made when there is none."""
    locked(session)
    code = join_code(session)
    return code or JoinCode.objects.create(target_kind=JoinCode.Target.SESSION, target_uuid=session.uuid)


@transaction.atomic
def close_join_code(*, session: TrainingSession, actor: User) -> None:
    """Let nobody in any more with the codes given out so far."""
    locked(session)
    codes = JoinCode.objects.filter(target_kind=JoinCode.Target.SESSION, target_uuid=session.uuid)
    codes.filter(active=True).update(active=False)
