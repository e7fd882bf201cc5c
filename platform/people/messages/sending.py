"""Sends the reminders that are due: once per person and thing, to those who have not said no, by day.

At night only what is urgent goes, and only to those who asked for that. What a channel does not take is tried again
(people.messages.tries); nothing to be sent is stored meanwhile.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core import signing
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse, translate_url
from django.utils import timezone, translation

from core import sms
from core.mail import send_mail
from core.signing import tenant_salt
from people.extension_points import Due, Reminder, reminders
from people.messages.hours import is_day
from people.messages.tries import Look, claim, let_lapse, note_broken_off
from people.models import Consent, MutedReminder, NightCall, Person, SentMessage

LANGUAGES = ("fr", "ar", "en")


def send_due(*, base_url: str) -> int:
    """Send every reminder that is due in the active tenant and time zone; how many were sent."""
    now = timezone.localtime()
    look, by_day, sent = Look(now), is_day(now), 0
    note_broken_off(now)
    for reminder in reminders:
        if not by_day and not reminder.at_night:
            continue
        due = _calmed(_wanted(reminder, reminder.find(now)))
        if by_day:
            let_lapse(reminder.name, {(entry.person.uuid, entry.key) for entry in due}, now)
        else:
            due = [entry for entry in due if entry.is_urgent]
        sent += sum(_send(look, reminder, entry, base_url) for entry in _open(reminder, due, now))
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


def _wanted(reminder: Reminder, found: Iterable[Due]) -> list[Due]:
    """Those who can be reached and want it."""
    due = _canonical(found)
    wanted = may_be_reminded(reminder.name).filter(pk__in={entry.person.pk for entry in due})
    reachable = {person.pk for person in wanted if channel_of(person)}
    return [entry for entry in due if entry.person.pk in reachable]


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
    """How the person is told: by mail where there is one, else by SMS; empty when by neither."""
    if person.email:
        return SentMessage.Channel.MAIL
    return SentMessage.Channel.SMS if person.phone and sms.is_available() else ""


def _send(look: Look, reminder: Reminder, due: Due, base_url: str) -> bool:
    person = due.person
    row = claim(kind=reminder.name, person=person.uuid, key=due.key, channel=channel_of(person), now=look.now)
    if row is None:
        return False
    language = person.person_language if person.person_language in LANGUAGES else LANGUAGES[0]
    shown = replace(due, path=translate_url(due.path, language))  # it was made in the language of the worker

    def deliver() -> None:
        with translation.override(language):
            _deliver(reminder, shown, language, base_url)

    return look.attempt(row, deliver, at_night=due.is_urgent)


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
