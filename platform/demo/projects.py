"""The demo's project: SAVE with its phases, a cycle, a funder, a prolongation and the six NGOs as partners."""

import datetime
import io
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageDraw

from accounts.models import FunderProject, User
from accounts.roles import Role
from demo.figures import NGOS
from network.models import Project
from network.projects.actions import add_partner, prolong_project
from tenants.models import Tenant

DAY = datetime.date
BEGAN = DAY(2019, 1, 1)
CODE = "SAVE"
TITLES = ("SAVE : repérer, accueillir, orienter", "SAVE: الرصد والاستقبال والتوجيه", "SAVE: identify, receive, refer")
FUNDER = "Fonds Exemple pour la dignité"
PHASES = (
    ("reperage", ("Repérage", "الرصد", "Identification"), BEGAN, DAY(2020, 6, 30)),
    ("droit", ("Accompagnement juridique", "المواكبة القانونية", "Legal support"), DAY(2020, 7, 1), DAY(2021, 12, 31)),
)  # fmt: skip
CYCLES = (
    ("save-2019", ("Formations de l’été 2019", "تكوينات صيف 2019", "Trainings of summer 2019"),
     DAY(2019, 6, 27), DAY(2019, 7, 12)),
)  # fmt: skip


@transaction.atomic
def make_projects() -> None:
    """In the hub, unless it is there; the hub's funder reads it."""
    if Project.objects.filter(code=CODE).exists():
        return
    project = Project.objects.create(
        code=CODE, grant_number="EX-2019-001", countries=["MA", "FR"], starts=BEGAN, ends=DAY(2021, 12, 31),
        **_titled(TITLES),
    )  # fmt: skip
    project.funders.create(name=FUNDER, logo=ContentFile(_logo(), name="fonds-exemple.png"))
    for code, titles, starts, ends in PHASES:
        project.phases.create(code=code, starts=starts, ends=ends, **_titled(titles))
    for code, titles, starts, ends in CYCLES:
        project.cycles.create(code=code, starts=starts, ends=ends, **_titled(titles))
    for tenant in Tenant.objects.filter(schema_name__in=[ngo.schema for ngo in NGOS]).order_by("schema_name"):
        add_partner(project=project, tenant=tenant, joined=BEGAN)
    prolong_project(
        project=project, ends=DAY(2027, 12, 31), agreed_on=DAY(2021, 11, 15), reason="Suite de la deuxième phase"
    )
    for funder in User.objects.filter(username=Role.FUNDER.value):
        FunderProject.objects.get_or_create(user=funder, project=CODE)


def _titled(titles: tuple[str, str, str]) -> dict[str, Any]:
    return dict(zip(("title_fr", "title_ar", "title_en"), titles, strict=True))


def _logo() -> bytes:
    """A sign of nobody's: three dots on a band."""
    picture = Image.new("RGB", (240, 80), "white")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((4, 4, 235, 75), 18, fill="#1f5c57")
    for number in range(3):
        draw.ellipse((40 + 60 * number, 24, 72 + 60 * number, 56), fill="#f2c14e")
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()
