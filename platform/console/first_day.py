"""The first day's step to a first NGO."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from accounts.first_day.steps import Step
from accounts.roles import Role
from tenants.models import Tenant

NGO = Step(
    "ngo", frozenset({Role.PLATFORM_ADMINISTRATOR}), _("Make the first NGO’s space"),
    _("With its name, its address and its first administrator, who is invited by mail."), "console:order",
    lambda user: Exists(Tenant.objects.whole().filter(kind=Tenant.Kind.NGO)),
)  # fmt: skip
