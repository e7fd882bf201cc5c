"""Tells the operator of troubles by mail: once when one comes, again each day while it lasts, and when it is over.

What was told is kept in a file of WASL_VAR, since one of the troubles is that the database is away.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import Error as DatabaseError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from config.watching.troubles import Trouble, find_troubles
from tenants.models import Tenant

AGAIN = timedelta(days=1)
FILE = "watch.json"
PATIENCE = 20  # seconds for the mail server

logger = logging.getLogger(__name__)
Say = Callable[[str], object]


@dataclass(frozen=True)
class Memory:
    """When there was last a look, and when each trouble that lasts was last told."""

    looked_at: datetime | None
    told: dict[str, datetime]


def watch(say: Say) -> bool:
    """Look, say each trouble, and mail what is due to OPERATOR_EMAIL; false where the mail could not be sent."""
    before, now = remembered(), timezone.now()
    with translation.override(operator_language()):
        found = list(find_troubles())
        for trouble in found:
            say(f"{trouble.name}: {trouble.says}")
        if not found:
            say("All is well.")
        due = [one for one in found if one.name not in before.told or now - before.told[one.name] >= AGAIN]
        over = sorted(set(before.told) - {one.name for one in found})
        if any(one.name == "database" for one in found):
            over = []  # what the database could not be asked is not over
        told = {name: at for name, at in before.told.items() if name not in over} | {one.name: now for one in due}
        is_sent = not (due or over) or _send(due, over)
    _remember(Memory(now, told if is_sent else before.told))
    return is_sent


def operator_language() -> str:
    """The hub's first; French where it cannot be asked."""
    try:
        languages = Tenant.objects.filter(kind=Tenant.Kind.HUB).values_list("languages", flat=True).first()
    except DatabaseError:
        languages = None
    return languages[0] if languages else settings.LANGUAGE_CODE


def remembered() -> Memory:
    """What the last look left; nothing where it left nothing that can be read."""
    try:
        kept = json.loads(_file().read_text(encoding="utf-8"))
        told = {name: datetime.fromisoformat(at) for name, at in kept["told"].items()}
        return Memory(datetime.fromisoformat(kept["looked_at"]), told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Memory(None, {})


def _remember(memory: Memory) -> None:
    kept = {
        "looked_at": memory.looked_at.isoformat() if memory.looked_at else "",
        "told": {name: at.isoformat() for name, at in memory.told.items()},
    }
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        beside = _file().with_suffix(".part")
        beside.write_text(json.dumps(kept), encoding="utf-8")
        beside.replace(_file())
    except OSError as error:  # a full disk: the mail went out all the same
        logger.error("What was told could not be noted: %s", error.strerror)


def _send(due: Sequence[Trouble], over: Sequence[str]) -> bool:
    """One mail for all of it; true where there is nobody to be told."""
    if not settings.OPERATOR_EMAIL:
        return True
    titles = _titles()
    lines = [f"- {one.says}" for one in due]
    lines += [f"- {_('Well again: %(what)s.') % {'what': titles.get(name, name)}}" for name in over]
    mail = EmailMessage(
        subject=_("The server needs a look") if due else _("The server is well again"),
        body="\n".join([*lines, "", _("This mail was written by the server’s own watch (manage.py watch)."), ""]),
        to=settings.OPERATOR_EMAIL, connection=get_connection(timeout=PATIENCE),
        headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        mail.send()
    except OSError as error:  # those of SMTP are of its kind
        logger.error("The operator could not be told: %s", type(error).__name__)
        return False
    return True


def _titles() -> dict[str, str]:
    return {
        "backup": _("backups"),
        "certificates": _("the hosts’ certificates"),
        "database": _("the database"),
        "disk": _("the disk"),
        "queue": _("the task queue"),
        "worker": _("the worker"),
    }


def _file() -> Path:
    return Path(settings.VAR) / FILE
