"""Form fields of the axes, the coarse facts a person may say of themselves: each may be left out."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.codes import REGIONS, AgeBand, Category, InstitutionType, Jurisdiction, Sex, region_name
from core.text import fold

Choices = list[tuple[Any, Any]]
ASKED = ("category", "institution_type", "person_region", "age_band", "sex")
LAST = (InstitutionType.OTHER.value,)


def in_alphabet(choices: Iterable[tuple[str, Any]]) -> Choices:
    """By name as the reader's alphabet orders it, accents and letter variants apart; "other" comes last."""
    named = [(code, str(name)) for code, name in choices]
    return sorted(named, key=lambda choice: (choice[0] in LAST, fold(choice[1])))


def skippable(choices: Callable[[], Choices]) -> Callable[[], Choices]:
    """With the empty choice first; made anew for each form, since each reader has their own language."""
    return lambda: [("", _("I prefer not to say")), *choices()]


def regions() -> Choices:
    """Regions by country."""
    countries = [(country.value, str(country.label)) for country in (Jurisdiction.MOROCCO, Jurisdiction.FRANCE)]
    return [
        (name, in_alphabet((code, region_name(code)) for code in REGIONS if code.startswith(country)))
        for country, name in countries
    ]


class AxesForm(forms.Form):
    """Five questions, none of them compulsory."""

    category = forms.ChoiceField(
        label=gettext_lazy("Your work"), choices=skippable(lambda: in_alphabet(Category.choices)), required=False
    )
    institution_type = forms.ChoiceField(
        label=gettext_lazy("Where you work"),
        choices=skippable(lambda: in_alphabet(InstitutionType.choices)),
        required=False,
    )
    person_region = forms.ChoiceField(label=gettext_lazy("Region"), choices=skippable(regions), required=False)
    age_band = forms.ChoiceField(
        label=gettext_lazy("Age"), choices=skippable(lambda: list(AgeBand.choices)), required=False
    )
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=skippable(lambda: list(Sex.choices)), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.initial.get("person_region") or ""
        if region and region not in REGIONS:  # of another country, from an import: kept as it is
            field = cast(forms.ChoiceField, self.fields["person_region"])
            field.choices = [*cast(Choices, field.choices), (region, region_name(region))]

    def axes(self) -> dict[str, str]:
        """What was said of oneself, by field name of `people.models.Axes`."""
        return {name: self.cleaned_data[name] for name in ASKED}
