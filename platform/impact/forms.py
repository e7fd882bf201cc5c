"""Forms of the pages of figures: periods, targets, audits, saved views, readers from outside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from core.acting import Acting
from core.days import DayField
from impact.counting import Period
from impact.models import ApiToken, Audit, Recount, Target
from impact.presentation import NAMES
from impact.quality import draw_audit, record_recount
from sessions.models import TrainingSession


class PeriodForm(forms.Form):
    """Two days, both included."""

    start = DayField(label=_("From"))
    end = DayField(label=_("To, included"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("The period ends before it begins. Write a later day."))
        return cleaned


class TargetForm(PeriodForm, forms.ModelForm):
    """A number to reach in a period."""

    class Meta:
        model = Target
        fields = ["indicator", "value", "start", "end"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicator: Any = self.fields["indicator"]
        indicator.choices = [(code, NAMES[code].name) for code in Target.CODES]


class DrawForm(Acting, PeriodForm):
    """How many sessions of which period to draw; `result` is the audit."""

    size = forms.IntegerField(label=_("Sessions to draw"), min_value=1, max_value=100, initial=5)

    def __init__(self, data: Any = None, *, actor: User) -> None:
        super().__init__(data)
        self.actor = actor

    def act(self) -> Audit:
        asked = self.cleaned_data
        return draw_audit(period=Period(asked["start"], asked["end"]), size=asked["size"], actor=self.actor)


class RecountForm(Acting, forms.Form):
    """What was counted on the sheets of one session, and why again where it was counted before."""

    on_sheets = forms.IntegerField(label=_("Half-day presences on the sheets"), min_value=0, max_value=100_000)
    reason = forms.CharField(label=_("Why it is counted again"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, recount: Recount, actor: User) -> None:
        super().__init__(data)
        self.recount, self.actor = recount, actor

    def act(self) -> None:
        record_recount(recount=self.recount, actor=self.actor, **self.cleaned_data)


class SaveViewForm(forms.Form):
    """A name for the period and filters in sight."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)


class ReaderForm(forms.Form):
    """A funder's account and a project."""

    user = forms.ModelChoiceField(label=_("Funder’s account"), queryset=User.objects.none())
    project = forms.ChoiceField(label=_("Project"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        user.queryset = User.objects.filter(groups__name=Role.FUNDER.value, is_active=True).order_by("username")
        project: Any = self.fields["project"]
        codes = TrainingSession.objects.exclude(project="").order_by("project").values_list("project", flat=True)
        project.choices = [(code, code) for code in codes.distinct()]


class TokenForm(forms.Form):
    """A program's name and what it may read."""

    name = forms.CharField(label=_("Name of the program"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=_("What it may read"), choices=ApiToken.Scope, widget=forms.CheckboxSelectMultiple
    )

    def clean_scopes(self) -> list[str]:
        scopes = self.cleaned_data["scopes"]
        if ApiToken.Scope.NAMES in scopes and ApiToken.Scope.SESSIONS not in scopes:
            raise forms.ValidationError(_("Names come with registrations: tick the sessions too."))
        return scopes
