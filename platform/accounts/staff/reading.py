"""Reads of the staff: who works here, whose access has ended, who is invited."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import StaffInvitation, User
from accounts.roles import Role, names_of, roles_of
from core.dates import month_name

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Member:
    """One line of the list."""

    user: User
    roles: list[Role]
    has_second_factor: bool

    @property
    def role_names(self) -> str:
        return names_of(self.roles)

    @property
    def last_seen(self) -> str:
        """The month of the last sign-in, and no more than that; empty: never."""
        seen = self.user.last_login
        if seen is None:
            return ""
        day = timezone.localtime(seen)
        return f"{month_name(day)} {day.year}"


def all_members() -> QuerySet[User]:
    """Everybody who has a role, those whose access has ended too, by name."""
    named = User.objects.filter(groups__name__in=[role.value for role in Role]).distinct()
    return named.prefetch_related("groups").order_by("first_name", "last_name", "username")


def with_second_factor() -> QuerySet[Authenticator, int]:
    """The ids of accounts that have one."""
    return Authenticator.objects.filter(type__in=SECOND_FACTORS).values_list("user", flat=True)


def read_members(users: Iterable[User]) -> list[Member]:
    """With their roles and whether they have a second factor; one query more than the users took."""
    found = list(users)
    secured = set(with_second_factor().filter(user__in=[user.pk for user in found]))
    return [Member(user, roles_of(user), user.pk in secured) for user in found]


def pending_invitations() -> QuerySet[StaffInvitation]:
    """Those not accepted and not withdrawn, expired ones too, the newest first."""
    return StaffInvitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
