"""Forms that write a logframe: results, indicators, what is to be reached."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.acting import Acting
from core.codes import (
    UNKNOWN,
    AgeBand,
    AgeGroup,
    Category,
    CategoryGroup,
    Disability,
    Sex,
    country_name,
    region_choices,
)
from core.dates import long_date
from core.days import DayField
from core.languages import direction
from impact.presentation import AXES, NAMES
from network.logframes import actions
from network.logframes.values import IN_CELLS
from network.models import FIGURES, Aim, FrameIndicator, FrameResult, Logframe, Partner, Project
from sessions.models import TrainingSession

TYPED = _("Typed, with its document")
CUTS = ("sex", "age_band", "age_group", "disability", "category_group", "category", "region", "country")
LANGUAGES = ("fr", "ar", "en")
WHOLE = "whole"


def filters_of(project: Project) -> dict[str, list[tuple[str, Any]]]:
    """Axis -> what may be chosen of the project's sessions and people."""
    cycles = [(one.code, one.title[0]) for one in project.cycles.all()]
    kinds = [pair for pair in TrainingSession.Kind.choices if pair[0] != TrainingSession.Kind.EVENT]
    return {
        "kind": kinds, "audience": list(TrainingSession.Audience.choices),
        "category_group": list(CategoryGroup.choices), "category": list(Category.choices),
        "sex": list(Sex.choices), "age_group": list(AgeGroup.choices), "region": list(region_choices()),
        "country": [(code, country_name(code)) for code in project.countries], "cycle": cycles,
        "phase": [(one.code, one.title[0]) for one in project.phases.all()],
    }  # fmt: skip


def cells_of(axis: str, project: Project) -> list[tuple[str, Any]]:
    """The values of an axis that a target may be set for."""
    found = filters_of(project) | {"age_band": list(AgeBand.choices), "disability": list(Disability.choices)}
    return [*found[axis], (UNKNOWN, _now("Unknown"))]


class InLanguages(forms.ModelForm):
    """Texts in three languages, each in its own direction, one of them at least."""

    texts: tuple[str, ...] = ()
    needed = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.texts:
            for code in LANGUAGES:
                self.fields[f"{name}_{code}"].widget.attrs.update(lang=code, dir=direction(code))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"{self.needed}_{code}") for code in LANGUAGES):
            self.add_error(f"{self.needed}_fr", _("Write it in one language at least."))
        return cleaned

    def validate_constraints(self) -> None:
        """Those that the form has said itself are not said again."""


