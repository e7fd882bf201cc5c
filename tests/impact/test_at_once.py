"""A double press on a page of figures writes what one would."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.roles import Role
from impact.models import Target
from tests import distributed

pytestmark = pytest.mark.django_db(transaction=True)


def until_somebody_waits():
    """For a row that this transaction has not let go."""
    waiting = """SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)
                 WHERE NOT granted AND datname = current_database()"""
    if distributed.is_asked_for():
        waiting = "SELECT 1 FROM citus_lock_waits"  # on a node
    with connection.cursor() as cursor:
        for _time in range(1_000):
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # who came since this transaction looked first
            cursor.execute(waiting)
            if cursor.fetchone():
                return
            time.sleep(0.02)
    pytest.fail("Nobody waits.")


def test_a_target_is_set_once(own_ngo, sign_in):
    client = sign_in(own_ngo, Role.COORDINATOR)
    asked = {"indicator": "ATT", "value": 16, "start": "2019-01-01", "end": "2019-12-31"}

    def press():
        try:
            return client.post("/en/figures/targets/", asked)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as another:
        with transaction.atomic():
            Target.objects.create(**asked)
            second = another.submit(press)
            until_somebody_waits()
        shown = second.result()
    assert (shown.status_code, Target.objects.count()) == (200, 1)
    assert len(shown.context["form"].non_field_errors()) == 1  # it is there already
