"""Files: what was collected and compiled, where uploads go, room on the disk, and whose it all is."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from config.doctor.findings import Finding, broken, check, doubtful, well
from config.health import check_static_files, check_storage

GIGABYTE = 1024**3
LOW, FULL = 2 * GIGABYTE, GIGABYTE // 4  # bytes free
SHOWN = 5  # paths named in a line


@check("static_files", order=40)
def look_at_static_files() -> Finding:
    """Style sheets, scripts and pictures are where they are served from."""
    said = check_static_files()
    if said:
        return broken(
            _("Static files are missing in %(folder)s: pages have no style.") % {"folder": settings.STATIC_ROOT},
            _("Run `manage.py collectstatic --noinput`, then restart the server."),
        )
    return well(_("Static files are there."))


@check("catalogues", order=40)
def look_at_catalogues() -> Finding:
    """The texts of the interface are compiled, and since they changed."""
    missing, old = [], []
    for folder in map(Path, settings.LOCALE_PATHS):
        for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
            compiled = source.with_suffix(".mo")
            if not compiled.exists():
                missing.append(source.parts[-3])
            elif compiled.stat().st_mtime < source.stat().st_mtime:
                old.append(source.parts[-3])
    remedy = _("Run `python tools/messages.py compile`, then restart the server.")
    if missing:
        return broken(_("Texts are not compiled: %(languages)s.") % {"languages": ", ".join(missing)}, remedy)
    if old:
        return doubtful(
            _("Texts are newer than what is compiled: %(languages)s.") % {"languages": ", ".join(old)}, remedy
        )
    return well(_("The texts of the interface are compiled."))


@check("media", order=40)
def look_at_media() -> Finding:
    """Uploads can be written."""
    if said := check_storage():
        return broken(
            _("Nothing can be stored in %(folder)s: %(said)s.")
            % {"folder": _place(), "said": said.rpartition(": ")[2]},
            _("Let the server’s user write there; WASL_VAR names the folder above, WASL_MEDIA_BUCKET a bucket."),
        )
    return well(_("Uploads can be stored in %(folder)s.") % {"folder": _place()})


def _place() -> str:
    """The folder or bucket of uploads."""
    options = settings.STORAGES["default"].get("OPTIONS", {})
    return f"s3://{options['bucket_name']}" if "bucket_name" in options else str(settings.MEDIA_ROOT)


@check("disk", order=40)
def look_at_disk() -> Finding:
    """There is room for uploads."""
    free = shutil.disk_usage(existing(Path(settings.MEDIA_ROOT))).free
    told = {"free": f"{free / GIGABYTE:.1f}"}
    if free < LOW:
        say = broken if free < FULL else doubtful
        return say(
            _("Only %(free)s GB are free where uploads are stored.") % told,
            _("Make room, or move WASL_VAR to a larger disk."),
        )
    return well(_("%(free)s GB are free for uploads.") % told)


@check("ownership", order=40)
def look_at_ownership() -> Finding:
    """What the server keeps is all its own: a file made by root is one that it cannot change."""
    var = Path(settings.VAR)
    if not var.exists():
        return broken(_("The folder %(folder)s is missing.") % {"folder": var}, _("Make it, as the server’s user."))
    owner = var.stat().st_uid
    folders = [Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT), var / "cache"]
    foreign = [str(folder) for folder in folders if folder.exists() and _has_foreign(folder, owner)]
    if foreign:
        return broken(
            _("Files in %(folders)s belong to another user than %(folder)s.")
            % {"folders": ", ".join(foreign[:SHOWN]), "folder": var},
            _("Give them back: `chown -R --reference=%(folder)s %(folder)s`.") % {"folder": var},
        )
    if os.geteuid() != owner:
        return doubtful(
            _("This command runs as another user than the one %(folder)s belongs to.") % {"folder": var},
            _("Run commands as that user, or files that the server cannot change are left behind."),
        )
    return well(_("%(folder)s belongs to the user who runs this.") % {"folder": var})


def _has_foreign(folder: Path, owner: int) -> bool:
    """Whether the folder or what stands directly in it is somebody else's; deeper down would take too long."""
    return folder.stat().st_uid != owner or any(
        entry.stat(follow_symlinks=False).st_uid != owner for entry in os.scandir(folder)
    )


def existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(folder for folder in (path, *path.parents) if folder.exists())
