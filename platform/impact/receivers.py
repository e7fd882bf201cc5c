"""Marks whatever is written and may move a figure, in the transaction that writes it (impact.aggregates)."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from core.bulk_signals import already_sent, rows_written
from courses.models import Enrolment, LessonProgress
from impact.aggregates import mark_dirty, refresh
from impact.models import DirtyMark
from people.models import Person
from people.signals import person_erased
from sessions.models import Cycle, Evidence, HeadCount, Registration, Slot, TestScore, TrainingSession
from tenants.signals import tenant_created

Kind = DirtyMark.Kind
# What a saved or deleted row is about.
ABOUT: dict[type[Model], Callable[[Any], tuple[str, int | None]]] = {
    TrainingSession: lambda row: (Kind.SESSION, row.pk),
    Slot: lambda row: (Kind.SESSION, row.session_id),
    Registration: lambda row: (Kind.SESSION, row.session_id),
    TestScore: lambda row: (Kind.SESSION, row.session_id),
    Evidence: lambda row: (Kind.SLOT, row.slot_id),
    HeadCount: lambda row: (Kind.SLOT, row.slot_id),
    Person: lambda row: (Kind.PERSON, row.pk),
    Enrolment: lambda row: (Kind.PERSON, row.person_id),
    LessonProgress: lambda row: (Kind.PERSON, row.enrolment.person_id),
}


def touch(sender: type[Model], instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """A row was written by itself."""
    if already_sent(sender, origin):
        return
    kind, ref = ABOUT[sender](instance)
    mark_dirty(kind, [ref])


for model in ABOUT:
    post_save.connect(touch, sender=model)
    post_delete.connect(touch, sender=model)


@receiver(rows_written)
def touch_all(sender: type[Model], rows: list[Any], **kwargs: Any) -> None:
    """Rows were written together."""
    if sender in ABOUT:
        about = [ABOUT[sender](row) for row in rows]
        for kind in dict(about):
            mark_dirty(kind, [ref for one, ref in about if one == kind])


@receiver(m2m_changed, sender=TrainingSession.trainers.through)
def touch_run(instance: Any, action: str, pk_set: set[int] | None, reverse: bool, **kwargs: Any) -> None:
    """Whoever runs a session no longer counts in it, or counts again."""
    if reverse:
        mark_dirty(Kind.SESSION, pk_set or instance.training_sessions.values_list("pk", flat=True))
    elif not action.startswith("pre"):
        mark_dirty(Kind.SESSION, [instance.pk])


@receiver(post_save, sender=Cycle)
def touch_cycle(instance: Cycle, **kwargs: Any) -> None:
    """Its code names the cells."""
    mark_dirty(Kind.SESSION, instance.sessions.values_list("pk", flat=True))


@receiver(tenant_created)
def make_ready(**kwargs: Any) -> None:
    """The tables of a new tenant, empty as they are, are ready for the first count."""
    refresh()


@receiver(person_erased, sender=Person)
def forget_axes(**kwargs: Any) -> None:
    """What was coarsened is coarse in the aggregate tables too, at once."""
    refresh()
