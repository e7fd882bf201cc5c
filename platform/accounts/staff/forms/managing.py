"""Forms of who manages the staff: inviting, roles, ending, handing over, the rules."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.extension_points import Duty, duties
from accounts.models import StaffInvitation, StaffRules, User
from accounts.roles import ABILITIES, ROLES_OF, Role, roles_of
from accounts.staff.actions import StaffError, invite_staff
from accounts.staff.invitations import here
from accounts.staff.members import change_roles, end_access, hand_over
from accounts.staff.rules import set_staff_rules
from core.acting import Acting
from core.codes import Language
from core.text import labelled

WHAT_ROLES_DO = {
    Role.TRAINER: _("runs sessions, writes courses"),
    Role.REVIEWER: _("approves content"),
    Role.COORDINATOR: _("plans sessions, looks after people, reads the figures"),
    Role.ADMINISTRATOR: _("does all that, manages staff, exports names, decides how long people are kept"),
    Role.FUNDER: _("reads the published reports of projects, nothing else"),
    Role.LIBRARY_EDITOR: _("writes and publishes what the library offers"),
    Role.NETWORK_COORDINATOR: _("reads the sums over all organisations and accepts their periods"),
    Role.PLATFORM_ADMINISTRATOR: _("manages the staff of the network and the organisations’ spaces"),
}


class RolesField(forms.MultipleChoiceField):
    """The roles of this kind of tenant, each with what it does."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Roles"), widget=forms.CheckboxSelectMultiple, choices=_role_choices,
            error_messages={"required": _("Tick at least one role.")}, **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> list[Role]:
        return [Role(role) for role in super().clean(value)]


class ProjectsField(forms.CharField):
    """Codes of projects, one on each line."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Projects of a funder"), required=False, max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}), help_text=_("Their codes, one on each line."),
        )  # fmt: skip

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


def _role_choices() -> list[tuple[str, str]]:
    return [(role.value, labelled(capfirst(str(role.label)), WHAT_ROLES_DO[role])) for role in ROLES_OF[here().kind]]


class InviteForm(Acting, forms.Form):
    """Whom, as what. `account`: the one that the address has already."""

    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    )
    email = forms.CharField(
        label=_("Mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "dir": "ltr"}),
        help_text=_("The link goes there, and it becomes the sign-in name."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the message"), choices=Language)

    account: User | None = None

    def __init__(self, data: Any = None, *, actor: User) -> None:
        super().__init__(data, initial={"language": actor.language})
        self.actor = actor
        self.fields["roles"] = RolesField()
        if here().is_hub:
            self.fields["projects"] = ProjectsField()

    def act(self) -> StaffInvitation:
        try:
            return invite_staff(by=self.actor, **self.cleaned_data)
        except StaffError as refusal:
            self.account = refusal.account
            raise


class RolesForm(Acting, forms.Form):
    """The roles of one account; `asked` are ticked beside those it has."""

    def __init__(self, data: Any = None, *, user: User, actor: User, asked: Sequence[str] = ()) -> None:
        there_are, has = ROLES_OF[here().kind], roles_of(user)
        ticked = [role.value for role in there_are if role in has or role.value in asked]
        projects = "\n".join(user.funded_projects.values_list("project", flat=True)) if here().is_hub else ""
        super().__init__(data, initial={"roles": ticked, "projects": projects})
        self.user, self.actor = user, actor
        self.fields["roles"] = RolesField(required=False, help_text=_("With none the account only takes part."))
        if here().is_hub:
            self.fields["projects"] = ProjectsField()

    def act(self) -> None:
        change_roles(user=self.user, actor=self.actor, **self.cleaned_data)


class HandOverForm(Acting, forms.Form):
    """For each kind of thing that somebody runs, who takes it; empty: it stays as it is. `result`: how many."""

    def __init__(self, data: Any = None, *, former: User, actor: User) -> None:
        super().__init__(data)
        self.former, self.actor = former, actor
        for duty, held in self.held_by(former):
            field = forms.ModelChoiceField(
                label=str(duty.label), queryset=_takers(duty, former), required=False, help_text=" · ".join(held)
            )
            field.empty_label = str(_("Nobody for now: it stays as it is"))
            self.fields[duty.name] = field

    @staticmethod
    def held_by(user: User) -> list[tuple[Duty, Sequence[str]]]:
        """What the user runs, by kind, in words; kinds of which there is nothing are left out."""
        return [(duty, held) for duty in duties if (held := duty.read(user))]

    def takers(self) -> dict[str, User]:
        """Who was chosen, by duty."""
        return {name: taker for name, taker in self.cleaned_data.items() if taker is not None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.fields and type(self) is HandOverForm and not any(cleaned.values()) and not self.errors:
            raise forms.ValidationError(_("Choose who takes it over."))
        return cleaned

    def act(self) -> int:
        return hand_over(former=self.former, takers=self.takers(), actor=self.actor)


class EndForm(HandOverForm):
    """Ending an access, and who takes over what the account runs."""

    def act(self) -> int:
        end_access(user=self.former, actor=self.actor, takers=self.takers())
        return 0


def _takers(duty: Duty, former: User) -> Any:
    able = [role.value for role, can in ABILITIES.items() if duty.needs in can]
    staff = User.objects.filter(is_active=True, groups__name__in=able).exclude(pk=former.pk)
    return staff.distinct().order_by("first_name", "last_name", "username")


class RulesForm(Acting, forms.Form):
    """What the NGO decides for its staff."""

    trainers_change_all = forms.BooleanField(
        label=_("Every trainer may change every course"), required=False,
        help_text=_(
            "Otherwise trainers change the courses they own, and those that nobody owns. Reading is open to them all."
        ),
    )  # fmt: skip

    review_first = forms.BooleanField(
        label=_("What trainers write is reviewed before it is published"), required=False,
        help_text=_(
            "Trainers then hand lessons and exercises in; a reviewer, a coordinator or an administrator publishes them."
        ),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, rules: StaffRules, actor: User) -> None:
        decided = {"trainers_change_all": rules.trainers_change_all, "review_first": rules.review_first}
        super().__init__(data, initial=decided)
        self.actor = actor

    def act(self) -> StaffRules:
        return set_staff_rules(**self.cleaned_data, actor=self.actor)
