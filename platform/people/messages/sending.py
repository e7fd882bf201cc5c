"""Sends the reminders that are due: once per person and thing, to those who have not said no, by day.

At night only what is urgent goes, and only to those who asked for that. What a channel does not take is tried again
(people.messages.tries); nothing to be sent is stored meanwhile.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse, translate_url
from django.utils import timezone, translation

from core import sms
from core.delivery import Gone, PutOff
from core.languages import direction
from core.mail import send_mail
from core.signing import tenant_salt
from people.extension_points import Due, Reminder, reminders
from people.messages.devices import push_to, with_devices
from people.messages.hours import is_day
from people.messages.tries import Look, claim, let_lapse, note_broken_off
from people.models import Consent, MutedReminder, NightCall, Person, SentMessage

LANGUAGES = ("fr", "ar", "en")
Channel = SentMessage.Channel
TOPIC = 32  # signs at most (RFC 8030, 5.4)


def send_due(*, base_url: str) -> int:
    """Send every reminder that is due in the active tenant and time zone; how many were sent."""
    now = timezone.localtime()
    look, by_day, sent = Look(now), is_day(now), 0
    note_broken_off(now)
    for reminder in reminders:
        if not by_day and not reminder.at_night:
            continue
        found = _canonical(reminder.find(now))
        if not found:  # as in most quarters of an hour, for most reminders
            if by_day:
                let_lapse(reminder.name, set(), now)
            continue
        wanted = may_be_reminded(reminder.name).filter(pk__in={entry.person.pk for entry in found})
        ways = ways_to(wanted, on_devices=reminder.on_devices)
        due = _calmed([entry for entry in found if entry.person.pk in ways])
        if by_day:
            let_lapse(reminder.name, {(entry.person.uuid, entry.key) for entry in due}, now)
        else:
            due = [entry for entry in due if entry.is_urgent]
        waiting = [_Message(reminder, entry, ways[entry.person.pk], base_url) for entry in _open(reminder, due, now)]
        sent += sum(message.send(look) for message in waiting)
    look.report()
    return sent


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
    return signing.dumps([str(person.uuid), name], salt=tenant_salt("people.messages"))


def read_token(token: str) -> tuple[Person, str] | None:
    """The person and kind of an unsubscribe address; None for any other text."""
    try:
        uuid, name = signing.loads(token, salt=tenant_salt("people.messages"))
    except signing.BadSignature:
        return None
    person = Person.objects.filter(uuid=uuid).first()
    return (person, name) if person else None


def may_be_woken() -> Any:
    """People who want to be told at night of a change of the next day's session; a merged record's wish holds too."""
    wish = NightCall.objects.filter(Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk")))
    return Person.objects.canonical().filter(Exists(wish))


def _calmed(due: list[Due]) -> list[Due]:
    """Urgent is only what is so for somebody who wants to be told at night."""
    urgent = {entry.person.pk for entry in due if entry.is_urgent}
    asked: set[int] = set(may_be_woken().filter(pk__in=urgent).values_list("pk", flat=True)) if urgent else set()
    return [replace(entry, is_urgent=entry.is_urgent and entry.person.pk in asked) for entry in due]


def _open(reminder: Reminder, due: list[Due], now: Any) -> list[Due]:
    """Those not dealt with: never tried, or waiting for a try that is now."""
    tried = SentMessage.objects.filter(kind=reminder.name, key__in={entry.key for entry in due})
    done = set(tried.exclude(outcome=SentMessage.Outcome.WAITING, next_try_at__lte=now).values_list("person", "key"))
    return [entry for entry in due if (entry.person.uuid, entry.key) not in done]


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
    """How what the person left reaches them: by mail where there is one, else by SMS; empty when by neither."""
    if person.email:
        return Channel.MAIL
    return Channel.SMS if person.phone and sms.is_available() else ""


def ways_to(people: Iterable[Person], *, on_devices: bool = True) -> dict[int, str]:
    """The channel by which each is told, without those who are reached by none: a device where they asked for that,
    since the nearer choice holds, else mail or SMS. One query."""
    found = {person.pk: person for person in people}
    devices = with_devices(found) if on_devices else set()
    ways = {pk: Channel.PUSH if pk in devices else channel_of(person) for pk, person in found.items()}
    return {pk: way for pk, way in ways.items() if way}


@dataclass(frozen=True)
class _Message:
    """A reminder on its way to somebody by a channel."""

    reminder: Reminder
    due: Due
    channel: str
    base_url: str

    def send(self, look: Look) -> bool:
        """Whether it went; not where another process is at it."""
        kind, due = self.reminder.name, self.due
        row = claim(kind=kind, person=due.person.uuid, key=due.key, channel=self.channel, now=look.now)
        return row is not None and look.attempt(row, self._deliver, at_night=due.is_urgent)

    def _deliver(self) -> None:
        person = self.due.person
        language = person.person_language if person.person_language in LANGUAGES else LANGUAGES[0]
        translated = translate_url(self.due.path, language)  # it was made in the language of the worker
        with translation.override(language):
            path = translated or reverse("people:home")
            if self.channel == Channel.PUSH:
                self._by_push(path, language)
            elif self.channel == Channel.SMS:
                sms.send_sms(person.phone, f"{self.reminder.text} {self.base_url}{path}")
            else:
                self._by_mail(self.base_url + path, language)

    def _by_mail(self, url: str, language: str) -> None:
        reminder, due = self.reminder, self.due
        token = unsubscribe_token(due.person, reminder.name)
        return send_mail(
            due.person.email, language, "reminder", {"text": str(reminder.text), "url": url}, subject=reminder.subject,
            unsubscribe_url=self.base_url + reverse("people:unsubscribe", args=[token]),
            calendar=due.calendar(url) if due.calendar else None,
        )  # fmt: skip

    def _by_push(self, path: str, language: str) -> None:
        """The same said twice is shown once, and later than it is of use not at all."""
        reminder, due = self.reminder, self.due
        topic = hashlib.sha256(f"{reminder.name} {due.person.uuid} {due.key}".encode()).hexdigest()[:TOPIC]
        words = {
            "title": str(reminder.subject), "body": str(reminder.text), "path": path, "language": language,
            "direction": direction(language), "topic": topic, "at": int(timezone.now().timestamp() * 1000),
        }  # fmt: skip
        try:
            push_to(due.person, words, topic=topic, lasts=reminder.lasts)
        except Gone:
            if channel_of(due.person):
                raise PutOff from None  # at the next look it goes there
            raise
