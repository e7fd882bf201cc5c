"""A project of three NGOs whose logframe is computed by hand: what happened, and in `BY_HAND` what must come out of it.

What happened in 2019, of the project REPERER alone:

| NGO | session | people (women, men) | minutes | person-hours |
|---|---|---|---|---|
| A (own_ngo) | training, 4 March, professionals | 8 police (4, 4), 12 judges (8, 4) | 180 | 20 x 3 = 60 |
| A | awareness, 10 September, public | 15 of the general public (9, 6) | 120 | 15 x 2 = 30 |
| B (other_ngo) | training, 6 May, professionals | 10 social workers (5, 5) | 180 | 10 x 3 = 30 |
| B | training, 3 June, professionals | the same 10 | 240 | 10 x 4 = 40 |
| C (third_ngo), left on 30 June | training, 11 February, professionals | 3 social workers (3, 0) | 180 | 3 x 3 = 9 |

So A has 35 attendances (21 women, 14 men), B 20 (10, 10), C 3, which are too few to be shown.
"""

import datetime
import io
from decimal import Decimal
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from impact.publishing import open_period
from network.logframes.actions import approve_frame, begin_frame, set_aims, submit_frame, type_value
from network.models import FrameIndicator, FrameResult, Logframe, Partner, Project
from sessions.records.actions import import_rows
from tenants.models import Tenant
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.periods import publish
from tests.support.sessions import a_user

DAY = datetime.date
FIRST, LAST = DAY(2019, 1, 1), DAY(2019, 12, 31)
BEFORE, GOAL = DAY(2018, 12, 31), DAY(2020, 12, 31)
NAMES = {"A": "own_ngo", "B": "other_ngo", "C": "third_ngo"}

# By hand. `whole`: what is published of the three together; words as the English page says them.
# The straight line from 31 December 2018 to 31 December 2020 (731 days) is at 365/731 = 0.4993 on 31 December 2019.
BY_HAND: dict[str, dict[str, Any]] = {
    # 20 of A, 10 of B, C hidden; who may be known to two is never added up: at least the larger of the two.
    "TRAINED": {"whole": "at least 20", "A": "20", "B": "10", "C": "not shown", "progress": "–"},
    # 35 + 20, and C's 3 are not shown.
    "ATT": {"whole": "at least 55", "A": "35", "B": "20", "C": "not shown", "progress": "–"},
    # Cut by sex: A 21 + 14, B 10 + 10, C hidden.
    # 2 + 2 + 1 sessions; targets 4 + 4 + 2 = 10; expected 10 x 365/731 = 4.99; 5 is 50 % of the way.
    "HELD": {"whole": "5", "A": "2", "B": "2", "C": "1", "progress": "On the way, 50 %"},
    # 180 + 120 minutes = 5 h; 180 + 240 = 7 h; 180 = 3 h: 15 h of 20 due on the last day.
    "HOURS": {"whole": "15", "A": "5", "B": "7", "C": "3", "progress": "Late, 75 %"},
    # For professionals: 1 of 2, 2 of 2, 1 of 1 = 4 of 5 = 80 %; from 50 to 70 %: 30 points of 20 = 150 %.
    "SHARE": {"whole": "80 % (4 of 5)", "A": "50 % (1 of 2)", "B": "100 % (2 of 2)", "C": "100 % (1 of 1)",
              "progress": "Ahead, 150 %"},
    # Typed: A 3, corrected to 4; B 2; C nothing. 6 of 5 = 120 %.
    "DEEDS": {"whole": "6", "A": "4", "B": "2", "C": "No number was typed for these dates.",
              "progress": "Ahead, 120 %"},
    # Typed, less is better, not summed: days of waiting.
    "DAYS": {"whole": "of each partner alone: it cannot be added up", "A": "20", "B": "26.5",
             "C": "No number was typed for these dates.", "progress": "–"},
    # 60 + 30 and 30 + 40 hours; C's 9 would tell its 3 people.
    "PH": {"whole": "at least 160", "A": "90", "B": "70", "C": "not shown", "progress": "–"},
    # Women alone: 21 and 10; C's are hidden.
    "WOMEN": {"whole": "at least 31", "A": "21", "B": "10", "C": "not shown", "progress": "–"},
    # A filter that no published table has.
    "ONLY": {"whole": "not published with these filters; the NGO sees it live",
             "A": "not published with these filters; the NGO sees it live", "progress": "–"},
}  # fmt: skip
LIVE_OF_A = {"TRAINED": "20", "ATT": "35", "HELD": "2", "HOURS": "5", "SHARE": "50 % (1 of 2)", "DEEDS": "4",
             "DAYS": "20", "PH": "90", "WOMEN": "21", "ONLY": "20"}  # fmt: skip
