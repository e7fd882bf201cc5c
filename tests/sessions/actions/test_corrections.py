"""Presence is corrected by voiding; no row of evidence is edited or deleted."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import Person
from sessions.actions import correct_presence
from sessions.models import AppendOnlyError, Evidence, Slot
from sessions.querysets import presences
from tests.support.sessions import a_person, a_slot, a_user, present, refused_by_both


def correct(slot: Slot, person: Person, minutes: int, event: uuid.UUID | None = None) -> bool:
    return correct_presence(
        slot=slot, person=person, minutes=minutes, reason="Left early", actor=a_user(),
        client_event_id=event or uuid.uuid4(),
    )  # fmt: skip


def rows_of(slot: Slot) -> list[tuple]:
    return list(slot.evidence.order_by("pk").values_list("person__full_name", "minutes", "voids", "reason"))


def test_of_who_runs_the_session_since_a_presence_is_taken_back_and_not_changed() -> None:
    user = a_user("youssef")
    running = a_person("Youssef", user=user)
    slot = a_slot(running)
    present(slot, running)
    slot.session.trainers.add(user)
    with pytest.raises(ValidationError) as refusal:
        correct(slot, running, 100)
    assert refusal.value.messages == ["Youssef: whoever runs a session is never counted in it. Leave this name out."]
    assert Evidence.objects.count() == 1
    assert correct(slot, running, 0) is True
    assert presences(slot) == {}


def test_a_correction_voids_says_why_and_adds_the_right_minutes() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    first = Evidence.objects.get()
    assert correct(slot, amina, 150) is True
    assert rows_of(slot) == [
        ("Amina Benali", None, None, ""),
        ("Amina Benali", 0, first.pk, "Left early"),
        ("Amina Benali", 150, None, ""),
    ]
    assert presences(slot) == {amina.pk: 150}


def test_a_correction_to_zero_leaves_no_presence() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    correct(slot, amina, 0)
    assert presences(slot) == {}
    assert Evidence.objects.count() == 2


def test_a_correction_voids_the_rows_of_all_devices() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina, minutes=200)
    present(slot, amina, minutes=100)
    correct(slot, amina, 60)
    assert presences(slot) == {amina.pk: 60}
    assert Evidence.objects.filter(voids__isnull=False).count() == 2


@pytest.mark.parametrize("minutes", [150, 0])
def test_a_repeated_correction_changes_nothing(minutes: int) -> None:
    amina, event = a_person(), uuid.uuid4()
    slot = a_slot(amina)
    present(slot, amina)
    assert correct(slot, amina, minutes, event) is True
    before = rows_of(slot)
    assert correct(slot, amina, minutes, event) is False
    assert rows_of(slot) == before


def test_a_correction_to_the_same_minutes_is_refused() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    with pytest.raises(ValidationError) as refusal:
        correct(slot, amina, 210)
    assert refusal.value.message_dict == {"minutes": ["This is what is recorded. Write other minutes, or go back."]}


def test_there_is_nothing_to_correct_where_nobody_was_marked() -> None:
    amina = a_person()
    assert correct(a_slot(amina), amina, 100) is False


def test_evidence_of_a_merged_person_is_that_of_the_one_that_remains() -> None:
    amina, twin = a_person(), a_person("Amina B.")
    slot = a_slot(amina, twin)
    present(slot, twin, minutes=100)
    twin.merged_into = amina
    twin.save(update_fields=["merged_into"])
    assert presences(slot) == {amina.pk: 100}
    correct(slot, amina, 0)
    assert presences(slot) == {}


def test_nothing_edits_or_deletes_evidence() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    row = Evidence.objects.get()
    row.minutes = 5
    attempts = [
        *refused_by_both(row, "minutes"),
        lambda: amina.evidence.add(row), lambda: amina.evidence.add(row, bulk=False), lambda: amina.evidence.set([]),
        amina.evidence.clear, lambda: amina.evidence.remove(row), lambda: slot.evidence.add(row),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(AppendOnlyError), transaction.atomic():
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence(pk=row.pk, slot=slot, person=amina, minutes=5, source="trainer").save()
    assert Evidence.objects.get().minutes is None


def test_the_database_refuses_a_voiding_without_a_reason_and_a_second_voiding() -> None:
    amina = a_person()
    slot = a_slot(amina)
    present(slot, amina)
    row = Evidence.objects.get()
    for reasons in ([""], ["Wrong", "Wrong again"]):
        voidings = [Evidence(slot=slot, person=amina, source="trainer", voids=row, reason=reason) for reason in reasons]
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.bulk_create(voidings)
