"""Proposes duplicates, records that may be one person: by the same mail address, phone or name.

Or by contacts that are one person's elsewhere in the network. Proposed only; a person decides."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Distinct, Hint, Person
from people.names import Sound, may_be_same, sounds_of

LARGEST_GROUP = 50  # more records than that with one mail, phone or sound tell nothing about who is who
REASONS: dict[str, Promise] = {
    "email": _("the same mail address"),
    "phone": _("the same phone"),
    "name": _("a name that may be the same"),
    "network": _("contacts that belong to one person elsewhere in the network"),
}


@dataclass
class Candidate:
    """Two records, by id, the lower first, and why they are proposed."""

    one: int
    other: int
    reasons: set[str] = field(default_factory=set)

    @property
    def weight(self) -> int:
        """More reasons first; a name with a contact is the strongest."""
        return len(self.reasons) + ("name" in self.reasons)


def find_candidates() -> list[Candidate]:
    """All pairs of the register still to be judged, the likeliest first: one pass, about a second for 10,000 people."""
    people = list(
        Person.objects.canonical().filter(erased_at__isnull=True)
        .values_list("pk", "full_name", "name_other_script", "email", "phone")
    )  # fmt: skip
    found: dict[tuple[int, int], Candidate] = {}
    for reason, pairs in (
        ("email", _same(people, 3)), ("phone", _same(people, 4)), ("name", _same_names(people)),
        ("network", _hinted(people)),
    ):  # fmt: skip
        for one, other in pairs:
            key = (min(one, other), max(one, other))
            found.setdefault(key, Candidate(*key)).reasons.add(reason)
    for judged in Distinct.objects.values_list("one", "other"):
        found.pop(judged, None)
    return sorted(found.values(), key=lambda pair: (-pair.weight, pair.one, pair.other))


@transaction.atomic
def keep_hints(*, pairs: Iterable[tuple[int, int]]) -> None:
    """What the network found at its last look, in place of what it found before."""
    Hint.objects.all().delete()
    Hint.objects.bulk_create(Hint(one_id=min(pair), other_id=max(pair)) for pair in sorted(set(pairs)))


def _same(people: Iterable[tuple], column: int) -> Iterator[tuple[int, int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for row in people:
        if value := row[column].casefold():
            groups[value].append(row[0])
    return _pairs(groups.values())


def _hinted(people: Iterable[tuple]) -> Iterator[tuple[int, int]]:
    known = {row[0] for row in people}
    yield from (pair for pair in Hint.objects.values_list("one", "other") if known.issuperset(pair))


def _same_names(people: Iterable[tuple]) -> Iterator[tuple[int, int]]:
    """Blocked by the consonants of two words, or of the only one; then compared as whole names."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    names: dict[int, list[str]] = {}
    for pk, full_name, other_script, _email, _phone in people:
        names[pk] = [name for name in (full_name, other_script) if name]
        for block in {block for name in names[pk] for block in _blocks(sounds_of(name))}:
            groups[block].append(pk)
    for one, other in set(_pairs(groups.values())):
        if any(may_be_same(mine, theirs) for mine in names[one] for theirs in names[other]):
            yield one, other


def _blocks(sounds: tuple[Sound, ...]) -> set[tuple[str, ...]]:
    words = sorted(sound.consonants for sound in sounds)
    return {tuple(words)} if len(words) < 2 else set(combinations(words, 2))


def _pairs(groups: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    for group in groups:
        if 1 < len(group) <= LARGEST_GROUP:
            yield from combinations(group, 2)
