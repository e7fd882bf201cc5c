"""Projects with a logframe, as few words as it takes."""

import datetime

from network.logframes import actions
from network.models import Aim, FrameIndicator, FrameResult, Partner, Project
from tests.support.logframes import FIRST

DAY = datetime.date
GOAL = DAY(2098, 12, 31)


def make(*tenants, code="REPERER", **facts):
    project = Project.objects.create(
        code=code, title_fr="Repérer", **{"starts": FIRST, "ends": GOAL, "countries": ["MA"]} | facts
    )
    for tenant in tenants:
        Partner.objects.create(project=project, tenant=tenant.uuid, name=tenant.name_fr, joined=FIRST)
    return project


def frame_of(project, *codes, approved=True, **about):
    """A frame with indicators and a target of 10 of the whole, each by 2098."""
    frame = actions.begin_frame(project=project)
    result = FrameResult.objects.create(logframe=frame, level="output", code="OP1", statement_fr="Produit")
    for code in codes or ("I1",):
        indicator = FrameIndicator.objects.create(result=result, code=code, name_fr=f"Mesure {code}", **about)
        Aim.objects.create(indicator=indicator, kind="target", day=GOAL, value=10)
    if approved:
        actions.submit_frame(frame=frame)
        actions.approve_frame(frame=frame, on=DAY(2019, 1, 15), by="AFD")
    frame.refresh_from_db()
    return frame
