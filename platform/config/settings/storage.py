"""The storage settings: where backups and uploads are kept, a folder or a bucket."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import environment

MEMORY = 8 * 1024 * 1024  # bytes of a file read from a bucket that stay in memory; the rest goes to a temporary file


def backups_storage() -> dict[str, Any]:
    """BACKUP_TO: a folder, or `s3://bucket/prefix`."""
    where = environment.text("BACKUP_TO", "")
    if where.startswith("s3://"):
        parts = urlsplit(where)
        if not parts.netloc:
            raise ImproperlyConfigured("BACKUP_TO must look like /srv/backups or s3://bucket/prefix.")
        if not environment.text("BACKUP_KEY", ""):
            raise ImproperlyConfigured("BACKUP_TO is a bucket: set BACKUP_KEY, they leave the machine encrypted only.")
        options = bucket_options("BACKUP", parts.netloc) | {"location": parts.path.strip("/")}
        return {"BACKEND": "core.bucket_storage.PrivateBucket", "OPTIONS": options}
    options = {"location": where or None, "file_permissions_mode": 0o600}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def media_storage() -> dict[str, Any]:
    """WASL_MEDIA_BUCKET: uploads in a bucket; without it in the folder of media."""
    if bucket := environment.text("WASL_MEDIA_BUCKET", ""):
        return {"BACKEND": "core.bucket_storage.BucketStorage", "OPTIONS": bucket_options("WASL_MEDIA", bucket)}
    return {"BACKEND": "core.storage.TenantStorage"}


def bucket_options(prefix: str, bucket: str) -> dict[str, Any]:
    """How a bucket is reached: `<prefix>_ENDPOINT`, `_REGION`, `_ACCESS_KEY`, `_SECRET_KEY`. Nothing there is public,
    nothing overwritten.

    Without an endpoint it is Amazon's; without keys they come from where its library looks for them.
    """
    given = {
        "endpoint_url": environment.text(f"{prefix}_ENDPOINT", ""),
        "region_name": environment.text(f"{prefix}_REGION", ""),
        "access_key": environment.text(f"{prefix}_ACCESS_KEY", ""),
        "secret_key": environment.text(f"{prefix}_SECRET_KEY", ""),
    }
    return {"bucket_name": bucket, "max_memory_size": MEMORY} | {name: value for name, value in given.items() if value}
