"""Compares two names by their sounds."""

from people.names.sounds import Sound, sounds_of

ENOUGH = 2  # words that must agree where one name has more of them


def may_be_same(one: str, other: str) -> bool:
    """Whether every word of the shorter name has its own word in the longer one, whatever the order."""
    first, second = sorted((sounds_of(one), sounds_of(other)), key=len)
    if not first or (len(first) != len(second) and len(first) < ENOUGH):
        return False
    return _pairs_up(list(first), list(second))


def _pairs_up(words: list[Sound], others: list[Sound]) -> bool:
    if not words:
        return True
    return any(
        agree(words[0], other) and _pairs_up(words[1:], others[:index] + others[index + 1 :])
        for index, other in enumerate(others)
    )


def agree(one: Sound, other: Sound) -> bool:
    """Whether two words may be one: the same consonants, and vowels that both scripts could mean."""
    if one.consonants != other.consonants:
        return False
    if one.is_arabic == other.is_arabic:
        return _same_script(one, other)
    arabic, latin = (one, other) if one.is_arabic else (other, one)
    return _across(arabic, latin)


def _same_script(one: Sound, other: Sound) -> bool:
    if one.is_arabic:
        return [set(v) for v in one.vowels[1:]] == [set(v) for v in other.vowels[1:]]
    ends = one.vowels[-1], other.vowels[-1]
    if bool(ends[0]) != bool(ends[1]):
        return False
    closed = len(one.vowels) > 2
    return not closed or _quality(one.vowels[-2]) == _quality(other.vowels[-2])


def _across(arabic: Sound, latin: Sound) -> bool:
    if bool(arabic.vowels[-1]) != bool(latin.vowels[-1]):  # Karim is not Karima
        return False
    heard = {"A": "a", "I": "i", "U": "u"}
    for written, said in zip(arabic.vowels, latin.vowels, strict=True):
        if any(heard[letter] not in said for letter in written):
            return False
    return _long_at_the_end(arabic, latin)


def _long_at_the_end(arabic: Sound, latin: Sound) -> bool:
    """`i` and `ou` before a final consonant are long, so Arabic writes them: Samir is not سمر, Mahmoud is not محمد.

    Not so after a long `a`: Khalid is خالد.
    """
    if len(latin.vowels) < 3 or latin.vowels[-1]:
        return True
    said, written = latin.vowels[-2], arabic.vowels[-2]
    if written or not set(said) & set("iu"):
        return True
    return any("A" in vowels for vowels in arabic.vowels[:-2])


def _quality(vowels: str) -> str:
    """The vowel that is heard: `ai` as `i`."""
    return next((vowel for vowel in "iu" if vowel in vowels), "a" if vowels else "")
