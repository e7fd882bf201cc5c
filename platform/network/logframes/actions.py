"""Writes logframes: begun, written, submitted, sent back, approved; numbers typed in the NGOs with their document."""

import datetime
import hashlib
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import long_date
from core.locks import wait_for
from impact.models import TypedValue
from network.logframes.reading import indicators_of, results_of
from network.logframes.table import aims_of
from network.models import Aim, FrameIndicator, FrameResult, Logframe, Partner, Project

State = Logframe.State
FOLDER = "logframe_documents"  # not one that is served (core.views)


@transaction.atomic
def begin_frame(*, project: Project) -> Logframe:
    """A first version, or a changed one that begins as the one that holds. Raises ValidationError where one is under
    way already, or the project is over."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.is_over:
        raise ValidationError(
            _("The project ended on %(day)s. Prolong it before its logframe is changed.")
            % {"day": long_date(project.ends_now)}
        )
    if project.logframes.exclude(state=State.APPROVED).exists():
        raise ValidationError(_("A version is being written already. Go on with it."))
    newest = project.logframes.order_by("-number").first()
    frame = Logframe.objects.create(project=project, number=newest.number + 1 if newest else 1)
    if newest:
        _copy(newest, frame)
    return frame


def _copy(source: Logframe, frame: Logframe) -> None:
    for result in results_of(source):
        indicators = list(result.indicators.all())
        made = _again(result, logframe=frame)
        for indicator in indicators:
            aims = list(indicator.aims.all())
            same = _again(indicator, result=made)
            for aim in aims:
                _again(aim, indicator=same)


def _again(row: Any, **changes: Any) -> Any:
    row.pk, row._state.adding = None, True
    row._prefetched_objects_cache = {}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def locked(frame: Logframe, *states: State) -> Logframe:
    """The frame for writing. Raises ValidationError where it is in another state."""
    frame = Logframe.objects.select_for_update().get(pk=frame.pk)
    if frame.state not in states:
        raise ValidationError(
            _("This logframe is now “%(state)s”. Go back and look again.") % {"state": frame.get_state_display()}
        )
    return frame


@transaction.atomic
def submit_frame(*, frame: Logframe) -> None:
    """It waits for approval. Raises ValidationError where something is missing, by its code."""
    frame = locked(frame, *Logframe.OPEN)
    indicators = indicators_of(frame)
    if not indicators:
        raise ValidationError(_("Write a result with an indicator first."))
    if without := [one.code for one in indicators if not one.aims.filter(kind=Aim.Kind.TARGET).exists()]:
        raise ValidationError(
            _("Without a target: %(codes)s. Set one for each, or take the indicator away.")
            % {"codes": ", ".join(without)}
        )
    frame.state, frame.submitted_at, frame.note = State.PENDING, timezone.now(), ""
    frame.save(update_fields=["state", "submitted_at", "note"])


@transaction.atomic
def send_frame_back(*, frame: Logframe, note: str) -> None:
    """The funder wants something revised; what, in its words."""
    frame = locked(frame, State.PENDING)
    frame.state, frame.note = State.TO_REVISE, note
    frame.save(update_fields=["state", "note"])


@transaction.atomic
def approve_frame(*, frame: Logframe, on: datetime.date, by: str) -> None:
    """From now on it holds; the version before stays as it was."""
    frame = locked(frame, State.PENDING)
    if on > timezone.localdate():
        raise ValidationError({"approved_on": _("This day is still to come.")})
    frame.state, frame.approved_on, frame.approved_by = State.APPROVED, on, by
    frame.save(update_fields=["state", "approved_on", "approved_by"])


@transaction.atomic
def discard_frame(*, frame: Logframe) -> None:
    """A version that was never approved."""
    locked(frame, *Logframe.OPEN, State.PENDING).delete()


@transaction.atomic
def save_part(*, frame: Logframe, part: FrameResult | FrameIndicator) -> Any:
    """A result or an indicator; what no longer fits an indicator's axes goes."""
    locked(frame, *Logframe.OPEN)
    part.save()
    if isinstance(part, FrameIndicator):
        part.aims.exclude(axis__in=["", *part.cut_by]).delete()
    return part


@transaction.atomic
def remove_part(*, frame: Logframe, part: FrameResult | FrameIndicator) -> None:
    """With what hangs on it."""
    locked(frame, *Logframe.OPEN)
    part.delete()


@transaction.atomic
def set_aims(
    *, frame: Logframe, indicator: FrameIndicator, kind: str, day: datetime.date, axis: str, cell: str,
    values: dict[Partner | None, Decimal | None],
) -> None:  # fmt: skip
    """Of the whole (None) and of partners, what is to be reached on a day; without a value it is taken away. There is
    one baseline and one target: another day moves it."""
    locked(frame, *Logframe.OPEN)
    for partner, value in values.items():
        found = indicator.aims.filter(kind=kind, partner=partner, axis=axis, cell=cell)
        if kind == Aim.Kind.MILESTONE:
            found = found.filter(day=day)
        found.delete()
        if value is not None:
            indicator.aims.create(kind=kind, day=day, partner=partner, axis=axis, cell=cell, value=value)
    indicator = FrameIndicator.objects.prefetch_related("aims").get(pk=indicator.pk)
    for partner in values:
        _refuse_backwards(indicator, partner, axis, cell)


def _refuse_backwards(indicator: FrameIndicator, partner: Partner | None, axis: str, cell: str) -> None:
    aims = aims_of(indicator, partner, axis, cell)
    where = partner.name if partner else _("The project as a whole")
    if aims.baseline is None:
        return
    for point in (*aims.milestones, *([aims.target] if aims.target else [])):
        said = {"who": where, "value": point.value, "baseline": aims.baseline.value}
        if not indicator.falls and point.value < aims.baseline.value:
            raise ValidationError(
                _("%(who)s: %(value)s lies below the baseline of %(baseline)s, and this measure rises. Write a higher "
                  "number, or say of the indicator that less is better.") % said
            )  # fmt: skip
        if indicator.falls and point.value > aims.baseline.value:
            raise ValidationError(
                _("%(who)s: %(value)s lies above the baseline of %(baseline)s, and of this measure less is better. "
                  "Write a lower number.") % said
            )  # fmt: skip
        if point.day <= aims.baseline.day:
            raise ValidationError(_("A milestone or target lies after the day of the baseline. Write a later day."))


@transaction.atomic
def type_value(
    *, project: Project, indicator: FrameIndicator, day: datetime.date, value: Decimal, document: File, actor: User,
    corrects: TypedValue | None = None, reason: str = "",
) -> TypedValue:  # fmt: skip
    """Keep a number of the active NGO with its document; one that `corrects` another says why. Nothing is written
    over."""
    wait_for("typed", project.code, indicator.code)
    if corrects is not None and TypedValue.objects.filter(voids=corrects).exists():
        raise ValidationError(_("This number was corrected meanwhile. Go back and look again."))
    content = document.read()
    document.seek(0)
    suffix = str(document.name).rpartition(".")[2].lower()
    stored = default_storage.save(f"{FOLDER}/{get_random_string(32)}.{suffix}", document)
    return TypedValue.objects.create(
        project=project.code, indicator=indicator.code, day=day, value=value, document=stored,
        document_name=str(document.name)[:200], document_digest=hashlib.sha256(content).hexdigest(),
        recorded_by=actor, voids=corrects, reason=reason,
    )  # fmt: skip
