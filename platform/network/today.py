"""The network on the page "Today": NGOs that need a word, periods that wait for it."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from accounts.today.parts import Aside, Door, Part
from core.dates import long_date, number
from core.text import labelled
from tenants.keeping import last_runs
from tenants.models import Tenant

LISTED = " · "
OF_NETWORK = {Ability.SEE_NETWORK_FIGURES, Ability.MANAGE_TENANTS}


def network_of_the_day(request: HttpRequest) -> Iterator[Part]:
    """In the hub, for whoever looks after the network: from the health board's one table, never a name."""
    can = abilities(request.user)
    if request.tenant.is_hub and can & OF_NETWORK:  # type: ignore[attr-defined]
        yield from _ngos()
        yield _backups()


def _ngos() -> Iterator[Part]:
    board, ngos = reverse("network:health"), list(Tenant.objects.filter(kind=Tenant.Kind.NGO).select_related("health"))
    counted = [ngo for ngo in ngos if hasattr(ngo, "health")]
    kinds = (
        (_("NGOs that cannot be read"), "wrong", [ngo for ngo in counted if ngo.health.is_broken]),
        (_("NGOs with failed tasks"), "wrong", [ngo for ngo in counted if ngo.health.failed_tasks]),
        (_("NGOs with a late period"), "current", [ngo for ngo in counted if ngo.health.late_periods]),
        (_("NGOs with gaps in their records"), "current", [ngo for ngo in counted if ngo.health.gaps]),
        (_("NGOs where nothing was ever done"), "", [ngo for ngo in counted if not ngo.health.last_active_on]),
    )  # fmt: skip
    for text, kind, found in kinds:
        if found:
            yield Door(
                number(len(found)),
                labelled(text, LISTED.join(ngo.name for ngo in found[:3])),
                board,
                kind,
            )


def _backups() -> Part:
    made = last_runs().backup
    line = _("Last backup: %(day)s") % {"day": long_date(made.date())} if made else _("No backup was made yet.")
    return Aside(_("Backups"), [line], reverse("network:health"), _("See the health board"))
