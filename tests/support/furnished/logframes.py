"""Logframes: one that is approved and one under way in the hub, a number typed in an NGO."""

from decimal import Decimal

from accounts.models import User
from network.logframes.actions import approve_frame, begin_frame, submit_frame, type_value
from network.models import Aim, FrameIndicator, FrameResult, Logframe, Partner, Project
from tenants.models import Tenant
from tests.support.furnished.figures import END, START
from tests.support.logframes import a_file


def _approved(project: Project) -> Logframe:
    frame = begin_frame(project=project)
    result = FrameResult.objects.create(logframe=frame, level="output", code="OP1", statement_fr="Produit")
    for code, figure in (("I1", ""), ("I2", "ATT")):
        indicator = FrameIndicator.objects.create(result=result, code=code, name_fr=f"Mesure {code}", figure=figure)
        Aim.objects.create(indicator=indicator, kind="target", day=END, value=10)
    submit_frame(frame=frame)
    approve_frame(frame=frame, on=START, by="AFD")
    return frame


def written(project: Project) -> dict[str, object]:
    """What the addresses of a logframe on the hub name."""
    _approved(project)
    result = begin_frame(project=project).results.get()
    indicator = result.indicators.first()
    assert indicator
    return {
        "logframe file_format": "json", "logframe/write does": "submit", "logframe/write part": "indicator",
        "logframe/write/<str:part> row": indicator.pk, "logframe/write/aims row": indicator.pk,
        "logframe/write/result row": result.pk, "logframe/write/result result": result.pk,
        "logframe/write/result/<int:result>/indicator row": indicator.pk,
    }  # fmt: skip


def typed(tenant: Tenant, actor: User) -> dict[str, object]:
    """The same in an NGO that is active, of a project of its own."""
    ends = END.replace(year=2098)
    project = Project.objects.create(code=f"LF-{tenant.schema_name}", title_fr="Cadre", starts=START, ends=ends)
    Partner.objects.create(project=project, tenant=tenant.uuid, name=tenant.name_fr, joined=START)
    indicator = _approved(project).results.get().indicators.get(code="I1")
    row = type_value(project=project, indicator=indicator, day=END, value=Decimal(3), document=a_file(), actor=actor)
    return {
        "fr/logframes pk": project.pk, "fr/logframes row": indicator.pk, "fr/logframes value": row.uuid,
        "fr/logframes file_format": "json", "api/v1/logframes code": project.code,
    }  # fmt: skip
