"""Each night what has expired goes, in every tenant and nowhere else."""

import datetime
from io import StringIO

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

HOUR = datetime.timedelta(hours=1)


def keep(*lives: datetime.timedelta) -> None:
    for number, life in enumerate(lives):
        Session.objects.create(session_key=f"key{number}", session_data="", expire_date=timezone.now() + life)


def test_sessions_that_are_over_go_and_the_others_stay(own_ngo, other_ngo):
    for tenant in (own_ngo, other_ngo):
        with tenant:
            keep(-HOUR, HOUR)
    out = StringIO()
    call_command("clear_expired", stdout=out)
    assert out.getvalue() == "2 sessions and 0 results of tasks cleared.\n"
    for tenant in (own_ngo, other_ngo):
        with tenant:
            assert list(Session.objects.values_list("session_key", flat=True)) == ["key1"]
