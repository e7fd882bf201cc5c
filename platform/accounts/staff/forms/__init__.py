"""Forms of staff."""

from accounts.staff.forms.accepting import AcceptForm, TakeRolesForm
from accounts.staff.forms.managing import EndForm, HandOverForm, InviteForm, RolesForm, RulesForm

__all__ = ["AcceptForm", "EndForm", "HandOverForm", "InviteForm", "RolesForm", "RulesForm", "TakeRolesForm"]
