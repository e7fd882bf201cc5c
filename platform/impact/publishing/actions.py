"""Steps of a reporting period: it is opened, submitted, accepted, published and restated."""

import datetime
import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import database_now
from core.locks import wait_for
from impact.counting import Period, count_tenant
from impact.models import ReportingPeriod, Snapshot, canonical_json, chained_digest
from impact.publishing.drift import Drift, find_drift
from impact.publishing.freezing import freeze
from impact.signals import period_accepted
from tenants.connection import connection as tenant_connection

State = ReportingPeriod.State


@transaction.atomic
def open_period(*, start: datetime.date, end: datetime.date) -> ReportingPeriod:
    """A period to be reported on; the one that is there already when it is."""
    if end < start:
        raise ValidationError({"end": _("The period ends before it begins. Write a later day.")})
    return ReportingPeriod.objects.get_or_create(start=start, end=end)[0]


@transaction.atomic
def remove_period(*, period: ReportingPeriod) -> None:
    """One that was opened by mistake; nothing hangs on it until it is submitted, and it can be opened again."""
    _locked(period, State.OPEN).delete()


@transaction.atomic
def submit_period(*, period: ReportingPeriod, by: str) -> None:
    """The NGO says that its records of the period are in; or, of a published one, that they have changed since.

    Raises ValidationError where nothing has: there is nothing to restate.
    """
    period = _locked(period, State.OPEN, State.PUBLISHED)
    if period.end >= timezone.localdate():
        raise ValidationError(_("The period is not over yet. Submit it from the day after its end on."))
    if period.state == State.PUBLISHED:
        _refuse_the_same(_newest(period))
    period.state, period.submitted_at, period.submitted_by = State.SUBMITTED, timezone.now(), by
    period.note = ""
    period.save(update_fields=["state", "submitted_at", "submitted_by", "note"])


@transaction.atomic
def return_period(*, period: ReportingPeriod, note: str = "") -> None:
    """Back to the NGO, before it is published, with a word of what to look at. What was published stays so."""
    period = _locked(period, State.SUBMITTED, State.ACCEPTED)
    period.state, period.note = State.PUBLISHED if _newest(period) else State.OPEN, note
    period.save(update_fields=["state", "note"])


@transaction.atomic
def accept_period(*, period: ReportingPeriod, by: str) -> None:
    """The network's coordinator has looked at the figures: at these, and no others are published."""
    period = _locked(period, State.SUBMITTED)
    period.state, period.accepted_at, period.accepted_by = State.ACCEPTED, timezone.now(), by
    period.accepted_mark = _mark(period)
    period.save(update_fields=["state", "accepted_at", "accepted_by", "accepted_mark"])
    period_accepted.send(ReportingPeriod, period=period)


def publish_period(*, period: ReportingPeriod, by: str) -> Snapshot:
    """Freeze the figures of an accepted period; of one that was published before, restate them with the causes of every
    change.

    Raises ValidationError for a period that is not accepted, a published one too: a restatement is submitted and
    accepted anew. Also where nothing has changed since the last snapshot, and where the figures are no longer those
    that were accepted: the period is then submitted once more.
    """
    snapshot = _publish(period, by)
    if snapshot is None:
        raise ValidationError(
            _(
                "The figures have moved since the network accepted them. The period is submitted again: the network "
                "looks once more."
            )
        )
    return snapshot


@transaction.atomic
def _publish(period: ReportingPeriod, by: str) -> Snapshot | None:
    """None where the period goes back to the network."""
    wait_for("snapshots")  # one link of the chain at a time
    period = _locked(period, State.ACCEPTED)
    if period.accepted_mark not in ("", _mark(period)):
        period.state = State.SUBMITTED
        period.save(update_fields=["state"])
        return None
    earlier = _newest(period)
    causes = _refuse_the_same(earlier).as_data() if earlier else []
    taken_at = database_now()
    data = freeze(period, taken_at) | {"approved_by": by, "number": earlier.number + 1 if earlier else 0}
    snapshot = _append(period, data | {"causes": causes}, taken_at)
    period.state = State.PUBLISHED
    period.save(update_fields=["state"])
    return snapshot


def _newest(period: ReportingPeriod) -> Snapshot | None:
    return period.snapshots.order_by("-number").first()


def _refuse_the_same(earlier: Snapshot | None) -> Drift:
    """How the figures differ from what was published last; a refusal where they do not."""
    drift = find_drift(earlier) if earlier else Drift((), 0)
    if not drift.has_changed:
        raise ValidationError(_("Nothing has changed since the last publication: there is nothing to restate."))
    return drift


def _mark(period: ReportingPeriod) -> str:
    """Of the figures as they are now; empty for the network's own, which are those of NGOs' publications."""
    if tenant_connection.tenant.is_hub:
        return ""
    figures = count_tenant(Period(period.start, period.end))["indicators"]
    return hashlib.sha256(canonical_json(figures).encode()).hexdigest()


def _append(period: ReportingPeriod, data: dict[str, Any], taken_at: datetime.datetime) -> Snapshot:
    last = Snapshot.objects.order_by("-pk").first()
    previous, content = last.digest if last else "", canonical_json(data)
    return Snapshot.objects.create(
        period=period, number=data["number"], content=content, previous=previous,
        digest=chained_digest(content, previous), taken_at=taken_at,
    )  # fmt: skip


def _locked(period: ReportingPeriod, *states: str) -> ReportingPeriod:
    period = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    if period.state not in states:
        raise ValidationError(
            _("This period is now “%(state)s”. Go back and look again.") % {"state": period.get_state_display()}
        )
    return period
