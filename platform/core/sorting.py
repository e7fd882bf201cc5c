"""Orders rows that no query finds: without a value last, either way; rows alike stay as they came."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol


class Rows(Protocol):
    """Rows that are read a page at a time, in an order of their own."""

    def __len__(self) -> int: ...

    def __getitem__(self, wanted: slice, /) -> Sequence[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


def sorted_by(rows: Iterable[Any], key: Callable[[Any], Any], *, down: bool) -> list[Any]:
    """By `key`, up or down; None means that there is no value."""
    keyed = [(key(row), row) for row in rows]
    valued = [pair for pair in keyed if pair[0] is not None]
    valued.sort(key=lambda pair: pair[0], reverse=down)
    return [row for _key, row in (*valued, *(pair for pair in keyed if pair[0] is None))]
