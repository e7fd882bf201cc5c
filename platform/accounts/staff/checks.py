"""Checks of what is said about staff, each with words that name the remedy."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.extension_points import project_finders
from accounts.models import User
from accounts.roles import ROLES_OF, Role, roles_of
from accounts.staff.invitations import here
from core.codes import Language
from core.contacts import normalize_email

LONGEST = 150  # of an address, which becomes the sign-in name, and of a name


class StaffError(ValidationError):
    """Something about staff cannot be done; its text, translated, says why and what to do. `account` is the one that
    the address has already, where that is why."""

    def __init__(self, message: str, *, field: str = "", account: User | None = None) -> None:
        super().__init__({field: message} if field else message)
        self.account = account

    def __str__(self) -> str:
        return " ".join(self.messages)


def checked_address(email: str) -> str:
    """The address as it is kept. StaffError where it is none."""
    try:
        email = normalize_email(email.strip())
    except ValueError:
        raise StaffError(
            _("“%(text)s” is not a mail address. Write it as name@example.org.") % {"text": email}, field="email"
        ) from None
    if len(email) > LONGEST:
        raise StaffError(
            _("The address is too long: %(number)s characters at most.") % {"number": LONGEST}, field="email"
        )
    return email


def checked_roles(roles: Iterable[str]) -> list[Role]:
    """The roles, each once. StaffError where there are none, or one that this kind of tenant does not have."""
    there_are = ROLES_OF[here().kind]
    asked = list(dict.fromkeys(roles))
    unknown = [str(role) for role in asked if role not in there_are]
    if unknown or not asked:
        said = (
            _("There is no role “%(role)s” here. The roles are: %(roles)s.")
            if unknown
            else _("Name a role. The roles are: %(roles)s.")
        )
        raise StaffError(said % {"role": ", ".join(unknown), "roles": ", ".join(there_are)}, field="roles")
    return [role for role in there_are if role in asked]


def checked_projects(projects: Iterable[str], roles: Collection[Role]) -> list[str]:
    """The codes of projects as these have them, each once. StaffError where no funder of the hub is to read them, and
    for a code that no project has."""
    codes = list(dict.fromkeys(code.strip() for code in projects if code.strip()))
    if codes and not (here().is_hub and Role.FUNDER in roles):
        raise StaffError(
            _("Projects go with the role “%(role)s” of the hub alone.") % {"role": Role.FUNDER.value}, field="projects"
        )
    found = {code: next((known for find in project_finders if (known := find(code))), None) for code in codes}
    if unknown := [code for code, known in found.items() if known is None]:
        said = _("There is no project with the code “%(code)s”. Set it up under “Projects”, or correct the code.")
        raise StaffError(said % {"code": ", ".join(unknown)}, field="projects")
    return list(dict.fromkeys(known for known in found.values() if known))


def refuse_account_of(email: str) -> None:
    """StaffError where somebody who works here, or did, has the address."""
    account = next((user for user in _staff_at(email) if not _is_untouched(user)), None)
    if account is None:
        return
    if account.is_active:
        said = _("This address has an account here already. Add the roles to that account, on the page “Staff”.")
    else:
        said = _("This address has an account whose access has ended. Open it again, on the page “Staff”.")
    raise StaffError(said, field="email", account=account)


def untouched_account_of(email: str) -> User | None:
    """The account of staff at the address that nobody has entered yet, as `create_tenant` makes one for the first
    coordinator: an invitation opens it."""
    return next(filter(_is_untouched, _staff_at(email)), None)


def _staff_at(email: str) -> list[User]:
    accounts = User.objects.filter(Q(username__iexact=email) | Q(email__iexact=email)).prefetch_related("groups")
    return [user for user in accounts.order_by("-is_active", "pk") if roles_of(user)]


def _is_untouched(user: User) -> bool:
    return user.is_active and user.last_login is None and not user.has_usable_password()


def checked_name(name: str) -> str:
    """The name as it is kept. StaffError where it is too long."""
    name = " ".join(name.split())
    if len(name) > LONGEST:
        raise StaffError(_("The name is too long: %(number)s characters at most.") % {"number": LONGEST}, field="name")
    return name


def refuse_language(language: str) -> None:
    """StaffError for a language that mails are not written in."""
    if language not in Language.values:
        raise StaffError(_("Languages are one or more of fr, ar, en."))
