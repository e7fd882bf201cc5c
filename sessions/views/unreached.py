"""Shows staff who does not know of a change to a session, and how to reach them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import tables
from core.dates import number
from core.text import labelled
from people.messages.tries import when
from people.models import Person
from sessions.change_notices import current_change, not_arrived, unreached_in_time
from sessions.models import TrainingSession


def context(session: TrainingSession, *, manages: bool) -> dict[str, Any]:
    """`late`: who will not know in time of the latest change, `late_from` the half-day; `not_arrived`: other messages.

    Phones and mail addresses stand there for those who keep the register.
    """
    change = current_change(session)
    late = unreached_in_time(change, timezone.now()) if change else []
    others = not_arrived(session, but=change)
    return {
        "late": _table(_("Who will not know in time"), [(one.person, one.why) for one in late], manages),
        "late_from": when(change.concerns_from) if change and change.concerns_from else {},
        "not_arrived": _table(
            _("Messages that have not arrived"),
            [(one.person, labelled(kind, one.why)) for one, kind in others],
            manages,
        ),
    }


def warn(request: HttpRequest, session: TrainingSession) -> None:
    """After a change: how many have to be called; the page that follows lists them."""
    change = current_change(session)
    if change and (count := len(unreached_in_time(change, timezone.now()))):
        said = ngettext(
            "%(count)s person will not know in time: call them. The list is below.",
            "%(count)s people will not know in time: call them. The list is below.",
            count,
        )
        messages.info(request, said % {"count": number(count)})


def _table(caption: str, found: list[tuple[Person, str]], manages: bool) -> tables.DataTable | None:
    if not found:
        return None
    columns = [tables.Column(_("Name")), tables.Column(_("Message"))]
    if manages:
        columns.insert(1, tables.Column(_("Reached at")))
    rows = [[_name(person, manages), *([_contact(person)] if manages else []), why] for person, why in found]
    return tables.data_table(caption, columns, rows)


def _name(person: Person, manages: bool) -> object:
    name = format_html("<bdi>{}</bdi>", person.full_name)
    return tables.Link(name, reverse("people:record", args=[person.uuid])) if manages else name


def _contact(person: Person) -> SafeString | str:
    text = person.phone or person.email
    return format_html('<bdi dir="ltr">{}</bdi>', text) if text else _("nothing known")
