"""The step that accounts plug in themselves: colleagues."""

from typing import Any

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from accounts.first_day.steps import Step
from accounts.models import StaffInvitation, User
from accounts.roles import KEEPER_OF, Role


def _has_colleagues(user: Any) -> Exists | Q:
    """Somebody else works here, or was asked to."""
    others = User.objects.filter(groups__name__in=[role.value for role in Role], is_active=True).exclude(pk=user.pk)
    return Q(Exists(StaffInvitation.objects.filter(made_by__isnull=False))) | Q(Exists(others))


COLLEAGUES = Step(
    "colleagues", frozenset(KEEPER_OF.values()), _("Invite your colleagues"),
    _("Each gets a link, by mail or from your hand, and the roles you choose."), "staff:list", _has_colleagues,
)  # fmt: skip
