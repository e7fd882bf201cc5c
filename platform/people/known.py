"""Finds who of the register may be the person somebody is about to write down: by name, mail address or phone.

Names are compared across scripts. Proposed only: whoever writes decides. For all pairs see `people.duplicates`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from core.contacts import possible_phones
from people.duplicates import REASONS
from people.models import NameKeys, Person, PersonQuerySet
from people.names import may_be_same
from people.names.keys import keys_of
from people.person_fields import field_text

MOST = 5  # proposed at once: who has more namesakes writes a mail address or a phone
MOST_READ = 500  # records that share a key and are compared as whole names
BATCH = 2000
NAMES = ("full_name", "name_other_script")


@dataclass(frozen=True)
class Known:
    """Somebody of the register, and why they may be meant: keys of `people.duplicates.REASONS`."""

    person: Person
    reasons: tuple[str, ...]

    @property
    def facts(self) -> list[str]:
        """What tells namesakes apart, in words, as far as it is known."""
        said = (field_text(self.person, name) for name in ("category", "institution", "person_region"))
        return [text for text in said if text]

    @property
    def said(self) -> list[Promise]:
        return [REASONS[name] for name in self.reasons]


@dataclass(frozen=True)
class Described:
    """What is about to be written of somebody."""

    full_name: str = ""
    name_other_script: str = ""
    email: str = ""
    phone: str = ""

    @property
    def names(self) -> list[str]:
        return [name for name in (self.full_name, self.name_other_script) if name]


def known_like(described: Described, *, among: PersonQuerySet | None = None, most: int = MOST) -> list[Known]:
    """The people who may be the one described, the likeliest first; a merged record stands for the one that stays.

    `among`: the people the reader may see; without it the whole register.
    """
    found: dict[int, set[str]] = {}
    for reason, who in (
        ("email", _with_email(described.email)), ("phone", _with_phone(described.phone)),
        ("name", _named_like(described.names)),
    ):  # fmt: skip
        for pk in who:
            found.setdefault(pk, set()).add(reason)
    visible = Person.objects.canonical() if among is None else among
    people = visible.filter(pk__in=found, erased_at__isnull=True).in_order()
    proposed = [Known(person, tuple(name for name in REASONS if name in found[person.pk])) for person in people]
    return sorted(proposed, key=lambda one: (-len(one.reasons), "name" not in one.reasons))[:most]


def fill_name_keys(most: int | None = None) -> int:
    """Work out the keys of records that have none, of the newest first, of `most` at once; their number.

    Cheap where all have theirs. The worker does it each minute, so that nobody waits after a long list came in.
    """
    rows = Person.objects.filter(name_keys__isnull=True, erased_at__isnull=True).order_by("-pk")[:most]
    missing = [NameKeys(person_id=pk, keys=keys_of(*names)) for pk, *names in rows.values_list("pk", *NAMES)]
    NameKeys.objects.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)
    return len(missing)


def _with_email(email: str) -> Iterable[int]:
    return _humans(Person.objects.filter(email__iexact=email.strip())) if email.strip() else ()


def _with_phone(phone: str) -> Iterable[int]:
    try:
        numbers = possible_phones(phone) if phone else []
    except ValueError:
        return ()
    return _humans(Person.objects.filter(phone__in=numbers)) if numbers else ()


def _named_like(names: list[str]) -> Iterable[int]:
    keys = keys_of(*names)
    if not any(keys):
        return ()
    fill_name_keys(most=BATCH)
    rows = Person.objects.filter(name_keys__keys__overlap=keys).order_by("pk").values_list("pk", "merged_into", *NAMES)
    return {
        merged or own
        for own, merged, *theirs in rows[:MOST_READ]
        if any(may_be_same(mine, other) for mine in names for other in theirs if other)
    }


def _humans(people: PersonQuerySet) -> set[int]:
    return {merged or own for own, merged in people.values_list("pk", "merged_into")}