class ResultForm(Acting, InLanguages):
    """A statement of the chain."""

    texts, needed = ("statement", "assumptions"), "statement"

    class Meta:
        model = FrameResult
        fields = [
            "level", "code", "statement_fr", "statement_ar", "statement_en",
            "assumptions_fr", "assumptions_ar", "assumptions_en",
        ]  # fmt: skip
        widgets = {
            "code": forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
            **{f"assumptions_{code}": forms.Textarea(attrs={"rows": 2}) for code in LANGUAGES},
        }

    def __init__(self, *args: Any, frame: Logframe, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame = self.instance.logframe = frame

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.frame.results.filter(code__iexact=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a result with this code. Choose another one."))
        return code

    def act(self) -> Any:
        return actions.save_part(frame=self.frame, part=self.save(commit=False))


class IndicatorForm(Acting, InLanguages):
    """How a result is measured. Filters and axes are those of the figure it is computed from."""

    texts, needed = ("name", "sources"), "name"

    class Meta:
        model = FrameIndicator
        fields = [
            "code", "name_fr", "name_ar", "name_en", "figure", "unit", "adds_up", "falls",
            "sources_fr", "sources_ar", "sources_en",
        ]  # fmt: skip
        widgets = {"code": forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"})}

    def __init__(self, *args: Any, frame: Logframe, result: FrameResult, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame, self.instance.result = frame, result
        computed = [(code, NAMES[code].name) for code in FIGURES]
        self.fields["figure"] = forms.ChoiceField(
            label=_("How its value is known"), required=False, choices=[("", TYPED), *computed],
            help_text=_("Computed from evidence: attendance, certificates, tests. What has no evidence here is typed."),
        )  # fmt: skip
        unit: Any = self.fields["unit"]
        unit.help_text = _("Of a number that is typed; small numbers of people are hidden from others.")
        self.filters = filters_of(frame.project)
        for axis, choices in self.filters.items():
            if choices:
                self.fields[f"only_{axis}"] = forms.ChoiceField(
                    label=_("Only: %(axis)s") % {"axis": AXES[axis]}, required=False,
                    choices=[("", pgettext_lazy("filter", "All")), *choices],
                    initial=self.instance.filters.get(axis, ""),
                )  # fmt: skip
        self.fields["cut_by"] = forms.MultipleChoiceField(
            label=_("Told apart by"), required=False, choices=[(axis, AXES[axis]) for axis in CUTS],
            widget=forms.CheckboxSelectMultiple, initial=self.instance.cut_by,
        )  # fmt: skip

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        others = FrameIndicator.objects.filter(result__logframe=self.frame).exclude(pk=self.instance.pk)
        if others.filter(code__iexact=code).exists():
            raise ValidationError(_("There is an indicator with this code. Choose another one."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        figure = cleaned.get("figure", "")
        only = {axis: cleaned.get(f"only_{axis}") for axis in self.filters}
        self.instance.filters = {axis: value for axis, value in only.items() if value}
        self.instance.cut_by = cleaned.get("cut_by", [])
        if not figure and self.instance.filters:
            self.add_error("figure", _("A number that is typed has no filters. Choose a figure, or leave them out."))
        if self.instance.cut_by and figure not in IN_CELLS:
            told = ", ".join(str(NAMES[code].name) for code in IN_CELLS)
            self.add_error("cut_by", _("Only these are told apart: %(figures)s.") % {"figures": told})
        return cleaned

    def act(self) -> Any:
        return actions.save_part(frame=self.frame, part=self.save(commit=False))


class AimForm(Acting, forms.Form):
    """What is to be reached on a day: of the project as a whole and of each partner."""

    kind = forms.ChoiceField(label=pgettext_lazy("logframe", "What it is"), choices=Aim.Kind.choices)
    day = DayField(label=pgettext_lazy("logframe", "On which day"))
    cell = forms.ChoiceField(label=_("Of whom"), required=False)

    def __init__(self, *args: Any, frame: Logframe, indicator: FrameIndicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame, self.indicator, self.project = frame, indicator, frame.project
        self.partners = {f"partner_{one.pk}": one for one in self.project.partners.all()}
        choices: list[Any] = [("", _("Everybody"))]
        for axis in indicator.cut_by:
            named = [(f"{axis}|{value}", label) for value, label in cells_of(axis, self.project)]
            choices.append((AXES[axis], named))
        if len(choices) > 1:
            cell: Any = self.fields["cell"]
            cell.choices = choices
        else:
            del self.fields["cell"]
        self.fields[WHOLE] = _amount(_("The project as a whole"), _("Empty: the sum of the partners, where it may be."))
        for name, partner in self.partners.items():
            self.fields[name] = _amount(partner.name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, kind = cleaned.get("day"), cleaned.get("kind")
        if day and kind != Aim.Kind.BASELINE:
            self._check_day(day, cleaned)
        return cleaned

    def _check_day(self, day: datetime.date, cleaned: dict[str, Any]) -> None:
        project = self.project
        if not project.starts <= day <= project.ends_now:
            told = {"first": long_date(project.starts), "last": long_date(project.ends_now)}
            self.add_error("day", _("The project goes from %(first)s to %(last)s.") % told)
        for name, partner in self.partners.items():
            if cleaned.get(name) is not None and partner.left and day > partner.left:
                told = {"partner": partner.name, "day": long_date(partner.left)}
                self.add_error(name, _("%(partner)s left the project on %(day)s.") % told)

    def act(self) -> None:
        cleaned = self.cleaned_data
        axis, _bar, cell = cleaned.get("cell", "").partition("|")
        values: dict[Partner | None, Decimal | None] = {None: cleaned[WHOLE]}
        values |= {partner: cleaned[name] for name, partner in self.partners.items()}
        actions.set_aims(
            frame=self.frame, indicator=self.indicator, kind=cleaned["kind"], day=cleaned["day"], axis=axis, cell=cell,
            values=values,
        )  # fmt: skip


def _amount(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=12, decimal_places=2, help_text=help_text
    )