SEX_OF_A = {"f": 21, "m": 14}

INDICATORS: dict[str, dict[str, Any]] = {
    "TRAINED": {"figure": "TRAINED"}, "ATT": {"figure": "ATT", "cut_by": ["sex"]}, "HELD": {"figure": "S_HELD"},
    "HOURS": {"figure": "H_DEL"}, "SHARE": {"figure": "PRO_S"}, "DEEDS": {}, "DAYS": {"adds_up": False, "falls": True},
    "PH": {"figure": "PH"}, "WOMEN": {"figure": "ATT", "filters": {"sex": "f"}},
    "ONLY": {"figure": "ATT", "filters": {"kind": "training"}},
}  # fmt: skip


def a_file(name: str = "registre.pdf") -> SimpleUploadedFile:
    """A document of one empty page."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")


def people(mark: str, count: int, women: int, category: str) -> list[dict[str, Any]]:
    return [
        person(f"{mark}{number}", sex="f" if number < women else "m", category=category, age_band="25-34")
        for number in range(count)
    ]


def records(tenant: Tenant, sessions: list[tuple[Any, ...]]) -> None:
    """Sessions of the project: ref, date, minutes, kind, audience, people."""
    found = {one["ref"]: one for *_rest, them in sessions for one in them}
    with tenant:
        import_rows(tenant=tenant, rows=workbook(
            people=list(found.values()),
            sessions=[session(ref, project="REPERER", kind=kind, audience=audience, region="MA-04")
                      for ref, _date, _minutes, kind, audience, _them in sessions],
            slots=[slot(ref, 1, date, minutes=minutes) for ref, date, minutes, *_rest in sessions],
            attendance=[attendance(ref, 1, one["ref"]) for ref, *_rest, them in sessions for one in them],
        ))  # fmt: skip


def what_happened(own: Tenant, other: Tenant, third: Tenant) -> None:
    """The table above."""
    police, judges = people("AP", 8, 4, "police"), people("AJ", 12, 8, "judge")
    public, workers = people("AG", 15, 9, "general_public"), people("BW", 10, 5, "social_worker")
    records(own, [("A1", "2019-03-04", 180, "training", "professional", [*police, *judges]),
                  ("A2", "2019-09-10", 120, "awareness", "public", public)])  # fmt: skip
    records(other, [("B1", "2019-05-06", 180, "training", "professional", workers),
                    ("B2", "2019-06-03", 240, "training", "professional", workers)])  # fmt: skip
    records(third, [("C1", "2019-02-11", 180, "training", "professional", people("CW", 3, 3, "social_worker"))])


def a_project(own: Tenant, other: Tenant, third: Tenant) -> Project:
    project = Project.objects.create(
        code="REPERER", title_fr="Repérer", title_ar="الرصد", title_en="Identify", grant_number="AFD 12",
        countries=["MA"], starts=FIRST, ends=DAY(2098, 12, 31),
    )  # fmt: skip
    project.funders.create(name="AFD")
    for tenant, left in ((own, None), (other, None), (third, DAY(2019, 6, 30))):
        Partner.objects.create(project=project, tenant=tenant.uuid, name=tenant.name_fr, joined=FIRST, left=left)
    return project


def a_frame(project: Project, *, approved: bool = True) -> Logframe:
    """An outcome and an output; its indicators with what is to be reached."""
    frame = begin_frame(project=project)
    text = {"statement_fr": "Les victimes sont repérées", "statement_ar": "يتم رصد الضحايا",
            "statement_en": "Victims are identified", "assumptions_fr": "Les services restent ouverts",
            "assumptions_ar": "تبقى المصالح مفتوحة", "assumptions_en": "Services stay open"}  # fmt: skip
    outcome = FrameResult.objects.create(logframe=frame, level="outcome", code="OC1", **text)
    output = FrameResult.objects.create(logframe=frame, level="output", code="OP1", **text)
    made = {
        code: FrameIndicator.objects.create(
            result=outcome if code == "TRAINED" else output, code=code, name_fr=f"Mesure {code}",
            name_ar=f"قياس {code}", name_en=f"Measure {code}", sources_fr="Feuilles", sources_en="Sheets", **about,
        )
        for code, about in INDICATORS.items()
    }  # fmt: skip
    a, b, c = (project.partners.get(name=Tenant.objects.get(schema_name=NAMES[one]).name_fr) for one in "ABC")
    for code, kind, day, values in (
        ("TRAINED", "target", GOAL, {None: 100}), ("ATT", "target", GOAL, {a: 70}),
        ("HELD", "baseline", BEFORE, {a: 0, b: 0}), ("HELD", "target", GOAL, {a: 4, b: 4}),
        ("HELD", "target", DAY(2019, 6, 30), {c: 2}), ("HOURS", "target", LAST, {None: 20}),
        ("SHARE", "baseline", BEFORE, {None: 50}), ("SHARE", "target", GOAL, {None: 70}),
        ("DEEDS", "baseline", BEFORE, {None: 0}), ("DEEDS", "target", GOAL, {None: 5}),
        ("DAYS", "baseline", BEFORE, {a: 30, b: 30}), ("DAYS", "target", GOAL, {a: 10, b: 10}),
        ("PH", "target", GOAL, {a: 200}), ("WOMEN", "target", GOAL, {a: 40}), ("ONLY", "target", GOAL, {a: 40}),
    ):  # fmt: skip
        numbers = {partner: Decimal(value) for partner, value in values.items()}
        set_aims(frame=frame, indicator=made[code], kind=kind, day=day, axis="", cell="", values=numbers)
    if approved:
        submit_frame(frame=frame)
        approve_frame(frame=frame, on=DAY(2019, 1, 15), by="AFD, lettre 7")
    return frame


def typed(project: Project, code: str, day: datetime.date, value: str, **more: Any) -> Any:
    """In the active NGO."""
    indicator = FrameIndicator.objects.get(result__logframe__project=project, code=code)
    return type_value(
        project=project, indicator=indicator, day=day, value=Decimal(value), document=a_file(), actor=a_user(), **more
    )


def reperer(own: Tenant, other: Tenant, third: Tenant) -> Project:
    """Everything, with the year published by all three."""
    project = a_project(own, other, third)
    a_frame(project)
    what_happened(own, other, third)
    with own:
        three = typed(project, "DEEDS", DAY(2019, 6, 30), "3")
        typed(project, "DEEDS", DAY(2019, 6, 30), "4", corrects=three, reason="une convention oubliée")
        typed(project, "DAYS", DAY(2019, 12, 1), "20")
    with other:
        typed(project, "DEEDS", DAY(2019, 11, 30), "2")
        typed(project, "DAYS", DAY(2019, 12, 1), "26.5")
    for tenant in (own, other, third):
        with tenant:
            publish(open_period(start=FIRST, end=LAST))
    return project
