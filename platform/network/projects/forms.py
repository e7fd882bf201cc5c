"""Forms of a project and its parts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.acting import Acting
from core.codes import COUNTRIES
from core.days import DayField
from core.languages import direction
from core.uploads import PictureField
from network.models import Partner, Project, ProjectCycle, ProjectFunder, ProjectPhase, Prolongation
from network.projects.actions import add_partner, prolong_project
from tenants.models import Tenant

TITLES = ("title_fr", "title_ar", "title_en")
NO_TITLE = _("Write the title in one language at least.")
WRONG_ORDER = _("It ends before it begins. Write a later day.")


def _titles() -> dict[str, forms.TextInput]:
    """Each in its own direction."""
    return {name: forms.TextInput(attrs={"lang": name[-2:], "dir": direction(name[-2:])}) for name in TITLES}


class Checked(forms.ModelForm):
    """A model's form that says what is wrong before the database does."""

    days = ("starts", "ends")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "title_fr" in self.fields and not any(cleaned.get(name) for name in TITLES):
            self.add_error("title_fr", NO_TITLE)
        first, last = (cleaned.get(name) for name in self.days)
        if first and last and last < first:
            self.add_error(self.days[1], WRONG_ORDER)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Uniqueness is asked with the project, which no form has as a field."""
        return super()._get_validation_exclusions() - {"project"}  # type: ignore[misc]  # Django's stubs leave it out

    def validate_constraints(self) -> None:
        """Those that the form has said itself are not said again."""
        if not self.errors:
            super().validate_constraints()


class ProjectForm(Acting, Checked):
    """Facts of a project; its code is asked once."""

    starts = DayField(label=_("Begins on"))
    ends = DayField(label=_("Ends on, as agreed first"), help_text=_("A later end is a prolongation, kept beside it."))
    countries = forms.MultipleChoiceField(
        label=_("Countries"), choices=COUNTRIES.items(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick one country at least.")},
    )  # fmt: skip

    class Meta:
        model = Project
        fields = ["code", *TITLES, "grant_number", "countries", "starts", "ends"]
        widgets = {"code": forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
                   "grant_number": forms.TextInput(attrs={"dir": "ltr"}), **_titles()}  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]

    def clean_ends(self) -> Any:
        """The first end stays before every prolongation of it."""
        ends = self.cleaned_data["ends"]
        first = self.instance.prolongations.first() if self.instance.pk else None
        if first and ends >= first.ends:
            raise ValidationError(_("It was prolonged to a day before that. The first end lies before it."))
        return ends

    def act(self) -> Project:
        return self.save()


class OfProject(Acting, Checked):
    """A part of `project`; with an `instance` it is changed."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = self.instance.project = project

    def act(self) -> Any:
        return self.save()


class ProlongationForm(OfProject):
    """A later end."""

    ends = DayField(label=_("New end"))
    agreed_on = DayField(label=_("Agreed on"))
    days = ("", "")

    class Meta:
        model = Prolongation
        fields = ["ends", "agreed_on", "reason"]
        widgets = {"reason": forms.TextInput(attrs={"dir": "auto"})}

    def act(self) -> Prolongation:
        return prolong_project(project=self.project, **self.cleaned_data)


class FunderForm(OfProject):
    """A funder and its logo."""

    logo = PictureField(label=_("Logo"), required=False, help_text=_("A picture: PNG or JPEG, 10 MB at most."))
    days = ("", "")

    class Meta:
        model = ProjectFunder
        fields = ["name", "logo"]
        widgets = {"name": forms.TextInput(attrs={"dir": "auto"})}


class PhaseForm(OfProject):
    """A phase."""

    starts = DayField(label=_("From"), required=False)
    ends = DayField(label=_("To, included"), required=False)

    class Meta:
        model = ProjectPhase
        fields = ["code", *TITLES, "starts", "ends"]
        widgets = {"code": forms.TextInput(attrs={"dir": "ltr"}), **_titles()}


class CycleForm(PhaseForm):
    """A cycle; sessions name it by its code."""

    class Meta(PhaseForm.Meta):
        model = ProjectCycle  # type: ignore[assignment]  # the same fields


class PartnerForm(OfProject):
    """Since when an NGO takes part, and until when."""

    tenant = forms.ModelChoiceField(Tenant.objects.none(), label=_("Partner NGO"), empty_label=_("Choose"))
    joined = DayField(label=_("Joined on"))
    left = DayField(label=_("Left on"), required=False, help_text=_("Empty as long as it takes part."))
    days = ("joined", "left")

    class Meta:
        model = Partner
        fields = ["joined", "left"]

    field_order = ["tenant", "joined", "left"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["tenant"]
            return
        taken = self.project.partners.values("tenant")
        choices: Any = self.fields["tenant"]
        choices.queryset = (
            Tenant.objects.whole().filter(kind=Tenant.Kind.NGO).exclude(uuid__in=taken).order_by("name_fr")
        )

    def act(self) -> Partner:
        if self.instance.pk:
            return self.save()
        return add_partner(project=self.project, **self.cleaned_data)
