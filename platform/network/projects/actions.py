"""Sets projects up and changes them; a code stays as it is, and a project in use stays."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import long_date, number
from network.models import Partner, Project, Prolongation
from network.projects.reading import uses_of
from tenants.models import Tenant


@transaction.atomic
def prolong_project(
    *, project: Project, ends: datetime.date, agreed_on: datetime.date, reason: str
) -> Prolongation:  # fmt: skip
    """A later end; those before it are kept. Raises ValidationError where it is not later."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    if ends <= project.ends_now:
        raise ValidationError(
            {
                "ends": _("The project ends on %(day)s already. Write a later day.")
                % {"day": long_date(project.ends_now)}
            }
        )
    return Prolongation.objects.create(project=project, ends=ends, agreed_on=agreed_on, reason=reason)


@transaction.atomic
def add_partner(
    *, project: Project, tenant: Tenant, joined: datetime.date, left: datetime.date | None = None
) -> Partner:  # fmt: skip
    """An NGO takes part from a day on, under the name that it has now."""
    return Partner.objects.create(project=project, tenant=tenant.uuid, name=tenant.name_fr, joined=joined, left=left)


@transaction.atomic
def remove_partner(*, partner: Partner) -> None:
    """One that was entered by mistake. Raises ValidationError where its sessions bear the project's code: then it left
    on some day."""
    if any(use.tenant.uuid == partner.tenant for use in uses_of(partner.project.code)):
        raise ValidationError(
            _("Sessions of this partner belong to the project. Write the day on which it left instead.")
        )
    partner.delete()


@transaction.atomic
def delete_project(*, project: Project) -> None:
    """With its phases, cycles, partners and funders. Raises ValidationError where sessions bear its code."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    if uses := uses_of(project.code):
        sessions = sum(use.sessions for use in uses)
        raise ValidationError(
            ngettext(
                "%(count)s session bears the code of this project (%(names)s). As long as it does, the project stays.",
                "%(count)s sessions bear the code of this project (%(names)s). As long as they do, the project stays.",
                sessions,
            ) % {"count": number(sessions), "names": "; ".join(use.tenant.name for use in uses)}
        )  # fmt: skip
    for funder in project.funders.all():
        remove_part(part=funder)
    project.delete()


@transaction.atomic
def remove_part(*, part: Any) -> None:
    """A funder, a phase or a cycle; a logo goes once the row has."""
    logo = getattr(part, "logo", None)
    part.delete()
    if logo:
        transaction.on_commit(lambda: logo.storage.delete(logo.name))
