"""What the lists of the staff and of those invited are narrowed by."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import StaffInvitation, User
from accounts.roles import ROLES_OF, Role
from accounts.staff.invitations import here
from accounts.staff.reading import all_members, pending_invitations, with_second_factor
from core.folding import containing
from core.list_forms import ListForm, words_field


def _roles() -> list[tuple[str, object]]:
    return [("", _("All")), *((role.value, role.label) for role in ROLES_OF[here().kind])]


class StaffForm(ListForm):
    """A name, which is posted; a role; who has a second factor; whose access has ended."""

    q = words_field(_("Name"))
    role = forms.ChoiceField(label=_("Role"), required=False, choices=_roles)
    factor = forms.ChoiceField(
        label=_("Second factor"), required=False,
        choices=[("", _("All")), ("on", pgettext_lazy("second factor", "on")),
                 ("off", pgettext_lazy("second factor", "off"))],
    )  # fmt: skip
    access = forms.ChoiceField(
        label=_("Access"), required=False, choices=[("", _("Works here")), ("ended", _("Access ended"))]
    )

    def members(self) -> QuerySet[User]:
        """Those who work here, or worked here, and meet all of it."""
        asked = self.asked()
        found = all_members().filter(is_active=asked.get("access") != "ended")
        if text := asked.get("q"):
            found = containing(found, text, "first_name", "last_name", "username")
        if role := asked.get("role"):
            found = found.filter(groups__name=Role(role).value)
        if factor := asked.get("factor"):
            secured = with_second_factor()
            found = found.filter(pk__in=secured) if factor == "on" else found.exclude(pk__in=secured)
        return found


class InvitationsForm(ListForm):
    """A name or an address, which is posted; whether the link still holds."""

    q = words_field(_("Name or mail address"))
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All")), *((state.value, state.label) for state in
                                   (StaffInvitation.State.OPEN, StaffInvitation.State.EXPIRED))],
    )  # fmt: skip

    def invitations(self) -> QuerySet[StaffInvitation]:
        """Those without an answer that meet both, the newest first."""
        asked, found = self.asked(), pending_invitations()
        if text := asked.get("q"):
            found = containing(found, text, "name", "email")
        if state := asked.get("state"):
            holds = {"expires_at__gt": timezone.now()}
            found = found.filter(**holds) if state == StaffInvitation.State.OPEN else found.exclude(**holds)
        return found
