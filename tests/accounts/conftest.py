"""Counts of tries of one's own: the files of the real ones are shared by all workers of the suite."""

import pytest
from django.conf import settings as django_settings


@pytest.fixture(autouse=True)
def own_counts(settings, tmp_path):
    limits = django_settings.CACHES["limits"] | {"LOCATION": tmp_path / "limits"}
    settings.CACHES = django_settings.CACHES | {"limits": limits}
