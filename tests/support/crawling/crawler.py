"""The crawler: signs in as every role of two NGOs and the hub, follows what it is shown, tries what is another's."""

import logging
import random
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.core import mail
from django.http import HttpResponse

from core.storage import tenant_storage
from network.models import LibraryOffer
from tests.support.addresses import PARAMETER, fill
from tests.support.clients import TenantClient
from tests.support.crawling.marks import contacts_of, names_of
from tests.support.crawling.places import all_routes, closed_routes, is_left_out, open_routes
from tests.support.crawling.reading import content_of, kind_of, links_of, texts_of
from tests.support.crawling.tally import Finding, Lines, Tally
from tests.support.furnished.network import HUB, NGO, OTHER
from tests.support.furnished.tenants import Furnished
from tools.routes import NOBODY

BEGIN = ("/", "/fr/", "/fr/home/", "/admin/", "/ar/", "/en/")
LINKS, IDS, SESSION, MEDIA, TOKEN, WORDS = (
    "links and forms", "another’s ids", "another’s session", "another’s files", "another’s token", "another’s words",
)  # fmt: skip
WEIGHTS = {LINKS: 9, IDS: 6, SESSION: 3, MEDIA: 1, TOKEN: 1, WORDS: 1}
ASKED = ("q", "name", "code", "pin", "username", "password", "email", "full_name", "session")
AROUND = 60  # letters shown about what was found


@dataclass
class Actor:
    """A role of a tenant, and the addresses it has yet to ask for."""

    place: str
    role: str
    client: TenantClient
    waiting: list[str]
    seen: set[str] = field(default_factory=set)


