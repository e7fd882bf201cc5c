"""Registry of extensions: what the apps above plug into an app that does not know them.

Filled once, as Django is set up, by each app's `plugins.plug_in`; read whenever it is asked for.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Generic, TypeVar

Member = TypeVar("Member")


class Registry(Generic[Member]):
    """Members in their order, those of the same order as they came; by key where each answers for one kind of thing."""

    every: ClassVar[list["Registry[Any]"]] = []

    def __init__(self, name: str) -> None:
        """`name`: where it is and what it holds, for whoever finds it empty."""
        self.name = name
        self._members: dict[str, tuple[int, Member]] = {}
        self.every.append(self)

    def add(self, member: Member, *, key: str = "", order: int = 0) -> None:
        """Add a member; one of the same key takes the place of the former."""
        self._members[key or f"member {len(self)}"] = (order, member)

    def get(self, key: str) -> Member | None:
        """The member of that key; None where nobody answers for it."""
        return self._members[key][1] if key in self._members else None

    def __len__(self) -> int:
        return len(self._members)

    def __iter__(self) -> Iterator[Member]:
        return (member for _order, member in sorted(self._members.values(), key=lambda entry: entry[0]))
