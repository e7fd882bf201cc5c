"""Files of one test's own: nothing it stores meets those of another."""

from pathlib import Path

import pytest
from django.core.files.storage import storages


@pytest.fixture
def own_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The storage remembers the folder it began with."""
    monkeypatch.setattr(storages["default"], "relative_media_root", str(tmp_path))
