"""The task queue forgets what is long done, by the worker's own clock."""

import datetime
import threading

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tenants import clock, heartbeat
from tenants.pruning import prune_task_results
from tests.tenants.tasks_for_tests import take_anything

CASES = {
    "done a while ago": ("SUCCESSFUL", 13, True),
    "done long ago": ("SUCCESSFUL", 15, False),
    "failed a while ago": ("FAILED", 89, True),
    "failed long ago": ("FAILED", 91, False),
    "begun long ago": ("RUNNING", 91, False),
    "begun a while ago": ("RUNNING", 15, True),
    "waiting for ever": ("READY", 400, True),
}


def make(status: str, days: int) -> None:
    """A row of the queue that has been as it is for so many days."""
    then = timezone.now() - datetime.timedelta(days=days)
    row = take_anything.enqueue(1)
    ended = then if status in ("SUCCESSFUL", "FAILED") else None
    DBTaskResult.objects.filter(pk=row.id).update(
        status=status, enqueued_at=then, started_at=None if status == "READY" else then, finished_at=ended
    )


@pytest.mark.parametrize(("status", "days", "stays"), CASES.values(), ids=CASES)
def test_what_is_of_use_stays(own_ngo, other_ngo, status, days, stays):
    for tenant in (own_ngo, other_ngo):
        with tenant:
            make(status, days)
    assert prune_task_results() == (0 if stays else 2)
    assert DBTaskResult.objects.count() == (2 if stays else 0)


def test_the_workers_clock_prunes_and_shows_that_it_goes(own_ngo, monkeypatch):
    make("SUCCESSFUL", 15)
    stop = threading.Event()
    monkeypatch.setattr(clock, "tick", stop.set)
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)  # the test's transaction is in it
    began = timezone.now()
    clock.keep_time(stop)
    assert DBTaskResult.objects.count() == 0
    assert heartbeat.last_beat() >= began


def test_what_cannot_be_pruned_stops_no_clock(own_ngo, monkeypatch, caplog):
    def fail() -> None:
        raise ValueError("Amina")

    stop = threading.Event()
    monkeypatch.setattr(clock, "prune_task_results", fail)
    monkeypatch.setattr(clock, "close_old_connections", stop.set)
    clock.keep_time(stop)
    assert caplog.messages == ["The clock: ValueError"]
