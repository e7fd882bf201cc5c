"""The demo's logframe: of the project SAVE, approved, in three languages, computed from the NGOs' figures."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from demo.projects import CODE
from network.logframes.actions import approve_frame, begin_frame, submit_frame
from network.models import Aim, FrameIndicator, FrameResult, Logframe, Project

DAY = datetime.date
BEFORE, HALFWAY, GOAL = DAY(2018, 12, 31), DAY(2019, 12, 31), DAY(2027, 12, 31)
Texts = tuple[str, str, str]
RESULTS: tuple[tuple[str, str, Texts, Texts], ...] = (
    ("impact", "IM",
     ("Les victimes de la traite sont protégées", "ضحايا الاتجار محميون", "Victims of trafficking are protected"),
     ("", "", "")),
    ("outcome", "OC1",
     ("Les professionnels repèrent et orientent", "المهنيون يرصدون ويوجهون", "Professionals identify and refer"),
     ("Les services d’accueil restent ouverts", "تبقى مراكز الاستقبال مفتوحة", "Shelters stay open")),
    ("output", "OP1",
     ("Des formations se tiennent dans les régions", "تُنظم تكوينات في الجهات", "Trainings are held in the regions"),
     ("Les administrations libèrent leurs agents", "تفرغ الإدارات موظفيها", "Administrations release their staff")),
)  # fmt: skip
INDICATORS: tuple[tuple[str, str, str, Texts, dict[str, Any], tuple[int, int, int]], ...] = (
    ("OC1", "I1", "TRAINED", ("Personnes formées", "الأشخاص المكوَّنون", "People trained"), {"cut_by": ["sex"]},
     (0, 300, 1500)),
    ("OC1", "I2", "PRO_S",
     ("Part des séances pour professionnels", "حصة الجلسات الموجهة للمهنيين", "Share of sessions for professionals"),
     {}, (50, 60, 75)),
    ("OP1", "I3", "S_HELD", ("Séances tenues", "الحصص المنعقدة", "Sessions held"), {}, (0, 40, 250)),
    ("OP1", "I4", "ATT", ("Participations", "المشاركات", "Attendances"), {"cut_by": ["sex"]}, (0, 1500, 9000)),
    ("OP1", "I5", "", ("Conventions signées", "الاتفاقيات الموقعة", "Agreements signed"), {}, (0, 3, 12)),
)  # fmt: skip
SOURCES: Texts = ("Feuilles d’émargement", "أوراق التوقيع", "Sign-in sheets")


@transaction.atomic
def make_logframe() -> None:
    """In the hub, unless the project has one."""
    project = Project.objects.filter(code=CODE).first()
    if project is None or Logframe.objects.filter(project=project).exists():
        return
    frame = begin_frame(project=project)
    made = {
        code: FrameResult.objects.create(
            logframe=frame, level=level, code=code, **_texts("statement", said), **_texts("assumptions", assumed)
        )
        for level, code, said, assumed in RESULTS
    }
    for result, code, figure, names, more, (start, halfway, goal) in INDICATORS:
        indicator = FrameIndicator.objects.create(
            result=made[result], code=code, figure=figure, **_texts("name", names), **_texts("sources", SOURCES), **more
        )
        for kind, day, value in (("baseline", BEFORE, start), ("milestone", HALFWAY, halfway), ("target", GOAL, goal)):
            Aim.objects.create(indicator=indicator, kind=kind, day=day, value=Decimal(value))
    submit_frame(frame=frame)
    approve_frame(frame=frame, on=DAY(2019, 1, 15), by="Fonds Exemple, EX-2019-001")


def _texts(name: str, texts: Texts) -> dict[str, str]:
    return {f"{name}_{code}": text for code, text in zip(("fr", "ar", "en"), texts, strict=True)}
