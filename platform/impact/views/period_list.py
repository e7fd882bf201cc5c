"""The list of an NGO's reporting periods: what it is narrowed by, its columns."""

from typing import Any

from django import forms
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import SignedInRequest
from core.folding import by_label
from core.list_forms import ListForm
from core.lists import Item, Listing, asked_in
from core.tables import Badge, Link, Missing
from impact.counting import Period
from impact.models import ReportingPeriod
from impact.presentation import title_of

State = ReportingPeriod.State


class PeriodsForm(ListForm):
    """In which state; a code."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All states")), *State.choices]
    )

    def periods(self) -> QuerySet[ReportingPeriod]:
        """Those in it, the latest first."""
        found = ReportingPeriod.objects.filter(**self.asked()).prefetch_related("snapshots")
        return found.annotate(published_last=Max("snapshots__taken_at")).order_by("-start", "-end")


def list_periods(request: SignedInRequest) -> Listing:
    """Whoever sees the figures may take it as a file: it names nobody."""
    form = PeriodsForm(asked_in(request))
    return Listing(
        request, name="periods", caption=_("Reporting periods"), items=_columns(), rows=form.periods(), form=form,
        usual="-period", may_take=True,
    )  # fmt: skip


def title_of_period(one: Any) -> str:
    """`2019`, a quarter, a month, else its two days."""
    return title_of(Period(one.start, one.end))


def _columns() -> list[Item]:
    return [
        Item("period", _("Period"), _link, title_of_period, order=("start", "end"), falls=True),
        Item("state", _("State"), _state, order=by_label("state", State.choices)),
        Item("published", _("Published"), _published, _marks, order=("published_last",), falls=True),
    ]


def _link(one: ReportingPeriod) -> Link:
    return Link(format_html("<bdi>{}</bdi>", title_of_period(one)), reverse("impact:period", args=[one.pk]))


def _state(one: ReportingPeriod) -> Badge:
    if one.state == State.PUBLISHED:
        return Badge(one.get_state_display(), "done")
    if one.note and one.state == State.OPEN:
        return Badge(_("Sent back"), "wrong")
    return Badge(one.get_state_display(), "current")


def _published(one: ReportingPeriod) -> Any:
    found = (
        (reverse("impact:snapshot", args=[snapshot.short_digest]), snapshot.label or snapshot.short_digest)
        for snapshot in one.snapshots.all()
    )
    return format_html_join(" · ", '<a href="{}"><bdi>{}</bdi></a>', found) or Missing()


def _marks(one: ReportingPeriod) -> str:
    return " · ".join(snapshot.label or snapshot.short_digest for snapshot in one.snapshots.all())
