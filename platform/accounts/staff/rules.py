"""Rules that an NGO has for its staff: whether trainers change every course, or their own only; whether what they write
is reviewed first."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from accounts.models import StaffRules, User
from accounts.roles import Ability, abilities


def staff_rules() -> StaffRules:
    """The NGO's rules; the platform's where it has none of its own."""
    return StaffRules.objects.first() or StaffRules(pk=1)


def changes_all_content(user: Any) -> bool:
    """Whether the user may change what colleagues wrote; asked once per request and kept on the user.

    Held here and not in the groups' permissions, which an upgrade grants anew.
    """
    if user.is_superuser or Ability.CHANGE_ALL_CONTENT in abilities(user):
        return True
    if not hasattr(user, "_changes_all_content"):
        user._changes_all_content = Ability.WRITE_CONTENT in abilities(user) and staff_rules().trainers_change_all
    return user._changes_all_content


def publishes_unreviewed(user: Any) -> bool:
    """Whether the user may publish what nobody else has read; asked once per request and kept on the user."""
    if user.is_superuser or Ability.CHANGE_ALL_CONTENT in abilities(user):
        return True
    if not hasattr(user, "_publishes_unreviewed"):
        user._publishes_unreviewed = not staff_rules().review_first
    return user._publishes_unreviewed


@transaction.atomic
def set_staff_rules(*, trainers_change_all: bool, review_first: bool = False, actor: User) -> StaffRules:
    """Decide for the NGO."""
    decided = {"trainers_change_all": trainers_change_all, "review_first": review_first, "changed_by": actor}
    rules, _made = StaffRules.objects.update_or_create(pk=1, defaults=decided)
    log(instance=rules, action="accounts.staff_rules", user=actor)
    return rules
