"""The health board: a row to an NGO, read from one table."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Ability, requires
from core.dates import long_date, number
from core.rounding import percent_done
from core.tables import Badge, Column, DataTable, Missing, data_table
from network.health.tasks import count_health_of_all
from tenants.keeping import last_runs
from tenants.models import Tenant

for_the_network = requires(Ability.SEE_NETWORK_FIGURES, Ability.MANAGE_TENANTS)


@for_the_network
def health(request: HttpRequest) -> HttpResponse:
    """Numbers of each NGO, and when they were counted."""
    ngos = list(Tenant.objects.filter(kind=Tenant.Kind.NGO).select_related("health").order_by("name_fr"))
    counted = [ngo.health.counted_at for ngo in ngos if hasattr(ngo, "health")]
    context = {"table": board(ngos), "counted_at": min(counted, default=None), "is_empty": not ngos,
               "backup": last_runs()}  # fmt: skip
    return render(request, "network/health.html", context)


@require_POST
@for_the_network
def refresh(request: HttpRequest) -> HttpResponse:
    """Let the worker count anew."""
    count_health_of_all.enqueue()
    messages.success(request, _("The worker counts: open this page again in a minute."))
    return redirect("network:health")


def board(ngos: list[Tenant]) -> DataTable:
    """The table."""
    columns = [
        Column(_("Partner NGO")), Column(_("State")), Column(_("Last activity")),
        Column(_("Tasks waiting"), numeric=True), Column(_("Tasks failed"), numeric=True),
        Column(_("Gaps in the records"), numeric=True), Column(_("Late periods"), numeric=True),
        Column(_("Translated"), numeric=True), Column(_("Storage"), numeric=True),
    ]  # fmt: skip
    return data_table("", columns, [_row(ngo) for ngo in ngos])


def _row(ngo: Tenant) -> list[Any]:
    health = getattr(ngo, "health", None)
    if ngo.state == Tenant.State.UNFINISHED or (health and health.is_broken):
        return [ngo.name, Badge(_("Broken: it cannot be read"), "wrong"), *[Missing()] * 7]
    state = Badge(ngo.get_state_display(), "done" if ngo.state == Tenant.State.ACTIVE else "")
    if health is None:
        return [ngo.name, state, Missing(_("not counted yet")), *[Missing()] * 6]
    translated = percent_done(health.texts_done, health.texts) if health.texts else None
    return [
        ngo.name, state,
        long_date(health.last_active_on) if health.last_active_on else Missing(_("never")),
        number(health.open_tasks), _alarming(health.failed_tasks), _alarming(health.gaps),
        _alarming(health.late_periods), Missing() if translated is None else f"{translated} %",
        filesizeformat(health.bytes_stored),
    ]  # fmt: skip


def _alarming(count: int) -> Any:
    return Badge(number(count), "wrong") if count else number(count)
