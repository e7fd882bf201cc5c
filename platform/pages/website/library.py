"""What the library of files is filtered by, and how its list is parted into pages."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.codes import Language
from pages.website.codes import Exploitation, Pole, Readers, ResourceKind, Sector

PER_PAGE = 12
OF_LISTS = {"readers": "readers", "sector": "sectors", "exploitation": "exploitation", "pole": "poles"}


def paginated(found: QuerySet[Any], request: HttpRequest) -> Page[Any]:
    """The page that was asked for, the nearest where there is none of that number."""
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def _chosen(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", _("All")), *choices], required=False)


class FilterForm(forms.Form):
    """Codes only: words that one looks for are posted to the search, and stand in no address."""

    kind = _chosen(_("Kind"), ResourceKind.choices)
    language = _chosen(_("Language"), Language.choices)
    readers = _chosen(_("For whom"), Readers.choices)
    sector = _chosen(_("Sector"), Sector.choices)
    exploitation = _chosen(_("Form of exploitation"), Exploitation.choices)
    pole = _chosen(_("Field of work"), Pole.choices)

    @property
    def asked(self) -> dict[str, str]:
        """What was chosen, by field; a value of no list is as if it had not been sent."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_filtered(self) -> bool:
        return bool(self.asked)

    def found(self, resources: QuerySet[Any]) -> QuerySet[Any]:
        """Those that have all that was chosen."""
        asked = self.asked
        if "kind" in asked:
            resources = resources.filter(kind=asked["kind"])
        if "language" in asked:
            resources = resources.filter(files__language=asked["language"]).distinct()
        for name, field in OF_LISTS.items():
            if name in asked:
                resources = resources.filter(**{f"{field}__contains": [asked[name]]})
        return resources
