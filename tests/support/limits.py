"""Counts of tries: a clock that stands for each test, and counts of one's own, since the files of the real ones are
shared by all tests of a worker."""

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings

from accounts import limits


@pytest.fixture(autouse=True)
def _one_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries are counted by quarters of an hour: a test that ran across the end of one would count from nought again."""
    now = time.time()
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: now))


@pytest.fixture
def own_counts(settings: Any, tmp_path: Path) -> None:
    own = django_settings.CACHES["limits"] | {"LOCATION": tmp_path / "limits"}
    settings.CACHES = django_settings.CACHES | {"limits": own}
