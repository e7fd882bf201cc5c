"""Counts of tries of one's own: the files of the real ones are shared by all tests of a worker."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings


@pytest.fixture
def own_counts(settings: Any, tmp_path: Path) -> None:
    limits = django_settings.CACHES["limits"] | {"LOCATION": tmp_path / "limits"}
    settings.CACHES = django_settings.CACHES | {"limits": limits}