class Crawler:
    """Crawls the furnished network; the same seed asks for the same."""

    def __init__(self, standing: Mapping[str, Furnished], seed: int) -> None:
        self.standing, self.tally, self.lines = standing, Tally(), Lines()
        self.random = random.Random(seed)  # noqa: S311  # repeatable, not secret
        self.actors = [
            Actor(place, role, found.client(role), self._first_addresses(place, role))
            for place, found in standing.items()
            for role in found.roles
        ]
        self.steps: dict[str, Callable[[Actor], None]] = {
            LINKS: self._follow, IDS: self._ask_for_ids, SESSION: self._come_with_session, MEDIA: self._ask_for_file,
            TOKEN: self._come_with_token, WORDS: self._ask_with_words,
        }  # fmt: skip

    def run(self, requests: int) -> Tally:
        """So many requests, of every kind and as every role in turn."""
        with self._listening():
            while self.tally.requests.total() < requests:
                actor = self.actors[self.tally.requests.total() % len(self.actors)]
                (kind,) = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))
                self.steps[kind](actor)
        return self.tally

    def visit(self, place: str, role: str, addresses: list[str]) -> Tally:
        """These addresses as one role, as if it had been led there."""
        (actor,) = (one for one in self.actors if (one.place, one.role) == (place, role))
        with self._listening():
            for address in addresses:
                self._ask(actor, LINKS, "GET", address)
        return self.tally

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """What is logged meanwhile is kept."""
        root = logging.getLogger()
        before = root.level
        root.addHandler(self.lines)
        root.setLevel(logging.INFO)
        try:
            yield
        finally:
            root.setLevel(before)
            root.removeHandler(self.lines)

    # Kinds of requests

    def _follow(self, actor: Actor) -> None:
        """Where a page leads, or a form that is sent by GET; a new view is here by its route."""
        if not actor.waiting:
            actor.waiting = self._first_addresses(actor.place, actor.role)
            actor.seen.clear()
        address = actor.waiting.pop(self.random.randrange(len(actor.waiting)))
        answer = self._ask(actor, LINKS, "GET", address)
        self._wait_for(actor, address, answer)

    def _ask_for_ids(self, actor: Actor) -> None:
        """A route of one's own host with ids, tokens and codes of another NGO."""
        other = self._another(actor.place)
        named = [route for route in all_routes(actor.place) if PARAMETER.search(route)]
        route, ids = self.random.choice(named), self.standing[other].own
        method = self.random.choice(("GET", "GET", "POST"))
        self._ask(actor, IDS, method, fill(route, ids), data=ids.get(f"posted to {route}"))

    def _come_with_session(self, actor: Actor) -> None:
        """At another tenant's host, with what is there, and a session of one's own."""
        place = self.random.choice([name for name in self.standing if name != actor.place])
        route = self.random.choice(closed_routes(place))
        method = self.random.choice(("GET", "GET", "POST"))
        self._ask(actor, SESSION, method, fill(route, self.standing[place].own), host=place)

    def _ask_for_file(self, actor: Actor) -> None:
        """A picture, document, scan or packed module by the name that it has elsewhere."""
        self._ask(actor, MEDIA, "GET", self.random.choice(self.files[self._another(actor.place)]))

    def _come_with_token(self, actor: Actor) -> None:
        """The interface for programs with a token of another NGO."""
        secret = str(self.standing[self._another(actor.place)].own["secret"])
        resource = self.random.choice(("indicators", "snapshots", "sessions", "registrations"))
        address = f"/api/v1/{resource}?from=2019-01-01&to=2019-12-31"
        self._ask(actor, TOKEN, "GET", address, headers={"authorization": f"Bearer {secret}"})

    def _ask_with_words(self, actor: Actor) -> None:
        """A search, or whatever a route makes of it, for what another NGO has."""
        other = self.standing[self._another(actor.place)]
        word = self.random.choice([other.mark, other.private, str(other.own["certificates code"])])
        route = self.random.choice([route for route in all_routes(actor.place) if not PARAMETER.search(route)])
        data = dict.fromkeys(
            ("q", "name", "code", "pin", "username", "password", "email", "full_name", "session"), word
        )
        self._ask(actor, WORDS, self.random.choice(("GET", "POST")), fill(route, {}), data=data)

    # What there is

    @cached_property
    def files(self) -> dict[str, list[str]]:
        """Addresses of every file of a tenant, by place."""
        found = {}
        for place, one in self.standing.items():
            with one.tenant:
                names = [f"/media/{quote(name)}" for name in tenant_storage.walk()]
                found[place] = [*names, fill(r"documents/^(\d+)/(.*)$", one.own)]
        return found

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """By place what names things of other tenants beyond doubt."""
        all_names = {place: names_of(one) for place, one in self.standing.items()}
        offered = set(map(str, LibraryOffer.objects.values_list("uuid", flat=True)))  # by NGOs to the hub
        return {
            place: set().union(*(names for other, names in all_names.items() if {other} - {place} <= NGO_OR_OTHER))
            - all_names[place] - all_names[HUB] - (offered if place == HUB else set())
            for place in self.standing
        }  # fmt: skip

    @cached_property
    def anybody(self) -> set[str]:
        """What must not stand in the log, whoever asks: every tenant's words, names of things, addresses."""
        found = {one.private for one in self.standing.values()}
        return found.union(*({*names_of(one), *contacts_of(one)} for one in self.standing.values()))

    def _another(self, place: str) -> str:
        return self.random.choice([name for name in (NGO, OTHER) if name != place])

    def _first_addresses(self, place: str, role: str) -> list[str]:
        """Where a visit begins: every route that is open to the role, so that no new view is left out."""
        return [*BEGIN, *(fill(route, self.standing[place].ids(role)) for route in open_routes(place, role))]

    def _wait_for(self, actor: Actor, address: str, answer: HttpResponse) -> None:
        """Keep where the answer leads."""
        found = [answer.headers["Location"]] if "Location" in answer.headers else []
        if kind_of(answer) == "page" and not answer.streaming:
            links, forms = links_of(answer.content.decode("utf-8", errors="replace"))
            word = self.standing[self._another(actor.place)].mark
            found += links + [f"{action}?{'&'.join(f'{name}={word}' for name in names)}" for action, names in forms]
        for link in found:
            parts = urlsplit(urljoin(address, link))
            there = f"{parts.path}?{parts.query}" if parts.query else parts.path
            is_here = not parts.netloc or parts.netloc.partition(":")[0] == actor.client.host
            if is_here and there.startswith("/") and there not in actor.seen and not is_left_out(there):
                actor.seen.add(there)
                actor.waiting.append(there)

    # Asking and looking

    def _ask(
        self, actor: Actor, kind: str, method: str, address: str, *, host: str = "", data: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> HttpResponse:  # fmt: skip
        place = host or actor.place
        here = {"host": self.standing[place].client(NOBODY).host} if host else {}
        mails, lines = len(mail.outbox), len(self.lines.texts)
        answer = actor.client.ask(method, address, data, headers={**here, **(headers or {})})
        content = content_of(answer)
        self.tally.requests[actor.place, actor.role, kind] += 1
        if answer.status_code == 200:
            kept = self.tally.pages if kind_of(answer) == "page" else self.tally.files
            kept[place if kept is self.tally.pages else kind_of(answer)] += 1
        sent = [unquote(address)]
        for written in (address, _plainly(address)):  # an address may stand within, its own parts quoted
            sent += [unquote(part) for part in re.split(r"[/?&=]", written) if len(part) > 3]
        sent += [str(value) for value in (data or {}).values()] + list((headers or {}).values())
        for where, texts in (
            (f"answer {answer.status_code}", texts_of(answer, content)),
            ("mail", [_text_of(one) for one in mail.outbox[mails:]]),
            ("log", self.lines.texts[lines:]),
        ):
            for what in self._what_must_not(actor, place, where, texts, sent):
                self.tally.findings.append(Finding(actor.place, actor.role, kind, f"{method} {address}", where, what))
        return answer

    def _what_must_not(
        self, actor: Actor, place: str, where: str, texts: list[str], sent: list[str]
    ) -> Iterator[str]:  # fmt: skip
        if where == "log":  # where nothing may come back, not even what was sent
            yield from (_around(text, said) for text in texts for said in self.anybody if said in text)
            return
        own = self.standing[actor.place].private.lower()
        for text in filter(None, texts):
            small = text.lower()
            if actor.role != NOBODY and place == actor.place and own in small:
                self.tally.own.add(place)
            marks = [mark for mark in self._forbidden(actor, place) if mark in small]
            names = [name for name in self.names[place] if name in text]
            if not marks and not names:
                continue
            small, text = _without(small, sent), _without(text, sent)
            yield from (_around(small, mark) for mark in marks if mark in small)
            yield from (_around(text, name) for name in names if name in text)

    def _forbidden(self, actor: Actor, place: str) -> list[str]:
        """Marks that must not stand in an answer of the host of `place` to this actor."""
        found = []
        for name, one in self.standing.items():
            if name == place:
                found += [one.private] if actor.place != place or actor.role == NOBODY else []
            else:  # the hub and the NGOs see of each other what goes through the library
                found.append(one.private if HUB in (name, place) else one.mark)
        return [mark.lower() for mark in found]


NGO_OR_OTHER = {NGO, OTHER}


def _without(text: str, sent: list[str]) -> str:
    """What was sent may come back as it is; what only begins so is another text."""
    text = _plainly(text)  # a page leads back to itself with the address within
    told = sorted(filter(None, map(unquote, sent)), key=len, reverse=True)
    return re.sub(rf"(?:{'|'.join(map(re.escape, told))})(?!\w)", "", text, flags=re.IGNORECASE)


def _plainly(text: str) -> str:
    """However often it was quoted."""
    while "%" in text and (plain := unquote(text)) != text:
        text = plain
    return text


def _around(text: str, mark: str) -> str:
    at = text.index(mark)
    return " ".join(text[max(at - AROUND, 0) : at + len(mark) + AROUND].split())


def _text_of(message: Any) -> str:
    parts = [content for content, _kind in getattr(message, "alternatives", [])]
    return "\n".join([message.subject, *message.to, message.body, *parts])
