"""Head-counts add up, repeat harmlessly and are taken back with a reason."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sessions.actions import record_head_count, void_head_count
from sessions.models import AppendOnlyError, HeadCount, Slot, TrainingSession
from sessions.querysets import slots_with_numbers
from tests.support.sessions import a_slot, a_user, refused_by_both


def count(slot: Slot, people: int, event: uuid.UUID | None = None, **fields: str) -> bool:
    return record_head_count(slot=slot, count=people, client_event_id=event or uuid.uuid4(), actor=a_user(), **fields)


def total(slot: Slot) -> int:
    return slots_with_numbers(slot.session).get().headcount


def test_rows_are_added_equal_ones_too() -> None:
    slot = a_slot()
    count(slot, 4, sex="f", category="police")
    count(slot, 4, sex="f", category="police")
    assert total(slot) == 8
    row = HeadCount.objects.first()
    assert (row.count, row.sex, row.category, row.recorded_by) == (4, "f", "police", a_user())


def test_a_repeated_event_adds_nothing() -> None:
    slot, event = a_slot(), uuid.uuid4()
    assert [count(slot, 4, event), count(slot, 4, event)] == [True, False]
    assert total(slot) == 4


def test_taken_back_once_with_a_reason() -> None:
    slot = a_slot()
    count(slot, 4)
    row = HeadCount.objects.get()
    again = [void_head_count(head_count=row, reason="Counted twice", actor=a_user()) for _again in range(2)]
    assert again == [True, False]
    assert total(slot) == 0
    assert list(HeadCount.objects.order_by("pk").values_list("count", "voids", "reason")) == [
        (4, None, ""),
        (0, row.pk, "Counted twice"),
    ]


def test_nobody_is_no_head_count() -> None:
    with pytest.raises(ValidationError) as refusal:
        count(a_slot(), 0)
    assert refusal.value.message_dict == {"count": ["Write how many people, 1 or more."]}


def test_a_day_that_has_not_come_is_refused() -> None:
    with pytest.raises(ValidationError):
        count(a_slot(on=1), 4)
    assert HeadCount.objects.count() == 0


def test_nothing_edits_or_deletes_a_head_count() -> None:
    slot = a_slot()
    count(slot, 4)
    row = HeadCount.objects.get()
    for attempt in [*refused_by_both(row, "count"), lambda: slot.head_counts.add(row)]:
        with pytest.raises(AppendOnlyError), transaction.atomic():
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        HeadCount(pk=row.pk, slot=slot, count=5).save()
    assert HeadCount.objects.get().count == 4


def test_a_cancelled_session_is_refused_as_it_is_now_not_as_it_was_read() -> None:
    slot = a_slot()
    TrainingSession.objects.update(state="cancelled")
    with pytest.raises(ValidationError) as refusal:
        count(slot, 4)
    assert refusal.value.messages == ["This session is cancelled. Plan it again before you record attendance."]
    assert HeadCount.objects.count() == 0
