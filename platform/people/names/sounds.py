"""Transcribes a name into sounds, consonants and vowels, from Arabic letters or from Moroccan French spelling.

Arabic writes long vowels only, French writes all of them and doubles letters at will: consonants are compared exactly,
vowels by what the two can have in common. Articles fall away, `abd` and `ben` belong to the name that follows.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_ARABIC = {
    "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
    "س": "s", "ش": "š", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "غ": "g", "گ": "g", "ڭ": "g", "ف": "f", "ڤ": "f",
    "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
    "ا": "A", "آ": "A", "أ": "A", "إ": "", "ى": "A", "ة": "A", "و": "U", "ؤ": "U", "ي": "I", "ئ": "", "ء": "", "ع": "",
}  # fmt: skip
_DIGRAPHS = (
    ("tch", "š"), ("kh", "x"), ("gh", "g"), ("ch", "š"), ("sh", "š"), ("dj", "j"), ("th", "t"), ("dh", "d"),
    ("ph", "f"), ("qu", "k"), ("ou", "u"), ("oo", "u"),
)  # fmt: skip
_LETTERS = str.maketrans({"q": "k", "c": "k", "v": "f", "p": "b", "o": "u", "w": "u", "y": "i", "e": "a", "ç": "s"})
_VOWELS = "aiuAIU"
_ASSIMILATED = re.compile(r"^(?:[ae]?)(?:ch(?=ch)|([zsrntdl])(?=\1))")  # ez-zahra, er-rahman
_GLUED_ARTICLE = re.compile(r"^(?:l(?=[bcdfghjkmnpqrstvwxz])|la(?=h[^a]?)|el(?=[bcdfghjkmnpqrstvwxz][a-z]{4}))")
_ARTICLES = {"el", "al", "la", "le", "les", "de", "du", "ال"}
_JOINED = {
    "abd",
    "abde",
    "abdel",
    "abdul",
    "abdoul",
    "ben",
    "bin",
    "ibn",
    "bou",
    "abou",
    "عبد",
    "بن",
    "ابن",
    "بو",
    "ابو",
}
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")


@dataclass(frozen=True)
class Sound:
    """One word: its consonants, and the vowels before, between and after them (one more than there are consonants)."""

    consonants: str
    vowels: tuple[str, ...]
    is_arabic: bool


def sounds_of(name: str) -> tuple[Sound, ...]:
    """The words of a name in their order; empty for one without letters of the two scripts."""
    return tuple(sound for word in _words(name) if (sound := _sound(word)).consonants or any(sound.vowels))


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", name.replace("ç", "s").replace("Ç", "s"))
    plain = "".join(
        c for c in unicodedata.normalize("NFD", plain) if unicodedata.category(c) != "Mn" or c in "\u0654\u0655\u0653"
    )
    plain = _MARKS.sub("", unicodedata.normalize("NFC", plain)).casefold()
    found = [word for word in re.split(r"[\s\-‐’'`.،,_/()]+", plain) if word]
    words: list[str] = []
    prefix = ""
    for word in found:
        if word in _ARTICLES and word != found[-1]:
            continue
        bare = re.sub(r"[أإآ]", "ا", word)
        if bare in _JOINED and word != found[-1]:
            prefix += bare
            continue
        words.append(prefix + (_without_article(word) if prefix else word))
        prefix = ""
    return words


def _without_article(word: str) -> str:
    if word.startswith("ال") and len(word) > 3:
        return word[2:]
    shorter = _ASSIMILATED.sub("", word)
    if shorter != word:
        return shorter
    shorter = _GLUED_ARTICLE.sub("", word)
    return shorter if len(shorter) >= 3 else word


@lru_cache(maxsize=65536)
def _sound(word: str) -> Sound:
    is_arabic = any("\u0600" <= letter <= "\u06ff" for letter in word)
    return _arabic(word) if is_arabic else _latin(word)


def _arabic(word: str) -> Sound:
    word = word.removeprefix("و") if word.startswith("وال") else word
    if word.startswith("عبدال"):
        word = "عبد" + word[5:]
    word = _without_article(word)
    if len(word) > 3 and word.endswith("ه"):  # ة as it is often typed
        word = word[:-1] + "ة"
    return _split("".join(_ARABIC.get(letter, "") for letter in word), is_arabic=True)


def _latin(word: str) -> Sound:
    word = "".join(letter for letter in word if letter.isascii() and letter.isalpha())
    for joined in ("abdel", "abdul", "abdoul"):
        if word.startswith(joined) and len(word) > len(joined) + 2:
            word = "abd" + word[len(joined) :]
    if match := re.match(r"abd[ae]([zsrntd])\1", word):  # abderrahmane
        word = "abd" + word[match.end() - 1 :]
    word = _without_article(word)
    word = re.sub(r"(?<=[bcdfghjklmnpqrstvxz])e$", "", word)  # silent, as in Hassane
    word = re.sub(r"(?<=[aeiou])h$", "", word)
    for digraph, one in _DIGRAPHS:
        word = word.replace(digraph, one)
    return _split(word.translate(_LETTERS), is_arabic=False)


def _split(letters: str, *, is_arabic: bool) -> Sound:
    consonants, vowels = "", [""]
    for letter in letters:
        if letter in _VOWELS:
            vowels[-1] += letter
        elif consonants.endswith(letter) and not vowels[-1]:
            continue  # doubled
        else:
            consonants += letter
            vowels.append("")
    return Sound(consonants, tuple(vowels), is_arabic)
