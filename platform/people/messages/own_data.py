"""The section of My data about reminders: those I switched off, those that were sent."""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from people.extension_points import Entry, Fact, Section, reminders
from people.models import MutedReminder, NightCall, PersonQuerySet, PushSubscription, SentMessage


def reminders_section(records: PersonQuerySet) -> Section:
    """Four queries."""
    labels = {kind.name: str(kind.label) for kind in reminders}
    muted = MutedReminder.objects.filter(person__in=records).order_by("kind")
    sent = SentMessage.objects.filter(person__in=records.values("uuid")).order_by("sent_at", "pk")
    night = NightCall.objects.filter(person__in=records).exists()
    off = [Entry(labels.get(row.kind, row.kind), [Fact("wanted", _("Wanted"), _("no"), False)]) for row in muted]
    gone = [
        Entry(
            labels.get(row.kind, row.kind),
            [
                Fact("sent_at", _("Sent or last tried"), row.sent_at),
                Fact("channel", _("Channel"), row.get_channel_display(), row.channel),
                Fact("outcome", _("Outcome"), row.get_outcome_display(), row.outcome),
            ],
        )
        for row in sent
    ]
    at_night = [Entry(_("A change of the next day’s session"), [Fact("at_night", _("At night too"), _("yes"), True)])]
    at_night = at_night if night else []
    devices = [
        Entry(
            _("A device that shows them"),
            [
                Fact("since", _("Since"), row.since),
                Fact("service", _("Carried by"), urlsplit(row.endpoint).hostname or ""),
            ],
        )
        for row in PushSubscription.objects.filter(person__in=records).order_by("since", "pk")
    ]
    return Section(
        "reminders", _("My reminders"), _("No reminder was sent to you."), [*devices, *at_night, *off, *gone]
    )
