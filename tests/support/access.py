"""Links to an account for somebody who is on a list, and what is sent by them."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from people.access import access_path, invite_people
from tenants import clock
from tests.support.clients import TenantClient

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Africa/Casablanca"))
ANSWERS = {"secret": "246810", "consent": "on", "category": "police"}
SALMA = {"email": "salma@example.org", "person_language": "fr"}


def tick(moment=None):
    """A minute passes for every tenant; by day unless said otherwise."""
    moment = moment or timezone.now().astimezone(NOON.tzinfo).replace(hour=12)
    for cache in caches.all():
        cache.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        clock.tick()


def link_for(person, **more):
    (invitation,) = invite_people(people=[person], actor=None, **more)
    return access_path(invitation, person)


def post(path, changes=None, tenant=None, client=None):
    client = client or TenantClient(tenant or connection.tenant)
    return client, client.post(path, ANSWERS | (changes or {}))
