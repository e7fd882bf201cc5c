"""Recognises exports of other tools by their columns, and says which of these are none of a person (`words.toml`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from people.imports.words import key, tools


@dataclass(frozen=True)
class Tool:
    """`aside`: keys of headings that are no field; `dropped`: columns and words by which a row is nobody's any more."""

    name: str = ""
    aside: frozenset[str] = frozenset()
    dropped_columns: frozenset[str] = frozenset()
    dropped_words: frozenset[str] = field(default=frozenset())

    @property
    def overrides(self) -> dict[str, str]:
        """For `columns.tell_columns`."""
        return dict.fromkeys(self.aside, "")

    def drops(self, headings: Sequence[str], row: Sequence[str]) -> bool:
        """Whether a row was cancelled where the list was made."""
        return any(
            key(heading) in self.dropped_columns and key(cell) in self.dropped_words
            for heading, cell in zip(headings, row, strict=False)
        )


def recognise(headings: Iterable[str]) -> Tool:
    """The tool that makes lists with such columns; a nameless one where none is known to."""
    keys = {key(heading) for heading in headings}
    for name, told in tools().items():
        if all(keys & set(map(key, sign.split("|"))) for sign in told["signs"]):
            aside = set(map(key, told["aside"]))
            for better, worse in told.get("instead", {}).items():
                if key(better) in keys:
                    aside.update(map(key, worse))
            dropped = told.get("dropped", {"columns": (), "words": ()})
            return Tool(
                name, frozenset(aside), frozenset(map(key, dropped["columns"])), frozenset(map(key, dropped["words"]))
            )
    return Tool()
