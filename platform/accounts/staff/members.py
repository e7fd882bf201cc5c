"""Changes the roles of members of staff, ends their access and opens it again, hands over what they run.

One who manages the staff always stays: of two who would end each other at once, the second is refused.
"""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.account_support import end_sessions
from accounts.extension_points import duties
from accounts.models import FunderProject, User
from accounts.roles import KEEPER_OF, Role, abilities, give_role, roles_of, take_role
from accounts.staff.checks import StaffError, checked_projects, checked_roles
from accounts.staff.invitations import here
from core.locks import wait_for


@transaction.atomic
def change_roles(*, user: User, roles: Collection[Role], actor: User, projects: Collection[str] = ()) -> None:
    """Exactly these roles, and of a funder of the hub exactly these projects. Without a role the account takes part
    only. StaffError for one that is not of this kind of tenant, and for taking the last administrator's."""
    roles = checked_roles(roles) if roles else []
    projects = checked_projects(projects, roles)
    user = _lock(user)
    before = roles_of(user)
    if KEEPER_OF[here().kind] in set(before) - set(roles):
        refuse_last_keeper(user)
    for role in set(before) - set(roles):
        take_role(user, role)
    for role in set(roles) - set(before):
        give_role(user, role)
    FunderProject.objects.filter(user=user).exclude(project__in=projects).delete()
    for code in projects:
        FunderProject.objects.get_or_create(user=user, project=code)
    log(instance=user, action="accounts.change_roles", user=actor, data={"roles": [role.value for role in roles]})


@transaction.atomic
def end_access(*, user: User, actor: User, takers: Mapping[str, User] | None = None) -> None:
    """Nobody signs in with the account any more, and who is signed in is out at the next request. The roles stay with
    it, for opening it again, and what it recorded keeps its name. `takers`: who takes over what it runs, by duty."""
    user = _lock(user)
    if user.pk == actor.pk:
        raise StaffError(_("This is your own account. Ask another administrator to end it."))
    refuse_last_keeper(user)
    hand_over(former=user, takers=takers or {}, actor=actor)
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user=user, actor=actor)
    log(instance=user, action="accounts.end_access", user=actor)


@transaction.atomic
def open_again(*, user: User, actor: User) -> None:
    """The account signs in again, with the password and the roles it had."""
    user = _lock(user)
    User.objects.filter(pk=user.pk).update(is_active=True)
    log(instance=user, action="accounts.open_again", user=actor)


@transaction.atomic
def hand_over(*, former: User, takers: Mapping[str, User], actor: User) -> int:
    """Give what `former` runs to the taker of each duty; how many things. All or nothing."""
    count = 0
    for name, taker in takers.items():
        duty = duties.get(name)
        if duty is None or not taker.is_active or duty.needs not in abilities(taker) or taker.pk == former.pk:
            raise StaffError(_("Choose somebody who works here and may run it."), field=name)
        count += duty.hand_over(former=former, taker=taker, actor=actor)
    if takers:
        log(instance=former, action="accounts.hand_over", user=actor)
    return count


def refuse_last_keeper(user: User) -> None:
    """StaffError where nobody else could manage the staff. Call it in the transaction that takes the role away: a
    second one waits until the first is done."""
    keeper = KEEPER_OF[here().kind]
    if keeper not in roles_of(user) or not user.is_active:
        return
    wait_for("accounts.staff", "keepers")
    others = User.objects.filter(is_active=True, groups__name=keeper.value).exclude(pk=user.pk)
    if not others.exists():
        raise StaffError(
            _("This is the last account with the role “%(role)s”: nobody could manage the staff any more. "
              "Give the role to somebody else first.") % {"role": keeper.label}
        )  # fmt: skip


def _lock(user: User) -> User:
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
