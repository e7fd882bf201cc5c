"""Backup and restore of one tenant in one file - its tables as text, its media, a manifest with digests - and of the
whole platform: such a file of every tenant, and the shared tables.

Not a dump of PostgreSQL: the file goes into a fresh clone of the template, under another name too, and a damaged or
foreign one is known before anything is touched.
"""

from tenants.archive.checking import ArchiveError
from tenants.archive.platform_reading import restore_one, restore_platform
from tenants.archive.platform_writing import backup_platform
from tenants.archive.reading import restore_tenant
from tenants.archive.writing import backup_tenant

__all__ = ["ArchiveError", "backup_platform", "backup_tenant", "restore_one", "restore_platform", "restore_tenant"]
