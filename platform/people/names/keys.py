"""Keys under which names that may be one person's meet, in either script: the consonants of two of their words."""

from collections.abc import Iterable
from itertools import combinations

from people.names.sounds import Sound, sounds_of

MOST_WORDS = 8  # of one name: more say nothing more


def keys_of(*names: str) -> list[str]:
    """The keys of all spellings of one name. Two names that `may_be_same` share one, if neither is longer than
    `MOST_WORDS`; sharing one proves nothing."""
    return sorted({" ".join(block) for name in names if name for block in blocks(sounds_of(name)[:MOST_WORDS])})


def blocks(sounds: Iterable[Sound]) -> set[tuple[str, ...]]:
    """Each two words of a name, or its only one, by their consonants."""
    words = sorted(sound.consonants for sound in sounds)
    return {tuple(words)} if len(words) < 2 else set(combinations(words, 2))
