"""Invites people to work for the active tenant, sends invitations again, withdraws and accepts them.

An account is made only when the link is followed. Roles of somebody who has an account are given to that account.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import FunderProject, StaffInvitation, User
from accounts.models.staff import in_two_weeks
from accounts.roles import Role, give_role, is_staff_member
from accounts.staff.checks import (
    StaffError,
    checked_address,
    checked_name,
    checked_projects,
    checked_roles,
    refuse_account_of,
    refuse_language,
    untouched_account_of,
)
from accounts.staff.tasks import send_invitation
from core.locks import wait_for

__all__ = [
    "StaffError", "accept_invitation", "accept_with_account", "invite_staff", "send_again", "withdraw_invitation",
]  # fmt: skip
Mail = StaffInvitation.Mail


@transaction.atomic
def invite_staff(
    *, email: str, roles: Collection[Role], name: str = "", language: str = "fr", by: User | None = None,
    projects: Collection[str] = (),
) -> StaffInvitation:  # fmt: skip
    """Ask an address to work here; a newer invitation takes the place of one that is open.

    The mail waits and is tried until it goes: this never raises when mail is away. Raises StaffError for an address
    that is none or has an account, for roles that this kind of tenant does not have, for projects that are not there.
    """
    email = checked_address(email)
    roles = checked_roles(roles)
    projects = checked_projects(projects, roles)
    refuse_language(language)
    wait_for("accounts.staff", email.casefold())
    refuse_account_of(email)
    for former in StaffInvitation.objects.open().filter(email__iexact=email):
        _end(former)
    invitation = StaffInvitation.objects.create(
        email=email, name=checked_name(name), language=language, roles=[role.value for role in roles],
        projects=list(projects), made_by=by,
    )  # fmt: skip
    log(instance=invitation, action="accounts.invite_staff", user=by)
    send_invitation.enqueue(invitation.pk)
    return invitation


@transaction.atomic
def send_again(*, invitation: StaffInvitation, by: User) -> StaffInvitation:
    """A new link for two weeks, sent by mail; the former one no longer works. StaffError once it was accepted."""
    current = _lock(invitation)
    if current.state == StaffInvitation.State.ACCEPTED:
        raise StaffError(_("This invitation was accepted already: the account is in the list."))
    wait_for("accounts.staff", current.email.casefold())
    refuse_account_of(current.email)
    for other in StaffInvitation.objects.open().filter(email__iexact=current.email).exclude(pk=current.pk):
        _end(other)
    fresh = StaffInvitation(email=current.email)  # its defaults: a new issue, two weeks, a mail that is due
    for field in ("issue", "mail", "mail_due_since", "mail_tries", "next_try_at"):
        setattr(current, field, getattr(fresh, field))
    current.expires_at, current.withdrawn_at = in_two_weeks(), None
    current.save()
    log(instance=current, action="accounts.send_again", user=by)
    send_invitation.enqueue(current.pk)
    return current


@transaction.atomic
def withdraw_invitation(*, invitation: StaffInvitation, by: User) -> None:
    """The link opens nothing any more. StaffError once it was accepted."""
    current = _lock(invitation)
    if current.state == StaffInvitation.State.ACCEPTED:
        raise StaffError(_("This invitation was accepted already: end the access of the account instead."))
    _end(current)
    log(instance=current, action="accounts.withdraw_invitation", user=by)


@transaction.atomic
def accept_invitation(*, invitation: StaffInvitation, name: str, password: str, language: str) -> User:
    """Make the account of whoever followed the link, with its roles; one that nobody has entered yet is theirs.
    StaffError when too late or when another is there."""
    current = _lock_open(invitation)
    refuse_account_of(current.email)
    if user := untouched_account_of(current.email):
        user.first_name, user.language = checked_name(name), language
        user.set_password(password)
        user.save(update_fields=["first_name", "language", "password"])
        _take_roles(current, user)
        return user
    if User.objects.filter(username__iexact=current.email).exists():
        raise StaffError(_("There is an account with this address already. Sign in with it, then open the link again."))
    user = User.objects.create_user(
        username=current.email, email=current.email, password=password, first_name=checked_name(name), language=language
    )
    _take_roles(current, user)
    return user


@transaction.atomic
def accept_with_account(*, invitation: StaffInvitation, user: User, password: str = "") -> User:
    """Give the roles to an account that is there already. Who signed in with a PIN so far chooses a `password`, since
    staff see names. StaffError when too late, or without one."""
    current = _lock_open(invitation)
    if not is_staff_member(user):
        if not password:
            raise StaffError(_("Choose a password: a PIN is not enough for who works here."), field="password")
        user.set_password(password)
        user.email = user.email or current.email
        user.save(update_fields=["password", "email"])
    _take_roles(current, user)
    return user


def _take_roles(invitation: StaffInvitation, user: User) -> None:
    for role in checked_roles(invitation.roles):
        give_role(user, role)
    for code in invitation.projects:
        FunderProject.objects.get_or_create(user=user, project=code)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.email = invitation.name = ""  # they stand with the account, and go with it
    _let_mail_lapse(invitation)
    invitation.save()
    log(instance=user, action="accounts.accept_invitation", user=user)


def _end(invitation: StaffInvitation) -> None:
    invitation.withdrawn_at = invitation.withdrawn_at or timezone.now()
    _let_mail_lapse(invitation)
    invitation.save()


def _let_mail_lapse(invitation: StaffInvitation) -> None:
    if invitation.mail == Mail.WAITING:
        invitation.mail, invitation.next_try_at = Mail.LAPSED, None


def _lock(invitation: StaffInvitation) -> StaffInvitation:
    return StaffInvitation.objects.select_for_update().get(pk=invitation.pk)


def _lock_open(invitation: StaffInvitation) -> StaffInvitation:
    current = _lock(invitation)
    if current.state != StaffInvitation.State.OPEN or current.issue != invitation.issue:
        raise StaffError(_("This link was used already or is too old. Ask who invited you for a new one."))
    return current
