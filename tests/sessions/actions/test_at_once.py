"""A double tap on a slow line: two requests at the same moment write what one would."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from people.models import Person
from sessions.actions import Mark, close_session, record_head_count, record_presences, register_new_person
from sessions.models import Evidence, HeadCount, Registration, Slot
from sessions.querysets import presences
from tenants.models import Tenant
from tests.support.parallel import tap
from tests.support.sessions import a_person, a_slot, a_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_marks(own_ngo: Tenant) -> None:
    amina = a_person()
    slot, mark = a_slot(amina), Mark(amina)
    written = tap(own_ngo, record_presences, slot=slot, marks=[mark], actor=a_user(), source="trainer")
    assert sorted(written) == [0, 0, 0, 1]
    assert Evidence.objects.count() == 1


def test_newcomers(own_ngo: Tenant) -> None:
    amina, slot = a_person(), a_slot()
    tap(own_ngo, lambda: record_presences(slot=slot, marks=[Mark(amina)], actor=a_user(), source="qr"))
    assert Registration.objects.count() == 1
    assert presences(slot) == {amina.pk: 210}


def test_a_room_does_not_queue_and_nobody_closes_it_meanwhile(own_ngo: Tenant) -> None:
    amina, bilal, user = a_person(), a_person("Bilal"), a_user()
    slot = a_slot(amina, bilal)

    def impatiently(act: Any, **given: Any) -> Any:
        connection.set_tenant(own_ngo)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            return act(**given)
        except OperationalError:
            return "waits"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as another, transaction.atomic():
        record_presences(slot=slot, marks=[Mark(amina)], actor=user, source="qr")
        beside = {"slot": slot, "marks": [Mark(bilal)], "actor": user, "source": "qr"}
        assert another.submit(impatiently, record_presences, **beside).result() == 1
        assert another.submit(impatiently, close_session, session=slot.session, actor=user).result() == "waits"


def test_head_counts(own_ngo: Tenant) -> None:
    slot, event = a_slot(), uuid.uuid4()
    written = tap(own_ngo, record_head_count, slot=slot, count=4, client_event_id=event, actor=a_user())
    assert sorted(written) == [False, False, False, True]
    assert HeadCount.objects.count() == 1


def test_walk_ins(own_ngo: Tenant) -> None:
    slot: Slot = a_slot()
    fields = {"full_name": "Emma"}
    people = tap(
        own_ngo, register_new_person, session=slot.session, uuid=uuid.uuid4(), fields=fields, slot=slot, actor=a_user()
    )
    assert len(set(people)) == 1
    assert [model.objects.count() for model in (Person, Registration, Evidence)] == [1, 1, 1]
