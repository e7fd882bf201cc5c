"""The versions of a module: each publication from the writing screen has a number and a word on what changed.

Kept in Wagtail's log of the module, which its history shows and which stays when revisions are thinned out.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, log
from wagtail.models import PageLogEntry

from courses.models import ModulePage

ACTION = "courses.publish_module"
LONGEST_NOTE = 200


@dataclass(frozen=True)
class Edition:
    """A version of a module as it was published."""

    number: int
    note: str
    published_at: datetime


def last_edition(module: ModulePage) -> Edition | None:
    """The newest version; None where the module was never published as a whole."""
    found = PageLogEntry.objects.filter(page=module.pk, action=ACTION).order_by("-timestamp", "-pk").first()
    return Edition(found.data["number"], found.data["note"], found.timestamp) if found else None


def note_edition(*, module: ModulePage, note: str, actor: Any) -> int:
    """Write the next version down; returns its number."""
    last = last_edition(module)
    number = last.number + 1 if last else 1
    log(instance=module, action=ACTION, user=actor, data={"number": number, "note": note[:LONGEST_NOTE]})
    return number


def register_edition_log(actions: Any) -> None:
    """For Wagtail's hook: how the history says it."""

    @actions.register_action(ACTION)
    class EditionFormatter(LogFormatter):
        label = gettext_lazy("Publish the module")

        def format_message(self, entry: Any) -> str:
            text = _("Version %(number)s of the module published") % {"number": entry.data["number"]}
            return f"{text} : {entry.data['note']}" if entry.data["note"] else text
