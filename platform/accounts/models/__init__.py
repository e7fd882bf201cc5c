"""Users of one tenant, their invitations and rules, and the codes participants join with."""

from accounts.models.joining import CODE_ALPHABET, Invitation, JoinCode, JoinCodeQuerySet, new_code
from accounts.models.lists import ChosenColumns
from accounts.models.staff import FunderProject, StaffInvitation, StaffRules
from accounts.models.users import User

__all__ = [
    "CODE_ALPHABET",
    "ChosenColumns",
    "FunderProject",
    "Invitation",
    "JoinCode",
    "JoinCodeQuerySet",
    "StaffInvitation",
    "StaffRules",
    "User",
    "new_code",
]
