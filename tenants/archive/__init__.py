"""Backup and restore of one tenant in one file: its tables as text, its media, a manifest with digests.

Not a dump of PostgreSQL: the file goes into a fresh clone of the template, under another name too, and a damaged or
foreign one is known before anything is touched.
"""

from tenants.archive.reading import ArchiveError, restore_tenant
from tenants.archive.writing import backup_tenant

__all__ = ["ArchiveError", "backup_tenant", "restore_tenant"]
