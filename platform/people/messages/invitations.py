"""The reminder that invites to open an account: by day, by mail or SMS, like every other message."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from people.access import access_path
from people.extension_points import Due, Reminder
from people.models import Person

RECENT = datetime.timedelta(days=3)  # what could not be said in that time is not said any more


def invited(now: datetime.datetime) -> Iterator[Due]:
    """Everybody with a link that was not handed over, once per link."""
    fresh = list(Invitation.objects.filter(used_at__isnull=True, by_hand=False, made_at__gt=now - RECENT))
    records = Person.objects.filter(uuid__in={row.person for row in fresh}).select_related("merged_into")
    people = {record.uuid: record.merged_into or record for record in records}
    for row in fresh:
        if person := people.get(row.person):
            yield Due(person, str(row.pk), access_path(row, person))


INVITATION = Reminder(
    "access",
    _("Invitations to open my account"),
    _("Your access is ready. Choose your PIN on this page; the link works once and holds for two weeks."),
    invited,
    _("Your access"),
    on_devices=False,  # it opens the account: to an address that is the person's alone
)
