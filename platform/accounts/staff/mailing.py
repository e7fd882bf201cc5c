"""Sends invitations of staff. A mail server that is away is asked again for two days; nothing is lost meanwhile.

The row says "being sent" before the mail goes: a process that is killed in between leaves one mail in doubt, which is
shown as uncertain and not sent again by itself. No name and no address in the log.
"""

import datetime
import logging

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import StaffInvitation
from accounts.staff.invitations import link_of
from core.delivery import BROKEN_OFF, KEEP_TRYING, Fate, fate_of, pause_after
from core.mail import send_mail
from tenants.connection import connection

logger = logging.getLogger(__name__)
Mail = StaffInvitation.Mail
KEPT = datetime.timedelta(days=90)  # after its last day


def send_waiting() -> None:
    """Send what is due in the active tenant; where the server is away the others wait for the next look."""
    now = timezone.now()
    broken_off = StaffInvitation.objects.filter(mail=Mail.SENDING, mail_tried_at__lt=now - BROKEN_OFF)
    if number := broken_off.update(mail=Mail.UNCERTAIN):
        logger.error("%s: broken off while sending invitations: %d uncertain", connection.schema_name, number)
    due = StaffInvitation.objects.open().filter(mail=Mail.WAITING, next_try_at__lte=now)
    for pk in due.order_by("pk").values_list("pk", flat=True):
        if send(pk) is Fate.AWAY:
            return


def forget_ended() -> None:
    """Delete invitations that came to nothing, once nobody asks any more what became of them: they hold a name."""
    StaffInvitation.objects.filter(accepted_at__isnull=True, expires_at__lt=timezone.now() - KEPT).delete()


def send(pk: int) -> Fate | None:
    """Try one that is due; None where it went, or is not due, or another process is at it."""
    now = timezone.now()
    due = StaffInvitation.objects.open().filter(pk=pk, mail=Mail.WAITING, next_try_at__lte=now)
    if not due.update(mail=Mail.SENDING, next_try_at=None, mail_tried_at=now, mail_tries=F("mail_tries") + 1):
        return None
    invitation = StaffInvitation.objects.get(pk=pk)
    try:
        send_mail(
            invitation.email, invitation.language, "staff_invitation", {"url": link_of(invitation)},
            subject=_("Your access"),
        )  # fmt: skip
    except Exception as error:  # whatever the channel raises, which may name the address
        return _note(invitation, error, now)
    _finish(invitation, Mail.SENT)
    return None


def _note(invitation: StaffInvitation, error: Exception, now: datetime.datetime) -> Fate:
    fate = fate_of(error)
    if fate is Fate.REFUSED:
        _finish(invitation, Mail.FAILED)
    elif fate is Fate.UNCERTAIN:
        _finish(invitation, Mail.UNCERTAIN)
    elif now >= invitation.mail_due_since + KEEP_TRYING:
        _finish(invitation, Mail.GIVEN_UP)
    else:
        _finish(invitation, Mail.WAITING, next_try_at=now + pause_after(invitation.mail_tries))
    logger.error("%s: invitation not sent: %s (%s)", connection.schema_name, invitation.mail, type(error).__name__)
    return fate


def _finish(invitation: StaffInvitation, mail: str, next_try_at: datetime.datetime | None = None) -> None:
    """Write down what became of it, unless it was sent anew or withdrawn meanwhile."""
    invitation.mail, invitation.next_try_at = mail, next_try_at
    own = StaffInvitation.objects.filter(pk=invitation.pk, issue=invitation.issue, mail=Mail.SENDING)
    own.update(mail=mail, next_try_at=next_try_at)
