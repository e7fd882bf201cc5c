"""The first day of a funder: one sentence."""

from django.utils.translation import gettext_lazy as _

from accounts.first_day.steps import Step
from accounts.roles import Role

REPORTS = Step(
    "reports", frozenset({Role.FUNDER}), _("Your reports"),
    _("What your projects reached stands here, in figures without names, as soon as it is published."),
    "impact:reports", None,
)  # fmt: skip
