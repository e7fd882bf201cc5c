"""Another installation for a while: an empty database, an empty folder of media, no cache."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection, connections
from psycopg import sql

from core.storage import tenant_storage
from tests import database

PLACE = ("HOST", "PORT", "USER", "PASSWORD", "NAME")


@contextmanager
def an_empty_installation(media: Path) -> Iterator[str]:
    """Point Django at a new database, on plain PostgreSQL, and at `media`; the database's name."""
    name = f"wasl_test_elsewhere_{os.getpid()}"
    before = {key: settings.DATABASES["default"][key] for key in PLACE}
    _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _administer("CREATE DATABASE {}", name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MEDIA_ROOT", media)
        _use({key: database.PLAIN[key] for key in PLACE} | {"NAME": name})
        try:
            yield name
        finally:
            patch.undo()
            _use(before)
            _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _use(place: dict[str, Any]) -> None:
    with suppress(AttributeError):
        del tenant_storage.relative_media_root  # type: ignore[attr-defined]  django-tenants keeps it
    connections.close_all()
    connection.set_schema_to_public()
    for given in (settings.DATABASES["default"], connection.settings_dict):
        given.update(place)
    ContentType.objects.clear_cache()
    for cache in caches.all():
        cache.clear()


def _administer(statement: str, name: str) -> None:
    with database.connect("postgres") as session:
        session.execute(sql.SQL(statement).format(sql.Identifier(name)))
