"""Tells each NGO which two of its records are one person by the contacts that another NGO has, and nothing else.

definitions.md, section 6: a component with two records of one tenant is reported to that tenant as a possible local
duplicate, without any foreign data. The tokens live as long as this takes.
"""

from collections import defaultdict
from itertools import combinations

from impact.counting import Groups, tokens_of_people
from people.duplicates import keep_hints
from tenants.models import Tenant

LARGEST_GROUP = 5  # more records that hang together tell nothing about who is who


def tell_duplicates() -> None:
    """Look once over all NGOs, and leave each its hints."""
    tenants = list(Tenant.objects.filter(kind=Tenant.Kind.NGO, state=Tenant.State.ACTIVE))
    groups, tokens = Groups(), {}
    for tenant in tenants:
        with tenant:
            tokens[tenant.pk] = tokens_of_people()
    joined = {pk: {one: groups.join(own) for one, own in people.items()} for pk, people in tokens.items()}
    for tenant in tenants:
        pairs = _pairs(groups, joined[tenant.pk], tokens[tenant.pk])
        with tenant:
            keep_hints(pairs=pairs)


def _pairs(groups: Groups, joined: dict[int, str], tokens: dict[int, frozenset[str]]) -> list[tuple[int, int]]:
    """People of one group who share no token themselves: those who do are known as such without the network."""
    together: dict[str, list[int]] = defaultdict(list)
    for person, group in joined.items():
        together[groups.find(group)].append(person)
    return [
        (one, other)
        for people in together.values()
        if len(people) <= LARGEST_GROUP
        for one, other in combinations(sorted(people), 2)
        if not tokens[one] & tokens[other]
    ]
