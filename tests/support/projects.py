"""Projects of the network."""

import datetime

from network.models import Partner, Project

DAY = datetime.date


def make(code="SAVE", partner=None, **facts):
    project = Project.objects.create(
        **{"code": code, "title_fr": f"Titre {code}", "starts": DAY(2018, 1, 1), "ends": DAY(2098, 12, 31)} | facts
    )
    if partner:
        Partner.objects.create(project=project, tenant=partner.uuid, name=partner.name_fr, joined=DAY(2018, 1, 1))
    return project
