"""What an operator should be told of without having to look: each trouble in a sentence that names nobody."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.db.models import Q
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from config.doctor.files import GIGABYTE, LOW, existing
from console.probing import look_at
from tenants.heartbeat import last_beat
from tenants.keeping import LATE, last_runs
from tenants.maintenance import paused_schemas
from tenants.models import Domain, Tenant

SILENT = timedelta(minutes=10)  # of the worker, which beats each minute
STUCK = timedelta(minutes=30)  # how long a task may wait
CERTIFICATE = timedelta(days=15)
LOOKED_AT = timedelta(hours=23)  # a host's certificate, once a day
HOSTS_AT_ONCE = 20  # in one run: one that says nothing takes five seconds


@dataclass(frozen=True)
class Trouble:
    """`name` is what it is remembered by; `says` what is wrong and what to do."""

    name: str
    says: str


Look = Callable[[], str]


def find_troubles() -> Iterator[Trouble]:
    """Those there are now, in the active language. Where the database is away that is the one told of it."""
    looks: dict[str, Look] = {
        "disk": look_at_disk, "backup": look_at_backup, "worker": look_at_worker, "queue": look_at_queue,
        "certificates": look_at_certificates,
    }  # fmt: skip
    for name, look in looks.items():
        try:
            says = look()
        except DatabaseError:
            yield Trouble("database", _("The database does not answer. Look at PostgreSQL, then run “wasl doctor”."))
            return
        if says:
            yield Trouble(name, says)


def look_at_disk() -> str:
    """Little room where uploads or backups lie."""
    places = {existing(Path(settings.MEDIA_ROOT))}
    if settings.BACKUP_TO and not settings.BACKUP_TO.startswith("s3://"):
        places.add(existing(Path(settings.BACKUP_TO)))
    free = min(shutil.disk_usage(place).free for place in places)
    if free >= LOW:
        return ""
    return _("The disk is nearly full: %(free)s GB are left. Make room, or nothing more can be stored soon.") % {
        "free": f"{free / GIGABYTE:.1f}"
    }


def look_at_backup() -> str:
    """None was made for a day and a half, though some are wanted; a new platform is given that long for its first."""
    if not settings.BACKUP_TO:
        return ""
    runs = last_runs()
    if runs.backup is None:
        is_new = not Tenant.objects.filter(kind=Tenant.Kind.HUB, created_at__lt=timezone.now() - LATE).exists()
        return "" if is_new else _("No backup was ever made. Run “wasl keep” and look at its timer.")
    if not runs.is_late:
        return ""
    return _("The last backup is %(ago)s old. Run “wasl keep” and look at its timer.") % {"ago": timesince(runs.backup)}


def look_at_worker() -> str:
    """It is silent: no task is done, no mail and no reminder is sent."""
    beat = last_beat()
    if beat and timezone.now() - beat <= SILENT:
        return ""
    if beat is None:
        return _("The worker was never seen: no mail goes out. Start it: “systemctl start wasl-worker”.")
    return _("The worker has been silent for %(ago)s: no mail goes out. “systemctl restart wasl-worker”.") % {
        "ago": timesince(beat)
    }


def look_at_queue() -> str:
    """A task that may begin has waited for long."""
    ready = DBTaskResult.objects.ready().exclude(queue_name__in=paused_schemas())
    late = ready.filter(enqueued_at__lt=timezone.now() - STUCK)
    number, first = late.count(), late.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    if first is None:
        return ""
    says = ngettext(
        "%(number)s task has waited for %(ago)s: the worker does not keep up, or hangs. Look at its log.",
        "%(number)s tasks have waited, the oldest for %(ago)s: the worker does not keep up, or hangs. Look at its log.",
        number,
    )
    return says % {"number": number, "ago": timesince(first)}


def look_at_certificates() -> str:
    """Some host's ends soon or is over; each host is looked at once a day."""
    served = Domain.objects.exclude(tenant__state=Tenant.State.UNFINISHED)
    due = served.filter(Q(looked_at=None) | Q(looked_at__lt=timezone.now() - LOOKED_AT))
    for domain in due.order_by("looked_at", "pk")[:HOSTS_AT_ONCE]:
        look_at(domain)
    soon = timezone.localdate() + CERTIFICATE
    ends = Q(certificate_until__lte=soon) | Q(certificate=Domain.Certificate.OVER)
    number = served.filter(ends, names=Domain.Names.HERE).count()
    if not number:
        return ""
    says = ngettext(
        "The certificate of %(number)s host ends within 15 days, or is over. The console shows which; look at the "
        "proxy’s log.",
        "The certificates of %(number)s hosts end within 15 days, or are over. The console shows which; look at the "
        "proxy’s log.",
        number,
    )
    return says % {"number": number}
