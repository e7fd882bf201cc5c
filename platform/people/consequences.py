"""What a decision about records has consequences for, said on its page by the apps above."""

from collections.abc import Callable

from people.models import PersonQuerySet

_sayings: list[Callable[[PersonQuerySet], list[str]]] = []


def register_consequences(say: Callable[[PersonQuerySet], list[str]]) -> None:
    """`say`: the people concerned -> sentences to read after the decision."""
    _sayings.append(say)


def consequences_for(people: PersonQuerySet) -> list[str]:
    """All that is said."""
    return [sentence for say in _sayings for sentence in say(people)]
