"""Form fields of the axes, the coarse facts a person may say of themselves: each may be left out."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.codes import REGIONS, AgeBand, Category, InstitutionType, Jurisdiction, Sex, region_name
from core.text import fold
from people.models import Person

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
    """Regions by country, the organisation's own first."""
    own = getattr(connection.tenant, "country", "")  # type: ignore[attr-defined]  # of django-tenants, without types
    countries = [(country.value, str(country.label)) for country in (Jurisdiction.MOROCCO, Jurisdiction.FRANCE)]
    countries.sort(key=lambda country: country[0] != own)
    return [
        (name, in_alphabet((code, region_name(code)) for code in REGIONS if code.startswith(country)))
        for country, name in countries
    ]


OFTEN, FEWEST = 6, 10  # at most so many professions are said to be frequent here, each of so many people


def professions() -> Choices:
    """In the alphabet; those of many people here come first, by use. No count can be read from the list."""
    people = Person.objects.canonical().exclude(category="").order_by().values_list("category")
    counted = people.annotate(n=Count("pk")).filter(n__gte=FEWEST).order_by("-n", "category")
    often = [code for code, _n in counted[:OFTEN]]
    names = dict(Category.choices)
    others = in_alphabet((code, name) for code, name in Category.choices if code not in often)
    if not often:
        return others
    return [(_("Often here"), [(code, str(names[code])) for code in often if code in names]), (_("All others"), others)]


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
