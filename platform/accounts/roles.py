"""Roles and what they may do (docs/roles.md shows the table, held by a test)."""

from collections.abc import Callable, Collection
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile


class Role(StrEnum):
    """The value is the group's name, and the identifier that commands take (interfaces.md)."""

    TRAINER = "trainer"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    FUNDER = "funder"
    NETWORK_COORDINATOR = "network_coordinator"
    PLATFORM_ADMINISTRATOR = "platform_administrator"
    LIBRARY_EDITOR = "library_editor"

    @property
    def label(self) -> Promise:
        """What readers call it."""
        return LABELS[self]


LABELS: dict[Role, Promise] = {
    Role.TRAINER: _("trainer"),
    Role.REVIEWER: _("reviewer"),
    Role.COORDINATOR: _("coordinator"),
    Role.ADMINISTRATOR: _("administrator"),
    Role.FUNDER: _("funder"),
    Role.NETWORK_COORDINATOR: _("network coordinator"),
    Role.PLATFORM_ADMINISTRATOR: _("platform administrator"),
    Role.LIBRARY_EDITOR: _("library editor"),
}
# Which roles there are in a tenant of each kind.
ROLES_OF: dict[str, tuple[Role, ...]] = {
    "ngo": (Role.TRAINER, Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.FUNDER),
    "hub": (Role.LIBRARY_EDITOR, Role.NETWORK_COORDINATOR, Role.PLATFORM_ADMINISTRATOR, Role.FUNDER),
}
# Whoever manages the staff of a tenant of each kind: one of them stays.
KEEPER_OF: dict[str, Role] = {"ngo": Role.ADMINISTRATOR, "hub": Role.PLATFORM_ADMINISTRATOR}


class Ability(StrEnum):
    """What views ask for."""

    WRITE_CONTENT = "write content"
    CHANGE_ALL_CONTENT = "change all content"
    MANAGE_SESSIONS = "manage sessions"
    RUN_OWN_SESSIONS = "run own sessions"
    SEE_FIGURES = "see figures"
    SEE_NETWORK_FIGURES = "see network figures"
    READ_PROJECTS = "read own projects"
    EXPORT_NAMES = "export names"
    HELP_STAFF = "help staff"
    MANAGE_STAFF = "manage staff"
    DECIDE_RETENTION = "decide retention"
    MANAGE_TENANTS = "manage tenants"
    WRITE_TO_READERS = "write to readers"


ABILITIES: dict[Role, frozenset[Ability]] = {
    Role.TRAINER: frozenset({Ability.WRITE_CONTENT, Ability.RUN_OWN_SESSIONS}),
    Role.REVIEWER: frozenset({Ability.WRITE_CONTENT, Ability.CHANGE_ALL_CONTENT}),
    Role.COORDINATOR: frozenset(
        {
            Ability.WRITE_CONTENT,
            Ability.CHANGE_ALL_CONTENT,
            Ability.MANAGE_SESSIONS,
            Ability.RUN_OWN_SESSIONS,
            Ability.SEE_FIGURES,
            Ability.WRITE_TO_READERS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Ability.WRITE_CONTENT,
            Ability.CHANGE_ALL_CONTENT,
            Ability.MANAGE_SESSIONS,
            Ability.RUN_OWN_SESSIONS,
            Ability.SEE_FIGURES,
            Ability.EXPORT_NAMES,
            Ability.HELP_STAFF,
            Ability.MANAGE_STAFF,
            Ability.DECIDE_RETENTION,
            Ability.WRITE_TO_READERS,
        }
    ),
    Role.FUNDER: frozenset({Ability.READ_PROJECTS}),
    Role.NETWORK_COORDINATOR: frozenset(
        {Ability.WRITE_CONTENT, Ability.CHANGE_ALL_CONTENT, Ability.SEE_NETWORK_FIGURES, Ability.WRITE_TO_READERS}
    ),
    Role.PLATFORM_ADMINISTRATOR: frozenset(
        {
            Ability.WRITE_CONTENT,
            Ability.CHANGE_ALL_CONTENT,
            Ability.HELP_STAFF,
            Ability.MANAGE_STAFF,
            Ability.MANAGE_TENANTS,
            Ability.WRITE_TO_READERS,
        }
    ),
    Role.LIBRARY_EDITOR: frozenset({Ability.WRITE_CONTENT, Ability.CHANGE_ALL_CONTENT}),
}


def give_role(user: Any, role: Role) -> None:
    """Put `user` into the role's group; the editor speaks the user's language."""
    user.groups.add(Group.objects.get(name=role.value))
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = user.language
    profile.save(update_fields=["preferred_language"])


def take_role(user: Any, role: Role) -> None:
    """Put `user` out of the role's group."""
    user.groups.remove(Group.objects.get(name=role.value))


def roles_of(user: Any) -> list[Role]:
    """The roles of an account in their order; none of a participant's. One query where groups are not prefetched."""
    names = {group.name for group in user.groups.all()}
    return [role for role in Role if role.value in names]


def names_of(roles: Collection[Role]) -> str:
    """The roles in words, as a list."""
    return ", ".join(str(role.label) for role in roles)


_GROUPS = """
SELECT g.name FROM auth_group g JOIN accounts_user_groups m ON m.group_id = g.id WHERE m.user_id = %s"""


def abilities(user: Any) -> frozenset[Ability]:
    """Everything the signed-in user may do; asked once per request and kept on the user."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_abilities"):
        with connection.cursor() as cursor:  # by hand: every page of staff asks
            cursor.execute(_GROUPS, [user.pk])
            names = {name for (name,) in cursor.fetchall()}
        user._abilities = frozenset().union(*(ABILITIES[role] for role in Role if role.value in names))
    return user._abilities


def is_staff_member(user: Any) -> bool:
    """Whether the user works for the NGO, as opposed to taking part."""
    return bool(abilities(user))


def requires(*wanted: Ability) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view for those with one of the abilities: others are sent to sign in, or refused when they are signed in."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not abilities(request.user) & set(wanted):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
