"""Receivers of lists: they forget an erased person."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from people.models import PeopleList
from people.signals import person_erased


@receiver(person_erased)
def forget_in_lists(people: Any, **kwargs: object) -> None:
    """Former values of the person go from every import; drafts go whole, since they may name them."""
    gone = set(people.values_list("pk", flat=True))
    PeopleList.objects.filter(state=PeopleList.State.DRAFT).delete()
    naming = Q()
    for pk in gone:
        naming |= Q(changes__contains={"new": [pk]}) | Q(changes__contains={"changed": [[pk]]})
    for batch in PeopleList.objects.filter(naming, state=PeopleList.State.APPLIED):
        changed = [entry for entry in batch.changes["changed"] if entry[0] not in gone]
        new = [pk for pk in batch.changes["new"] if pk not in gone]
        if (changed, new) != (batch.changes["changed"], batch.changes["new"]):
            batch.changes |= {"changed": changed, "new": new}
            batch.save(update_fields=["changes"])
