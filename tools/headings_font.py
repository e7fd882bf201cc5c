"""The headings' face: subsets of Noto Sans and Noto Sans Arabic, one weight, without hints, as woff2.

`python tools/headings_font.py LATIN.ttf ARABIC.ttf`, in an environment of its own with fonttools and brotli; the
variable fonts come with the packages fontpkg-noto-sans and fontpkg-noto-sans-arabic. Digits, punctuation, French and
English letters; the letters and vowel marks of Arabic.
"""

import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "platform" / "static" / "fonts"
WEIGHT = 680
LATIN = [*range(0x20, 0x7F), 0xA0, 0x202F, *map(ord, "«»°·ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸàâäæçéèêëîïôöœùûüÿñ’‘“”–—…€№→×")]
ARABIC = [0x20, 0xA0, *range(0x30, 0x3A), *map(ord, ".:،؛؟()«»–-٪/!\"'"), *range(0x621, 0x63B), *range(0x640, 0x653),
          0x670, 0x671, 0x200C, 0x200D, 0x200E, 0x200F]  # fmt: skip
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "init", "medi", "fina", "rlig", "isol"]


def cut(fonttools: Any, source: str, name: str, characters: list[int]) -> None:
    """Write the subset of these characters."""
    font = fonttools.ttLib.TTFont(source)
    font = fonttools.varLib.instancer.instantiateVariableFont(font, {"wght": WEIGHT, "wdth": 100})
    options = fonttools.subset.Options(layout_features=FEATURES, hinting=False)
    subsetter = fonttools.subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(TARGET / name)


if __name__ == "__main__":
    import fontTools  # type: ignore[import-not-found]  # not one of our libraries: it is needed here alone
    import fontTools.subset  # type: ignore[import-not-found]
    import fontTools.varLib.instancer  # type: ignore[import-not-found]

    cut(fontTools, sys.argv[1], "headings-latin.woff2", LATIN)
    cut(fontTools, sys.argv[2], "headings-arabic.woff2", ARABIC)
