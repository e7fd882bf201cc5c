"""Roles and what they may do (docs/roles.md shows the table, held by a test)."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.users.models import UserProfile


class Role(StrEnum):
    """The value is the group's name."""

    TRAINER = "trainer"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    FUNDER = "funder"
    NETWORK_COORDINATOR = "network coordinator"
    PLATFORM_ADMINISTRATOR = "platform administrator"


class Ability(StrEnum):
    """What views ask for."""

    WRITE_CONTENT = "write content"
    MANAGE_SESSIONS = "manage sessions"
    RUN_OWN_SESSIONS = "run own sessions"
    SEE_FIGURES = "see figures"
    SEE_NETWORK_FIGURES = "see network figures"
    READ_PROJECTS = "read own projects"
    EXPORT_NAMES = "export names"
    HELP_STAFF = "help staff"
    DECIDE_RETENTION = "decide retention"


ABILITIES: dict[Role, frozenset[Ability]] = {
    Role.TRAINER: frozenset({Ability.WRITE_CONTENT, Ability.RUN_OWN_SESSIONS}),
    Role.REVIEWER: frozenset({Ability.WRITE_CONTENT}),
    Role.COORDINATOR: frozenset(
        {Ability.WRITE_CONTENT, Ability.MANAGE_SESSIONS, Ability.RUN_OWN_SESSIONS, Ability.SEE_FIGURES}
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Ability.WRITE_CONTENT,
            Ability.MANAGE_SESSIONS,
            Ability.RUN_OWN_SESSIONS,
            Ability.SEE_FIGURES,
            Ability.EXPORT_NAMES,
            Ability.HELP_STAFF,
            Ability.DECIDE_RETENTION,
        }
    ),
    Role.FUNDER: frozenset({Ability.READ_PROJECTS}),
    Role.NETWORK_COORDINATOR: frozenset({Ability.WRITE_CONTENT, Ability.SEE_NETWORK_FIGURES}),
    Role.PLATFORM_ADMINISTRATOR: frozenset({Ability.WRITE_CONTENT}),
}


def give_role(user: Any, role: Role) -> None:
    """Put `user` into the role's group; the editor speaks the user's language."""
    user.groups.add(Group.objects.get(name=role.value))
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = user.language
    profile.save(update_fields=["preferred_language"])


def abilities(user: Any) -> frozenset[Ability]:
    """Everything the signed-in user may do; asked once per request and kept on the user."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_abilities"):
        names = set(user.groups.values_list("name", flat=True))
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
