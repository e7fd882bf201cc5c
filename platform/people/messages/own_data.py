"""What My data says about reminders: those I switched off, those that were sent."""

from django.utils.translation import gettext as _

from people.messages.kinds import kinds
from people.models import MutedReminder, PersonQuerySet, SentMessage
from people.own_data import Entry, Fact, Section, register_section


def reminders_section(records: PersonQuerySet) -> Section:
    """Two queries."""
    labels = {kind.name: str(kind.label) for kind in kinds()}
    muted = MutedReminder.objects.filter(person__in=records).order_by("kind")
    sent = SentMessage.objects.filter(person__in=records.values("uuid")).order_by("sent_at", "pk")
    off = [Entry(labels.get(row.kind, row.kind), [Fact("wanted", _("Wanted"), _("no"), False)]) for row in muted]
    gone = [
        Entry(
            labels.get(row.kind, row.kind),
            [
                Fact("sent_at", _("Sent"), row.sent_at),
                Fact("channel", _("Channel"), row.get_channel_display(), row.channel),
            ],
        )
        for row in sent
    ]
    return Section("reminders", _("My reminders"), _("No reminder was sent to you."), [*off, *gone])


register_section(reminders_section, order=50)
