"""Counts unique people over the network without sharing identities (definitions.md, section 6).

Each NGO's people leave its schema as opaque tokens with two flags; nothing is stored. A token is an HMAC of a mail
address or a phone number under a key that is outside the database.
"""

import hashlib
import hmac
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from impact.counting.query import select
from impact.facts.parameters import CountParameters
from people.models import Person

CANON = "SELECT id, canon FROM person"
REACHED = "SELECT DISTINCT person FROM activity WHERE counts_in_reach"
TRAINED = "SELECT DISTINCT person FROM trained WHERE day BETWEEN %(start)s AND %(end)s"
SHARED_BY = 3  # a mailbox or phone of so many people of an NGO tells nobody apart


@dataclass(frozen=True)
class Member:
    """One person of one NGO: its record there, what links it, and whether it was reached and trained in the period."""

    pk: int
    tokens: frozenset[str]
    reached: bool
    trained: bool


def token(kind: str, value: str) -> str:
    """`kind` is `email` or `phone` (E.164)."""
    text = unicodedata.normalize("NFKC", value).casefold() if kind == "email" else value
    key = settings.NETWORK_TOKEN_KEY.encode()
    return hmac.new(key, f"v1|{kind}|{text}".encode(), hashlib.sha256).hexdigest()


def members_of(
    parameters: CountParameters, tokens: Mapping[int, frozenset[str]] | None = None
) -> tuple[list[Member], dict[int, int]]:
    """The people of the active tenant who have a token or meet a condition, and the records that were merged into
    another with the one that stands for both. `tokens`: what `tokens_of_people` gave, for who counts many periods."""
    reached = {row["person"] for row in select(REACHED, parameters)}
    trained = {row["person"] for row in select(TRAINED, parameters)}
    if parameters.reads_evidence:
        then = {row["id"]: row["canon"] for row in select(CANON, parameters)}
        merged, tokens = {one: canon for one, canon in then.items() if canon != one}, tokens_of_people(then)
    else:
        merged = dict(Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
        tokens = tokens_of_people() if tokens is None else tokens
    people = {*tokens, *reached, *trained}
    return [Member(one, tokens.get(one, frozenset()), one in reached, one in trained) for one in people], merged


def tokens_of_people(then: Mapping[int, int] | None = None) -> dict[int, frozenset[str]]:
    """The tokens of each person of the active tenant who has any; `then`: who was whom at an earlier moment."""
    holders: dict[str, set[int]] = defaultdict(set)
    records = Person.objects.filter(erased_at__isnull=True).exclude(email="", phone="")
    for pk, merged, email, phone in records.values_list("pk", "merged_into", "email", "phone"):
        for kind, value in (("email", email), ("phone", phone)):
            if value:
                holders[token(kind, value)].add(then.get(pk, pk) if then else merged or pk)
    found: dict[int, set[str]] = defaultdict(set)
    for one, people in holders.items():
        if len(people) < SHARED_BY:
            for person in people:
                found[person].add(one)
    return {person: frozenset(own) for person, own in found.items()}


def unique_people(tenants: Iterable[list[Member]], condition: str) -> dict[str, Any]:
    """NET of `reached` or `trained`: components over tokens with at least one member that meets the condition, with
    the sum of the tenants, the overlap and the range that the unlinkable leave."""
    tenants = list(tenants)
    roots = Groups()
    groups = [[roots.join(member.tokens) for member in members] for members in tenants]
    counted: set[str] = set()
    for members, own in zip(tenants, groups, strict=True):
        counted |= {roots.find(group) for member, group in zip(members, own, strict=True) if getattr(member, condition)}
    touched = [len({roots.find(group) for group in own} & counted) for own in groups]
    meeting = [member for members in tenants for member in members if getattr(member, condition)]
    unlinkable = sum(not member.tokens for member in meeting)
    net = len(counted)
    return {
        "value": net, "sum": len(meeting), "overlap": len(meeting) - net,
        "low": max([net - unlinkable, *touched]), "high": net, "additive": False,
    }  # fmt: skip


class Groups:
    """Union-find over tokens; who has none is a group of one."""

    def __init__(self) -> None:
        self.parents: dict[str, str] = {}
        self.alone = Counter[str]()

    def join(self, tokens: frozenset[str]) -> str:
        """Put the tokens into one group and name it."""
        if not tokens:
            self.alone["alone"] += 1
            name = f"alone {self.alone['alone']}"
            self.parents[name] = name
            return name
        first, *others = (self.parents.setdefault(one, one) for one in sorted(tokens))
        root = self.find(first)
        for other in others:
            self.parents[self.find(other)] = root
        return root

    def find(self, name: str) -> str:
        """The group's name, shortening the way."""
        while self.parents[name] != name:
            self.parents[name] = self.parents[self.parents[name]]
            name = self.parents[name]
        return name
