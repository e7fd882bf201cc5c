"""Writes the copy: the readable export in one ZIP file, in the tenant's own storage."""

import logging
import tempfile
import zipfile
from pathlib import Path

from django.core.files.base import File
from django.utils import timezone

from core.storage import tenant_storage
from pages.models import SpaceCopy
from pages.tenant_export import COPIES, export_tenant
from tenants.models import Tenant

logger = logging.getLogger(__name__)


def write(copy: SpaceCopy, tenant: Tenant) -> None:
    """Write the copy of the active tenant; where that fails its row says so."""
    try:
        with tempfile.TemporaryDirectory() as scratch:
            folder, packed = Path(scratch) / "copy", Path(scratch) / "copy.zip"
            files = export_tenant(tenant, folder)
            _pack(folder, packed)
            with tenant, packed.open("rb") as content:
                name = tenant_storage.save_unchanged(f"{COPIES}/{copy.pk}.zip", File(content))
                SpaceCopy.objects.filter(pk=copy.pk).update(
                    file=name, size=packed.stat().st_size, files=files, done_at=timezone.now()
                )
    except Exception as error:  # whatever it is: the page says that it failed, the log why
        logger.error("%s: its copy failed with %s", tenant.schema_name, type(error).__name__)
        with tenant:
            SpaceCopy.objects.filter(pk=copy.pk).update(has_failed=True)
        raise


def _pack(folder: Path, packed: Path) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
