"""The first day's step to the letterhead."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from accounts.first_day.steps import Step
from accounts.roles import Role
from certificates.models import Letterhead

LETTERHEAD = Step(
    "letterhead", frozenset({Role.ADMINISTRATOR}), _("Who signs, and your logo"),
    _("They stand on every certificate that is issued from then on."), "certificates:letterhead",
    lambda user: Exists(Letterhead.objects.all()),
)  # fmt: skip
