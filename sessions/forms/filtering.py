"""The filters of the list of sessions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.codes import region_name
from core.list_forms import ListForm, words_field
from sessions.models import TrainingSession
from sessions.querysets import SessionQuerySet, years_with_sessions


class FilterForm(ListForm):
    """State, kind, region, year and words; anything else in the address is ignored."""

    q = words_field(_("Title, city, project or cycle"))
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *TrainingSession.State.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *TrainingSession.Kind.choices]
    )

    def __init__(self, data: Any, *, sessions: SessionQuerySet) -> None:
        super().__init__(data)
        regions = sessions.exclude(region="").order_by("region").values_list("region", flat=True).distinct()
        self.fields["region"] = forms.ChoiceField(
            label=_("Region"), required=False,
            choices=[("", _("All regions")), *((code, region_name(code)) for code in regions)],
        )  # fmt: skip
        self.fields["year"] = forms.TypedChoiceField(
            label=_("Year"), required=False, coerce=int, empty_value=None,
            choices=[("", _("All years")), *((year, str(year)) for year in years_with_sessions())],
        )  # fmt: skip
        self.sessions = sessions

    def found(self) -> SessionQuerySet:
        """The sessions that meet all of it."""
        chosen = self.asked()
        found = self.sessions.in_state(chosen.get("state", "")).matching(chosen.get("q", ""))
        return found.narrowed(**{name: chosen.get(name) for name in ("kind", "region", "year")})
