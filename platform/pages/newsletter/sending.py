"""Sends letters that wait their turn: by day, so many a minute, each once.

A letter says "being sent" before it goes. So a process that is killed leaves at most this one in doubt: it is shown to
staff as uncertain and never sent again; the next process goes on with those that wait.
"""

import datetime
import logging
import time
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.delivery import BROKEN_OFF, no_such_address
from core.mail import send_mail
from pages.newsletter.actions import note_refused
from pages.newsletter.models import Letter, Mailing, Outcome
from pages.newsletter.tokens import LEAVE, token_of
from people.messages import hours
from people.messages.tries import Look
from tenants.connection import connection as database

logger = logging.getLogger(__name__)
PATIENCE = 20.0  # seconds a minute: other tenants wait for the same clock
MINUTE = datetime.timedelta(minutes=1)
SUBJECT = _("A new page to read")


def send_letters(*, base_url: str) -> int:
    """Send what is due in the active tenant and time zone, at most `NEWSLETTER_PER_MINUTE`; how many went."""
    now = timezone.localtime()
    _note_broken_off(now)
    sent = _send_due(now, base_url) if hours.is_day(now) else 0
    waiting = Letter.objects.filter(outcome__in=(Outcome.WAITING, Outcome.SENDING)).values("mailing")
    Mailing.objects.filter(ended_at__isnull=True).exclude(pk__in=waiting).update(ended_at=now)
    return sent


def _send_due(now: datetime.datetime, base_url: str) -> int:
    due = Letter.objects.filter(
        outcome=Outcome.WAITING, next_try_at__lte=now, subscription__isnull=False, mailing__held_at__isnull=True,
        mailing__issue__live=True,
    ).order_by("next_try_at", "pk")  # fmt: skip
    places = settings.NEWSLETTER_PER_MINUTE - Letter.objects.filter(sent_at__gt=now - MINUTE).count()
    keys = list(due.values_list("pk", flat=True)[: max(0, places)])
    if not keys:
        return 0
    look, until, sent = Look(now), time.monotonic() + PATIENCE, 0
    channel = get_connection()
    try:
        for pk in keys:
            if time.monotonic() > until or look.is_away(Letter.channel):
                break
            if letter := _claim(pk):
                sent += _send(look, letter, channel, base_url)
    finally:
        channel.close()
        look.report()
    return sent


def _claim(pk: int) -> Letter | None:
    """The letter that is now ours to send; None where it left, or another process is at it."""
    now = timezone.now()
    ready = Letter.objects.filter(pk=pk, outcome=Outcome.WAITING, subscription__isnull=False)
    tried = {"outcome": Outcome.SENDING, "sent_at": now, "next_try_at": None, "tries": F("tries") + 1}
    if not ready.update(**tried, first_tried_at=Coalesce("first_tried_at", now)):
        return None
    return Letter.objects.select_related("subscription").get(pk=pk)


def _send(look: Look, letter: Letter, channel: Any, base_url: str) -> bool:
    reader = letter.subscription
    if reader is None:  # left this moment
        Letter.objects.filter(pk=letter.pk).update(outcome=Outcome.LAPSED)
        return False

    def deliver() -> None:
        with translation.override(reader.language):
            url = base_url + reverse("newsletter:issue", args=[letter.mailing_id])
            leave_url = base_url + reverse("newsletter:leave", args=[token_of(reader, LEAVE)])
        try:
            channel.open()
            send_mail(
                reader.email, reader.language, "letter", {"url": url}, subject=SUBJECT, unsubscribe_url=leave_url,
                via=channel,
            )  # fmt: skip
        except Exception as error:
            channel.close()  # whatever state it is in, the next letter begins anew
            refused.append(no_such_address(error))
            raise

    refused: list[bool] = []
    went = look.attempt(letter, deliver, at_night=False)
    if any(refused):
        note_refused(subscription=reader)
    return went


def _note_broken_off(now: datetime.datetime) -> None:
    """What a process was sending when it was killed is uncertain."""
    broken_off = Letter.objects.filter(outcome=Outcome.SENDING, sent_at__lt=now - BROKEN_OFF)
    if number := broken_off.update(outcome=Outcome.UNCERTAIN):
        logger.error("%s: broken off while sending the newsletter: %d uncertain", database.schema_name, number)
