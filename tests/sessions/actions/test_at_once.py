"""A double tap on a slow line: two requests at the same moment write what one would."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from people.models import Person
from sessions.actions import Mark, record_head_count, record_presences, register_new_person
from sessions.models import Evidence, HeadCount, Registration, Slot
from tenants.models import Tenant
from tests.sessions.making import a_person, a_slot, a_user

pytestmark = pytest.mark.django_db(transaction=True)
TAPS = 4


def tap(tenant: Tenant, act: Any, **given: Any) -> list[Any]:
    """The answers of the same action called several times at once."""

    def once(_number: int) -> Any:
        connection.set_tenant(tenant)
        try:
            return act(**given)
        finally:
            connection.close()

    with ThreadPoolExecutor(TAPS) as pool:
        return list(pool.map(once, range(TAPS)))


def test_marks(own_ngo: Tenant) -> None:
    amina = a_person()
    slot, mark = a_slot(amina), Mark(amina)
    written = tap(own_ngo, record_presences, slot=slot, marks=[mark], actor=a_user(), source="trainer")
    assert sorted(written) == [0, 0, 0, 1]
    assert Evidence.objects.count() == 1


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
