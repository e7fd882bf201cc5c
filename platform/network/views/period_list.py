"""The list of the partner NGOs' periods: each NGO's own stand in its schema, so no one query finds them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tenants.utils import tenant_context

from accounts.requests import SignedInRequest
from core.dates import long_date
from core.list_forms import ListForm
from core.lists import Item, Listing, asked_in
from core.tables import Badge, Link, Missing
from core.text import fold
from impact.counting import Period
from impact.models import ReportingPeriod, Snapshot
from impact.presentation import title_of
from tenants.models import Tenant

State = ReportingPeriod.State
ORDER = {State.SUBMITTED: 0, State.ACCEPTED: 1, State.PUBLISHED: 2, State.OPEN: 3}
KINDS = {State.PUBLISHED: "done", State.SUBMITTED: "current"}


@dataclass(frozen=True)
class Entry:
    """A period of one NGO."""

    tenant: Tenant
    period: ReportingPeriod
    newest: Snapshot | None


def _ngos() -> list[tuple[str, str]]:
    return [("", _("All")), *((one.schema_name, one.name) for one in ngos_at_work())]


class EntriesForm(ListForm):
    """Whose, in which state: codes."""

    ngo = forms.ChoiceField(label=gettext_lazy("Partner NGO"), required=False, choices=_ngos)
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All states")), *State.choices]
    )

    def entries(self) -> list[Entry]:
        """Those that meet both, what waits for the network first, then the latest."""
        asked, found = self.asked(), []
        for tenant in ngos_at_work():
            if asked.get("ngo") in (None, tenant.schema_name):
                found += _periods_of(tenant)
        found = [one for one in found if asked.get("state") in (None, one.period.state)]
        return sorted(found, key=lambda one: (ORDER[State(one.period.state)], -one.period.end.toordinal()))


def ngos_at_work() -> Any:
    """NGOs that are whole, by name."""
    return Tenant.objects.whole().filter(kind=Tenant.Kind.NGO).order_by("name_fr")


def list_entries(request: SignedInRequest) -> Listing:
    """Whoever sees the network's figures may take it as a file: it names nobody."""
    form = EntriesForm(asked_in(request))
    return Listing(
        request, name="ngo-periods", caption=_("Periods of the partner NGOs"), items=_columns(), rows=form.entries(),
        form=form, may_take=True,
    )  # fmt: skip


def _periods_of(tenant: Tenant) -> list[Entry]:
    with tenant_context(tenant):
        return [
            Entry(tenant, period, max(period.snapshots.all(), key=lambda one: one.number, default=None))
            for period in ReportingPeriod.objects.prefetch_related("snapshots")
        ]


def _columns() -> list[Item]:
    return [
        Item("ngo", _("Partner NGO"), _link, key=lambda one: fold(one.tenant.name)),
        Item("period", _("Period"), lambda one: format_html("<bdi>{}</bdi>", _title(one)), _title,
             key=lambda one: (one.period.start, one.period.end), falls=True),
        Item("state", _("State"), _state, key=lambda one: ORDER[State(one.period.state)]),
        Item("published", _("Published"), _published, key=lambda one: one.newest and one.newest.taken_at, falls=True,
             write=lambda one: one.newest and localdate(one.newest.taken_at)),
    ]  # fmt: skip


def _title(one: Entry) -> str:
    return title_of(Period(one.period.start, one.period.end))


def _link(one: Entry) -> Link:
    address = reverse("network:period", args=[one.tenant.schema_name, one.period.pk])
    return Link(format_html("<bdi>{}</bdi>", one.tenant.name), address)


def _state(one: Entry) -> Badge:
    return Badge(one.period.get_state_display(), KINDS.get(State(one.period.state), ""))


def _published(one: Entry) -> Any:
    if one.newest is None:
        return Missing()
    return format_html("<span>{} <bdi>{}</bdi></span>", long_date(one.newest.taken_at), one.newest.label)
