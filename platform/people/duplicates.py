"""Proposes duplicates, records that may be one person: by the same mail address, phone or name.

Or by contacts that are one person's elsewhere in the network. Proposed only; a person decides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Distinct, Hint, Person
from people.names import may_be_same, sounds_of
from people.names.keys import blocks

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


def find_candidates(of: set[int] | None = None) -> list[Candidate]:
    """All pairs of the register still to be judged, or those with a record `of` these; the likeliest first.

    One pass, about a second for 10,000 people.
    """
    people = _register()
    found = _candidates(people, of)
    for one, other in _hinted(people):
        if of is None or one in of or other in of:
            key = (min(one, other), max(one, other))
            found.setdefault(key, Candidate(*key)).reasons.add("network")
    for judged in Distinct.objects.values_list("one", "other"):
        found.pop(judged, None)
    return sorted(found.values(), key=lambda pair: (-pair.weight, pair.one, pair.other))


def which_are_known(newcomers: Sequence[tuple[str, str, str, str]]) -> set[int]:
    """Of people who are not in the register yet (name, name in the other script, mail address, phone), the places of
    those
    who may be somebody of it, or somebody else among them."""
    if not newcomers:
        return set()
    rows = [(-at, *told) for at, told in enumerate(newcomers, start=1)]
    found = _candidates([*_register(), *rows], {row[0] for row in rows})
    return {-pk - 1 for pair in found for pk in pair if pk < 0}


def _register() -> list[tuple]:
    people = Person.objects.canonical().filter(erased_at__isnull=True)
    return list(people.values_list("pk", "full_name", "name_other_script", "email", "phone"))


def _candidates(people: Sequence[tuple], of: set[int] | None) -> dict[tuple[int, int], Candidate]:
    found: dict[tuple[int, int], Candidate] = {}
    for reason, pairs in (
        ("email", _same(people, 3, of)), ("phone", _same(people, 4, of)), ("name", _same_names(people, of)),
    ):  # fmt: skip
        for one, other in pairs:
            key = (min(one, other), max(one, other))
            found.setdefault(key, Candidate(*key)).reasons.add(reason)
    return found


@transaction.atomic
def keep_hints(*, pairs: Iterable[tuple[int, int]]) -> None:
    """What the network found at its last look, in place of what it found before."""
    Hint.objects.all().delete()
    Hint.objects.bulk_create(Hint(one_id=min(pair), other_id=max(pair)) for pair in sorted(set(pairs)))


def _same(people: Sequence[tuple], column: int, of: set[int] | None) -> Iterator[tuple[int, int]]:
    groups = _Groups()
    for row in people:
        if value := row[column].casefold():
            groups.take(hash(value), row[0])
    shared = groups.shared()
    at = {row[0]: row[column].casefold() for row in people if row[0] in shared}
    return ((one, other) for one, other in _pairs(groups.of_several(), of) if at[one] == at[other])


class _Groups:
    """Records by what they have in common, given as a hash. Most have it alone, so that a list for each would take more
    memory than all records."""

    def __init__(self) -> None:
        self.first: dict[int, int] = {}
        self.several: dict[int, list[int]] = {}

    def take(self, common: int, pk: int) -> None:
        if (first := self.first.setdefault(common, pk)) != pk:
            self.several.setdefault(common, [first]).append(pk)

    def of_several(self) -> Iterable[list[int]]:
        return self.several.values()

    def shared(self) -> set[int]:
        """Everybody who has something in common with another."""
        return {pk for group in self.several.values() for pk in group}


def _hinted(people: Iterable[tuple]) -> Iterator[tuple[int, int]]:
    known = {row[0] for row in people}
    yield from (pair for pair in Hint.objects.values_list("one", "other") if known.issuperset(pair))


def _same_names(people: Sequence[tuple], of: set[int] | None) -> Iterator[tuple[int, int]]:
    """Blocked by the consonants of two words, or of the only one; then compared as whole names."""
    groups = _Groups()
    for pk, *both, _email, _phone in people:
        for block in {hash(block) for name in both if name for block in blocks(sounds_of(name))}:
            groups.take(block, pk)
    shared = groups.shared()
    names = {pk: [name for name in both if name] for pk, *both, _email, _phone in people if pk in shared}
    for one, other in set(_pairs(groups.of_several(), of)):
        if any(may_be_same(mine, theirs) for mine in names[one] for theirs in names[other]):
            yield one, other


def _pairs(groups: Iterable[list[int]], of: set[int] | None) -> Iterator[tuple[int, int]]:
    """Pairs within each group; `of`: with one of these in them."""
    for group in groups:
        if 1 < len(group) <= LARGEST_GROUP and (of is None or not of.isdisjoint(group)):
            yield from (pair for pair in combinations(group, 2) if of is None or pair[0] in of or pair[1] in of)
