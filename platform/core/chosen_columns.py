"""Where it is kept which columns somebody chose for a list: an app that knows accounts says how it reads and keeps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from core.registry import Registry


class Keep(Protocol):
    """Keep them for an account; none: those that the list has by itself hold again. `title`: the name of the list."""

    def __call__(self, *, user: Any, name: str, title: str, columns: Sequence[str]) -> None: ...


@dataclass(frozen=True)
class ColumnKeeper:
    """`read`: the columns that an account chose for the list of that name, none where it chose none."""

    read: Callable[[Any, str], Sequence[str]]
    keep: Keep


keepers: Registry[ColumnKeeper] = Registry("core: where it is kept which columns somebody chose for a list")


def register_column_keeper(keeper: ColumnKeeper) -> None:
    """Say where chosen columns are kept."""
    keepers.add(keeper, key="columns")


def read_columns(user: Any, name: str) -> Sequence[str]:
    """Those chosen; none, too, where nothing keeps any."""
    keeper = keepers.get("columns")
    return keeper.read(user, name) if keeper else ()


def keep_columns(*, user: Any, name: str, title: str, columns: Sequence[str]) -> None:
    """Keep them, or forget them if there are none."""
    if keeper := keepers.get("columns"):
        keeper.keep(user=user, name=name, title=title, columns=columns)
