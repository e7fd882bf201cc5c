"""The health board: a row to an NGO, read from one table."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Case, F, Q, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.dates import long_date, number
from core.folding import by_label, by_words, containing
from core.languages import active
from core.list_forms import ListForm, words_field
from core.lists import Item, Listing, asked_in
from core.rounding import percent_done
from core.tables import Badge, Missing
from network.health.tasks import count_health_of_all
from tenants.keeping import last_runs
from tenants.models import Tenant

for_the_network = requires(Ability.SEE_NETWORK_FIGURES, Ability.MANAGE_TENANTS)
ALARMS = ("failed_tasks", "gaps", "late_periods")
BROKEN = Q(state=Tenant.State.UNFINISHED) | Q(health__is_broken=True)


class BoardForm(ListForm):
    """Part of an NGO's name, its state, whether something is to be looked at: nothing of a person."""

    q = words_field(gettext_lazy("Partner NGO"))
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[("", gettext_lazy("All states")), *Tenant.State.choices],
    )  # fmt: skip
    alarm = forms.ChoiceField(
        label=gettext_lazy("To be looked at"), required=False,
        choices=[
            ("", gettext_lazy("All")), ("any", gettext_lazy("Something is")),
            ("failed_tasks", gettext_lazy("Tasks failed")), ("gaps", gettext_lazy("Gaps in the records")),
            ("late_periods", gettext_lazy("Late periods")),
        ],
    )  # fmt: skip

    def ngos(self) -> QuerySet[Tenant]:
        """Those that meet all of it, by name."""
        asked, found = self.asked(), Tenant.objects.filter(kind=Tenant.Kind.NGO)
        if text := asked.get("q"):
            found = containing(found, text, "name_fr", "name_ar", "name_en")
        if state := asked.get("state"):
            found = found.filter(state=state)
        if alarm := asked.get("alarm"):
            alarming = Q(BROKEN) if alarm == "any" else Q()
            for name in ALARMS if alarm == "any" else [alarm]:
                alarming |= Q(health__is_broken=False, **{f"health__{name}__gt": 0})
            found = found.filter(alarming)
        return found.select_related("health").order_by("name_fr")


@for_the_network
def health(request: SignedInRequest) -> HttpResponse:
    """Numbers of each NGO, and when they were counted."""
    form = BoardForm(asked_in(request))
    listing = Listing(
        request, name="health", caption=_("How the NGOs are"), items=_columns(), rows=form.ngos(), form=form,
        may_take=True,
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    counted = Tenant.objects.filter(kind=Tenant.Kind.NGO, health__isnull=False).order_by("health__counted_at")
    counted_at = counted.values_list("health__counted_at", flat=True).first()
    context = {"list": listing, "counted_at": counted_at, "backup": last_runs()}
    return render(request, "network/health.html", context)


@require_POST
@for_the_network
def refresh(request: SignedInRequest) -> HttpResponse:
    """Let the worker count anew."""
    count_health_of_all.enqueue()
    messages.success(request, _("The worker counts: open this page again in a minute."))
    return redirect("network:health")


def _columns() -> list[Item]:
    """Of one that is broken nothing but that it is, in the order and the file too."""
    return [
        Item("name", _("Partner NGO"), lambda one: one.name, order=by_words(f"name_{active()}")),
        Item("state", _("State"), _state, order=by_label("state", Tenant.State.choices)),
        Item("active", _("Last activity"), _last_active, lambda one: _counted(one, lambda found: found.last_active_on),
             order=_by("last_active_on"), falls=True),
        _number("open_tasks", _("Tasks waiting")), _number("failed_tasks", _("Tasks failed")),
        _number("gaps", _("Gaps in the records")), _number("late_periods", _("Late periods")),
        Item("translated", _("Translated"), lambda one: _counted(one, _translated), numeric=True),
        Item("storage", _("Storage"), lambda one: _counted(one, lambda found: filesizeformat(found.bytes_stored)),
             order=_by("bytes_stored"), falls=True, numeric=True),
    ]  # fmt: skip


def _number(name: str, label: str) -> Item:
    show = _alarming if name in ALARMS else number
    return Item(
        name, label, lambda one: _counted(one, lambda found: show(getattr(found, name))),
        lambda one: _counted(one, lambda found: getattr(found, name)), order=_by(name), falls=True, numeric=True,
    )  # fmt: skip


def _by(name: str) -> tuple[Any, ...]:
    return (Case(When(BROKEN, then=None), default=F(f"health__{name}")),)


def _is_broken(one: Tenant) -> bool:
    counted = getattr(one, "health", None)
    return one.state == Tenant.State.UNFINISHED or bool(counted and counted.is_broken)


def _state(one: Tenant) -> Badge:
    if _is_broken(one):
        return Badge(_("Broken: it cannot be read"), "wrong")
    return Badge(one.get_state_display(), "done" if one.state == Tenant.State.ACTIVE else "")


def _counted(one: Tenant, read: Callable[[Any], Any]) -> Any:
    """What was counted of one that can be read."""
    if _is_broken(one) or not hasattr(one, "health"):
        return Missing()
    found = read(one.health)
    return Missing() if found is None else found


def _last_active(one: Tenant) -> Any:
    if not _is_broken(one) and not hasattr(one, "health"):
        return Missing(_("not counted yet"))
    return _counted(one, lambda found: long_date(found.last_active_on) if found.last_active_on else Missing(_("never")))


def _translated(found: Any) -> str | None:
    return f"{percent_done(found.texts_done, found.texts)} %" if found.texts else None


def _alarming(count: int) -> Any:
    return Badge(number(count), "wrong") if count else number(count)
