"""What the list of the staff is narrowed by."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.roles import ROLES_OF, Role
from accounts.staff.invitations import here
from accounts.staff.reading import all_members, with_second_factor
from core.folding import containing
from core.list_forms import ListForm, words_field


def _roles() -> list[tuple[str, object]]:
    return [("", _("All")), *((role.value, role.label) for role in ROLES_OF[here().kind])]


class StaffForm(ListForm):
    """A name, which is posted; a role; who has a second factor."""

    q = words_field(_("Name"))
    role = forms.ChoiceField(label=_("Role"), required=False, choices=_roles)
    factor = forms.ChoiceField(
        label=_("Second factor"), required=False,
        choices=[("", _("All")), ("on", pgettext_lazy("second factor", "on")),
                 ("off", pgettext_lazy("second factor", "off"))],
    )  # fmt: skip

    def members(self) -> QuerySet[User]:
        """Those who work here and meet all of it."""
        asked, found = self.asked(), all_members().filter(is_active=True)
        if text := asked.get("q"):
            found = containing(found, text, "first_name", "last_name", "username")
        if role := asked.get("role"):
            found = found.filter(groups__name=Role(role).value)
        if factor := asked.get("factor"):
            secured = with_second_factor()
            found = found.filter(pk__in=secured) if factor == "on" else found.exclude(pk__in=secured)
        return found
