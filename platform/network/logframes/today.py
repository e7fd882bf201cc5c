"""Logframes on the page "Today": in the hub those that wait for approval or revision."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from accounts.today.parts import Door, Part
from network.models import Logframe


def logframes_of_the_day(request: HttpRequest) -> Iterator[Part]:
    """For who writes them."""
    if not request.tenant.is_hub or Ability.SEE_NETWORK_FIGURES not in abilities(request.user):  # type: ignore[attr-defined]
        return
    for frame in Logframe.objects.exclude(state=Logframe.State.APPROVED).select_related("project"):
        text = _("Logframe of %(project)s: %(state)s")
        url = reverse("network:write_logframe", args=[frame.project_id])
        yield Door("1", text % {"project": frame.project.code, "state": frame.get_state_display()}, url)
