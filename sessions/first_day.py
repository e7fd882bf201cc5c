"""The first day's steps to a session and to who came."""

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from accounts.first_day.steps import Step
from accounts.roles import Role
from sessions.models import Evidence, HeadCount, TrainingSession

_TITLE = _("Mark who came")
_SENTENCE = _("On the session’s page: on a phone, from a signed sheet, or by numbers alone.")

SESSION = Step(
    "session", frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}), _("Plan the first session"),
    _("With its half-days, its sign-in sheet and a code of its own."), "sessions:new",
    lambda user: Exists(TrainingSession.objects.all()),
)  # fmt: skip
ATTENDANCE = Step(
    "attendance", frozenset({Role.COORDINATOR}), _TITLE, _SENTENCE, "sessions:list",
    lambda user: Q(Exists(Evidence.objects.all())) | Q(Exists(HeadCount.objects.all())),
)  # fmt: skip
OWN_ATTENDANCE = Step(
    "own_attendance", frozenset({Role.TRAINER}), _TITLE, _SENTENCE, "sessions:list",
    lambda user: Q(Exists(Evidence.objects.filter(recorded_by=user)))
    | Q(Exists(HeadCount.objects.filter(recorded_by=user))),
)  # fmt: skip
