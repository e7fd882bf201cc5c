"""Sending what is due: by day only, once per person and thing, to those who have not said no.

The row of the log is written before the message goes: what breaks in between is not sent twice.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from django.core import signing
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse, translate_url
from django.utils import timezone, translation

from core import sms
from core.mail import send_mail
from people.messages.kinds import Due, Reminder, kinds
from people.models import Consent, MutedReminder, Person, SentMessage

logger = logging.getLogger(__name__)
DAY = range(8, 20)  # hours of the NGO's time zone in which messages go; the rest of the time they wait
LANGUAGES = ("fr", "ar", "en")


def send_due(*, base_url: str) -> int:
    """Send every reminder that is due in the active tenant and time zone; how many were sent."""
    now = timezone.localtime()
    if now.hour not in DAY:
        return 0
    return sum(_send(reminder, due, base_url) for reminder in kinds() for due in _unsent(reminder, reminder.find(now)))


def may_be_reminded(name: str) -> Any:
    """People who have a way to be reached and have not said no: neither to the kind nor to being kept at all.

    What one of their merged records said holds for the one that remains.
    """
    of_the_human = Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk"))
    agreed = Consent.objects.filter(of_the_human)
    muted = MutedReminder.objects.filter(of_the_human, kind=name)
    people = Person.objects.canonical().filter(erased_at__isnull=True).exclude(Exists(muted))
    return people.exclude(Exists(agreed) & ~Exists(agreed.filter(withdrawn_at__isnull=True)))


def unsubscribe_token(person: Person, name: str) -> str:
    """What an unsubscribe address holds: nothing that can be read, and nothing for another NGO."""
    return signing.dumps([str(person.uuid), name], salt=_salt())


def read_token(token: str) -> tuple[Person, str] | None:
    """The person and kind of an unsubscribe address; None for any other text."""
    try:
        uuid, name = signing.loads(token, salt=_salt())
    except signing.BadSignature:
        return None
    person = Person.objects.filter(uuid=uuid).first()
    return (person, name) if person else None


def _salt() -> str:
    return f"people.messages {cast(Any, connection).schema_name}"


def _unsent(reminder: Reminder, found: Iterable[Due]) -> list[Due]:
    due = _canonical(found)
    wanted = may_be_reminded(reminder.name).filter(pk__in={entry.person.pk for entry in due})
    reachable = {person.pk for person in wanted if channel_of(person)}
    said = SentMessage.objects.filter(kind=reminder.name, key__in={entry.key for entry in due})
    sent = set(said.values_list("person", "key"))
    return [entry for entry in due if entry.person.pk in reachable and (entry.person.uuid, entry.key) not in sent]


def _canonical(found: Iterable[Due]) -> list[Due]:
    """For the record that remains of a merge, where contact and wishes are kept; the same thing once."""
    due = list(found)
    merged = {entry.person.merged_into_id for entry in due} - {None}
    kept = Person.objects.in_bulk(merged)
    once: dict[tuple[int, str], Due] = {}
    for entry in due:
        person = kept.get(entry.person.merged_into_id, entry.person)
        once.setdefault((person.pk, entry.key), replace(entry, person=person))
    return list(once.values())


def channel_of(person: Person) -> str:
    """How the person is told: by mail where there is one, else by SMS; empty when by neither."""
    if person.email:
        return SentMessage.Channel.MAIL
    return SentMessage.Channel.SMS if person.phone and sms.is_available() else ""


def _send(reminder: Reminder, due: Due, base_url: str) -> bool:
    person, channel = due.person, channel_of(due.person)
    row, is_new = SentMessage.objects.get_or_create(
        kind=reminder.name, person=person.uuid, key=due.key, defaults={"channel": channel}
    )
    if not is_new:
        return False
    language = person.person_language if person.person_language in LANGUAGES else LANGUAGES[0]
    due = replace(due, path=translate_url(due.path, language))  # the address was made in the language of the worker
    try:
        with translation.override(language):
            _deliver(reminder, due, language, base_url)
    except Exception as error:  # whatever the channel raises: the others still get theirs
        logger.error("A reminder could not be sent: %s", type(error).__name__)
        row.outcome = SentMessage.Outcome.FAILED
    else:
        row.outcome = SentMessage.Outcome.SENT
    row.save(update_fields=["outcome"])
    return row.outcome == SentMessage.Outcome.SENT


def _deliver(reminder: Reminder, due: Due, language: str, base_url: str) -> None:
    person, text, url = due.person, str(reminder.text), base_url + (due.path or reverse("people:home"))
    if not person.email:
        return sms.send_sms(person.phone, f"{text} {url}")
    token = unsubscribe_token(person, reminder.name)
    unsubscribe_url = base_url + reverse("people:unsubscribe", args=[token])
    context = {"text": text, "url": url}
    return send_mail(
        person.email, language, "reminder", context, subject=reminder.subject, unsubscribe_url=unsubscribe_url,
        calendar=due.calendar(url) if due.calendar else None,
    )  # fmt: skip
