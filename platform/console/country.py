"""The country of a tenant, and with it its clock."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from console.consequences import Weighed, of_another_clock
from core.acting import Acting
from core.codes import COUNTRIES
from core.folding import fold
from tenants.changes import changing
from tenants.lifecycle import find_hindrances
from tenants.models import TIME_ZONES, Tenant


class CountryForm(Acting, Weighed):
    """Another country for a tenant."""

    country = forms.ChoiceField(
        label=_("Country"),
        help_text=_("It says on which clock half-days are meant, how phone numbers in lists are read that have no "
                    "country’s code, and which country reports to donors (IATI) name."),
    )  # fmt: skip

    field_order = ["country", "understood"]

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"country": tenant.country}, "auto_id": "of_%s"})
        self.tenant = tenant
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]
        self.weigh(of_another_clock(tenant))

    def comes_about(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("country", self.tenant.country) != self.tenant.country

    def act(self) -> Tenant:
        """Raises ValidationError while a period is under way: its figures are counted on the clock it was given."""
        if self.comes_about(self.cleaned_data) and (under_way := find_hindrances(self.tenant)):
            raise ValidationError(under_way)
        with changing(self.tenant) as locked:
            locked.country = self.cleaned_data["country"]
            locked.save(update_fields=["country"])
        return locked


def countries() -> list[tuple[str, str]]:
    """Those where a tenant may be, by name in the reader's alphabet; Morocco first."""
    named = [(code, str(COUNTRIES[code])) for code in TIME_ZONES]
    return sorted(named, key=lambda pair: (pair[0] != "MA", fold(pair[1])))
