"""Finds gaps in the records that make figures wrong: each kind with its number and where to mend it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from impact.counting import parameters_for, select
from impact.presentation import FigureQuery
from people.duplicates import find_candidates
from sessions.models import AttendanceDispute, Evidence, HeadCount, Scan, Slot, TestScore, TrainingSession
from sessions.projects import known_projects
from sessions.querysets import positive_evidence
from sessions.rules import COUNTED_KINDS
from sessions.wording import half_day

MOST_LINKS = 20
State = TrainingSession.State


@dataclass(frozen=True)
class Place:
    """Where one gap is mended: a session, and the half-day where it is one of these."""

    title: str
    half_day: str
    url: str


@dataclass(frozen=True)
class Gap:
    """One kind of gap. `links` lead to the first of them; `url` to a page that shows all."""

    title: Promise
    remedy: Promise
    count: int
    links: list[Place] = field(default_factory=list)
    url: str = ""


def find_gaps(asked: FigureQuery) -> list[Gap]:
    """All gaps of the active tenant in a period, those without one left out."""
    return [gap for find in _FINDERS if (gap := find(asked)).count]


def _sessions(asked: FigureQuery) -> Any:
    """Counted sessions with a half-day in the period."""
    days = (asked.period.start, asked.period.end)
    inside = Slot.objects.filter(session=OuterRef("pk"), date__range=days)
    return TrainingSession.objects.filter(Exists(inside), kind__in=COUNTED_KINDS).order_by("pk")


def _of_sessions(found: Any, view: str = "sessions:detail") -> dict[str, Any]:
    links = [Place(one.title, "", reverse(view, args=[one.uuid])) for one in found[:MOST_LINKS]]
    return {"count": found.count(), "links": links}


def _of_slots(found: Any, view: str = "sessions:attendance") -> dict[str, Any]:
    links = [
        Place(slot.session.title, half_day(slot), reverse(view, args=[slot.session.uuid, slot.number]))
        for slot in found.select_related("session").order_by("date", "pk")[:MOST_LINKS]
    ]
    return {"count": found.count(), "links": links}


def _slots(asked: FigureQuery) -> Any:
    """Half-days in the period of counted sessions in state held."""
    days = (asked.period.start, asked.period.end)
    return Slot.objects.filter(date__range=days, session__state=State.HELD, session__kind__in=COUNTED_KINDS)


def _pictures() -> Any:
    """Pictures of a half-day’s sheets; one that was set aside proves nothing."""
    return Scan.objects.filter(slot=OuterRef("pk"), set_aside__isnull=True)


def _no_category(asked: FigureQuery) -> Gap:
    query = "SELECT count(*) FILTER (WHERE category = '') AS missing FROM reached"
    (row,) = select(query, parameters_for(asked.period))
    url = f"{reverse('impact:evidence', args=['REACH'])}?{asked.with_values(category='unknown')}"
    return Gap(
        _("People whose profession is unknown"),
        _("They count as reached, but in no share. Ask them, and write it in their record."),
        row["missing"], url=url,
    )  # fmt: skip


def _held_without_attendance(asked: FigureQuery) -> Gap:
    heads = HeadCount.objects.valid().filter(slot__session=OuterRef("pk"), count__gt=0)
    rows = positive_evidence().filter(slot__session=OuterRef("pk"))
    found = _sessions(asked).filter(~Exists(rows), ~Exists(heads), state=State.HELD)
    return Gap(
        _("Sessions marked as held, with nobody present"),
        _("They count as planned, not as held. Mark who came, or enter a head-count."), **_of_sessions(found),
    )  # fmt: skip


def _still_planned(asked: FigureQuery) -> Gap:
    found = _sessions(asked).filter(state=State.PLANNED).annotate(last=Max("slots__date"))
    found = found.filter(last__lt=timezone.localdate())
    return Gap(
        _("Sessions of the past that are still planned"),
        _("Mark them as held, or cancel them with the reason."), **_of_sessions(found),
    )  # fmt: skip


def _no_half_day(asked: FigureQuery) -> Gap:
    """Of the whole NGO: what has no half-day lies in no period."""
    found = TrainingSession.objects.filter(slots__isnull=True, kind__in=COUNTED_KINDS)
    return Gap(
        _("Sessions without a half-day, whatever the period"),
        _("A session without half-days is in no figure. Give it its days with their length in minutes, or cancel it."),
        **_of_sessions(found.exclude(state=State.CANCELLED).order_by("pk"), "sessions:edit"),
    )  # fmt: skip


def _presence_elsewhere(asked: FigureQuery) -> Gap:
    rows = positive_evidence().filter(slot__session=OuterRef("pk"))
    found = _sessions(asked).filter(Exists(rows)).exclude(state=State.HELD)
    return Gap(
        _("Attendance in sessions that are planned or cancelled"),
        _("It is kept and counted nowhere. Mark the session as held if it took place."), **_of_sessions(found),
    )  # fmt: skip


def _empty_half_days(asked: FigureQuery) -> Gap:
    found = _slots(asked).filter(
        ~Exists(positive_evidence().filter(slot=OuterRef("pk"))),
        ~Exists(HeadCount.objects.valid().filter(slot=OuterRef("pk"), count__gt=0)),
    )
    return Gap(
        _("Half-days of held sessions with nobody present"),
        _("Their hours count as delivered. Mark who came, or say that the half-day did not take place."),
        **_of_slots(found),
    )  # fmt: skip


def _no_region(asked: FigureQuery) -> Gap:
    return Gap(
        _("Sessions without a region"), _("They are missing in the figures by region."),
        **_of_sessions(_sessions(asked).filter(region=""), "sessions:edit"),
    )  # fmt: skip


def _unknown_project(asked: FigureQuery) -> Gap:
    known = [project.code for project in known_projects()]
    return Gap(
        _("Sessions whose project is none of yours"),
        _("Choose the project in the session, or ask the network to set it up or to enter you as a partner: its "
          "figures are counted by the code."),
        **_of_sessions(_sessions(asked).exclude(project="").exclude(project__in=known), "sessions:edit"),
    )  # fmt: skip


def _duplicates(asked: FigureQuery) -> Gap:
    return Gap(
        _("Records that may be one person"), _("Unique people may be counted twice. Look at the pairs and decide."),
        len(find_candidates()), url=reverse("people:duplicates"),
    )  # fmt: skip


def _unpaired_tests(asked: FigureQuery) -> Gap:
    scores = TestScore.objects.filter(session=OuterRef("pk")).by_human()
    single = scores.values("who").annotate(kinds=Count("kind", distinct=True)).filter(kinds=1)
    found = _sessions(asked).filter(Exists(single), state=State.HELD)
    return Gap(
        _("Sessions where somebody has only one of the two tests"),
        _("The gain counts pairs only. Enter the missing scores if there are any."),
        **_of_sessions(found, "sessions:tests"),
    )  # fmt: skip


def _heads_without_sheet(asked: FigureQuery) -> Gap:
    heads = HeadCount.objects.valid().filter(slot=OuterRef("pk"), count__gt=0)
    found = _slots(asked).filter(Exists(heads), ~Exists(_pictures()))
    return Gap(
        _("Head-counts without a sheet"), _("Photograph the sheet: it is the only proof of a head-count."),
        **_of_slots(found, "sessions:paper"),
    )  # fmt: skip


def _paper_without_scan(asked: FigureQuery) -> Gap:
    rows = Evidence.objects.valid().filter(slot=OuterRef("pk")).filter(Q(source="paper") | Q(source="signature"))
    found = _slots(asked).filter(Exists(rows), ~Exists(_pictures()))
    return Gap(
        _("Half-days marked from a sheet of which there is no picture"),
        _("Photograph the sheet, or keep the paper for an audit."), **_of_slots(found, "sessions:paper"),
    )  # fmt: skip


def _open_disputes(asked: FigureQuery) -> Gap:
    days = (asked.period.start, asked.period.end)
    opened = AttendanceDispute.objects.filter(slot=OuterRef("pk"), outcome="open")
    found = Slot.objects.filter(Exists(opened), date__range=days)
    return Gap(
        _("Half-days where somebody contests their attendance"), _("Settle it from the page of the session."),
        **_of_slots(found),
    )  # fmt: skip


_FINDERS: tuple[Callable[[FigureQuery], Gap], ...] = (
    _held_without_attendance, _still_planned, _no_half_day, _presence_elsewhere, _empty_half_days, _no_category,
    _no_region, _unknown_project, _duplicates, _unpaired_tests, _heads_without_sheet, _paper_without_scan,
    _open_disputes,
)  # fmt: skip
