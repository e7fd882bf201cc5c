"""Resources of the interface for programs: indicators, snapshots, sessions, registrations."""

import datetime
import uuid
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query
from ninja.errors import HttpError

from core.dates import YEARS
from impact.api import errors
from impact.api.auth import PER_PAGE, TokenOf, cursor_page, has_names
from impact.api.shapes import Indicators, Problem, RegistrationPage, SessionPage, SnapshotPage
from impact.counting import Period, count_tenant
from impact.disclosure import FUNDER_K
from impact.facts.definitions import AXES, is_axis
from impact.models import ApiToken, Snapshot
from impact.publishing import Published
from sessions.models import Registration, Slot, TrainingSession

Scope = ApiToken.Scope
api = NinjaAPI(
    title="Wasl",
    version="1",
    description="Figures, published snapshots, sessions and registrations of one NGO.",
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api-1",
)
errors.answer_in_words(api)
WRONG = {400: Problem, 401: Problem, 403: Problem, 422: Problem, 429: Problem}


@api.get("indicators", auth=TokenOf(Scope.FIGURES), response={200: Indicators} | WRONG, summary="Figures of a period")
def indicators(
    request: HttpRequest,
    start: datetime.date = Query(..., alias="from"),
    end: datetime.date = Query(..., alias="to"),
    by: str | None = Query(None, description=f"{', '.join(AXES)}; or two of them with a comma between"),
) -> dict[str, Any]:
    """Every figure as the command `count` prints it, live; `by` adds attendances, people reached and trained by an
    axis."""
    if by is not None and not is_axis(by):
        raise HttpError(400, _("“by” is none of: %(axes)s.") % {"axes": ", ".join(AXES)})
    if end < start:
        raise HttpError(400, _("“to” lies before “from”. Write a later day."))
    period = Period(start, end)
    if not period.is_plausible:
        raise HttpError(400, _("Write a year from %(first)s to %(last)s.") % {"first": YEARS[0], "last": YEARS[-1]})
    return count_tenant(period, by) | {"start": start, "end": end}


@api.get("snapshots", auth=TokenOf(Scope.FIGURES), response={200: SnapshotPage} | WRONG, summary="Published periods")
def snapshots(request: HttpRequest, cursor: str = "", limit: int = PER_PAGE) -> dict[str, Any]:
    """What was published, oldest first, restatements too; each with its mark and that of the one before."""
    return cursor_page(Snapshot.objects.select_related("period"), cursor, limit, _snapshot)


@api.get("sessions", auth=TokenOf(Scope.SESSIONS), response={200: SessionPage} | WRONG, summary="Training sessions")
def sessions(
    request: HttpRequest,
    start: datetime.date | None = Query(None, alias="from"),
    end: datetime.date | None = Query(None, alias="to"),
    cursor: str = "",
    limit: int = PER_PAGE,
) -> dict[str, Any]:
    """All sessions with their half-days, in the order they were made; with “from” or “to” those that have a half-day
    between these days. The venue is never given."""
    found = TrainingSession.objects.select_related("cycle").prefetch_related("slots")
    if start or end:
        days = Slot.objects.filter(date__gte=start or datetime.date.min, date__lte=end or datetime.date.max)
        found = found.filter(pk__in=days.values("session"))
    return cursor_page(found, cursor, limit, _session)


@api.get(
    "registrations", auth=TokenOf(Scope.SESSIONS), response={200: RegistrationPage} | WRONG, summary="Registrations"
)
def registrations(
    request: HttpRequest, session: uuid.UUID | None = None, cursor: str = "", limit: int = PER_PAGE
) -> dict[str, Any]:
    """Who is on the list of which session, or of one session. People are opaque ids unless the token has the scope
    for names; merged records count as the one that remains."""
    found = Registration.objects.select_related("session", "person__merged_into")
    if session is not None:
        found = found.filter(session__uuid=session)
    names = has_names(request)
    return cursor_page(found, cursor, limit, lambda row: _registration(row, names))


def _snapshot(snapshot: Snapshot) -> dict[str, Any]:
    shown = Published(snapshot, FUNDER_K)
    return {
        "digest": snapshot.digest, "previous": snapshot.previous, "start": snapshot.period.start,
        "end": snapshot.period.end, "number": snapshot.number, "taken_at": snapshot.taken_at,
        "definition_version": shown.data["definition_version"], "indicators": shown.indicators, "by": shown.tables(),
        "late_evidence": shown.withholds,
    }  # fmt: skip


def _session(session: TrainingSession) -> dict[str, Any]:
    names = ("ref", "title", "kind", "state", "audience", "role", "modality", "language", "region", "city", "project")
    told = {name: getattr(session, name) for name in names}
    return told | {
        "id": session.uuid,
        "cycle": session.cycle.code if session.cycle else "",
        "slots": [
            {"number": slot.number, "date": slot.date, "part": slot.part, "minutes": slot.minutes}
            for slot in session.slots.all()
        ],
    }


def _registration(row: Registration, names: bool) -> dict[str, Any]:
    person = row.person.merged_into or row.person
    return {
        "session": row.session.uuid, "person": person.uuid, "status": row.status, "category": row.category,
        "name": person.full_name if names and person.erased_at is None else None,
    }  # fmt: skip
