"""The projects of a funder on the page "Today" of the hub."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Ability, abilities
from accounts.today.parts import Action, Now, Part
from core.dates import long_date
from network.projects.reading import readable

SHOWN = 5


def projects_of_the_day(request: HttpRequest) -> Iterator[Part]:
    """Each that a funder's account is tied to, the latest to begin first: there stands what was published of it."""
    user: Any = request.user
    if not request.tenant.is_hub or Ability.READ_PROJECTS not in abilities(user):  # type: ignore[attr-defined]
        return
    for project in readable(user).with_parts().order_by("-starts", "code")[:SHOWN]:
        title, language = project.title
        first, last = long_date(project.starts), long_date(project.ends_now)
        days = _("From %(first)s to %(last)s") % {"first": first, "last": last}
        url = reverse("network:project", args=[project.pk])
        yield Now(title, language, [project.code, days], [Action(_("See the project"), url)])
