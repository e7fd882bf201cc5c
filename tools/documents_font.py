"""The face of documents: IBM Plex Sans Arabic without glyphs that stand for two letters, under a name of its own.

`python tools/documents_font.py FOLDER`, in an environment of its own with fonttools; FOLDER is that of the package
fontpkg-ibm-plex-sans-arabic. Readers of PDF take text glyph by glyph, from left to right, and turn it round where it
is Arabic: of a glyph for two letters they turn one thing round, and «في» comes out as «يف», «الاسم» as «االسم». Here
the first of two such letters takes the whole shape, the second none: what is seen is the same, what is read is each
letter in its place. Ligatures of three letters and more are left out.
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "platform" / "core" / "typefaces"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
FORMER, NAME = "IBM Plex Sans Arabic", "Wasl Sans Arabic"
SUBSTITUTE, LIGATURE, CHAINED, EXTENSION = 1, 4, 6, 7  # kinds of lookups (OpenType, GSUB)


def separate(font: Any, ot: Any, glyph_class: Any) -> None:
    """Put two chained lookups in the place of each lookup of Arabic ligatures."""
    table = font["GSUB"].table
    features = [record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag in ("rlig", "liga")]
    for index in sorted({index for feature in features for index in feature.LookupListIndex}):
        lookup = table.LookupList.Lookup[index]
        pairs = _pairs(lookup, font)
        if not pairs:
            continue
        shapes, voids = _add_parts(font, table, ot, glyph_class, pairs, lookup.LookupFlag)
        second = _chain(ot, font, lookup.LookupFlag, [
            (set(by_first.values()), {letter}, set(), voids) for letter, by_first in pairs.items()
        ])  # fmt: skip
        table.LookupList.Lookup[index] = _chain(ot, font, lookup.LookupFlag, [
            (set(), set(by_first), {letter}, shapes[letter]) for letter, by_first in pairs.items()
        ])  # fmt: skip
        added = _append(table, second)
        for feature in features:
            if index in feature.LookupListIndex:
                feature.LookupListIndex.append(added)
                feature.LookupCount = len(feature.LookupListIndex)


def _pairs(lookup: Any, font: Any) -> dict[str, dict[str, str]]:
    """Second letter -> first letter -> the shape of both; of Arabic alone."""
    names = {name for code, name in font.getBestCmap().items() if code < 0x250}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for subtable in lookup.SubTable:
        subtable = subtable.ExtSubTable if subtable.LookupType == EXTENSION else subtable
        if subtable.LookupType != LIGATURE:
            return {}
        for first, ligatures in subtable.ligatures.items():
            for ligature in ligatures:
                if len(ligature.Component) == 1 and first not in names:
                    found[ligature.Component[0]][first] = ligature.LigGlyph
    return found


def _add_parts(font: Any, table: Any, ot: Any, glyph: Any, pairs: dict[str, dict[str, str]], flag: int) -> Any:
    """Lookups that give the first letter the shape of both, by second letter; the one that leaves the second none."""
    shapes = {letter: _append(table, _single(ot, flag, by_first)) for letter, by_first in pairs.items()}
    void = {letter: f"{letter}.void" for letter in pairs}
    for name in void.values():
        if name not in font["hmtx"].metrics:
            font.setGlyphOrder([*font.getGlyphOrder(), name])
            font["glyf"].glyphs[name] = glyph()
            font["hmtx"].metrics[name] = (1, 0)  # a hair wide, so that readers know on which side it stands
            font["GDEF"].table.GlyphClassDef.classDefs[name] = 1
    font["glyf"].glyphOrder = font.getGlyphOrder()
    return shapes, _append(table, _single(ot, flag, void))


def _append(table: Any, lookup: Any) -> int:
    table.LookupList.Lookup.append(lookup)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    return len(table.LookupList.Lookup) - 1


def _lookup(ot: Any, kind: int, flag: int, subtables: list[Any]) -> Any:
    lookup = ot.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable = kind, flag & 0x0F, subtables
    lookup.SubTableCount = len(subtables)
    return lookup


def _single(ot: Any, flag: int, mapping: dict[str, str]) -> Any:
    subtable = ot.SingleSubst()
    subtable.mapping = dict(mapping)
    return _lookup(ot, SUBSTITUTE, flag, [subtable])


def _chain(ot: Any, font: Any, flag: int, rules: list[tuple[set[str], set[str], set[str], int]]) -> Any:
    """Rules of what stands before, the letter, what stands behind, the lookup for the letter."""

    def coverage(glyphs: set[str]) -> list[Any]:
        if not glyphs:
            return []
        covered = ot.Coverage()
        covered.glyphs = sorted(glyphs, key=font.getGlyphID)
        return [covered]

    subtables = []
    for before, letter, behind, index in rules:
        subtable = ot.ChainContextSubst()
        subtable.Format = 3
        subtable.BacktrackCoverage, subtable.InputCoverage = coverage(before), coverage(letter)
        subtable.LookAheadCoverage = coverage(behind)
        subtable.BacktrackGlyphCount, subtable.InputGlyphCount = len(subtable.BacktrackCoverage), 1
        subtable.LookAheadGlyphCount, subtable.SubstCount = len(subtable.LookAheadCoverage), 1
        record = ot.SubstLookupRecord()
        record.SequenceIndex, record.LookupListIndex = 0, index
        subtable.SubstLookupRecord = [record]
        subtables.append(subtable)
    return _lookup(ot, CHAINED, flag, subtables)


def leave_unkerned(font: Any) -> None:
    """Arabic without kerning: readers take a gap that it opens between two letters for a space («أ كتوبر»)."""
    table = font["GPOS"].table
    kerning = {n for n, record in enumerate(table.FeatureList.FeatureRecord) if record.FeatureTag == "kern"}
    for script in table.ScriptList.ScriptRecord:
        if script.ScriptTag != "arab":
            continue
        languages = [script.Script.DefaultLangSys, *(record.LangSys for record in script.Script.LangSysRecord)]
        for language in filter(None, languages):
            language.FeatureIndex = [index for index in language.FeatureIndex if index not in kerning]
            language.FeatureCount = len(language.FeatureIndex)


def rename(font: Any) -> None:
    """The licence keeps the former name for the former font."""
    for record in font["name"].names:
        text = record.toUnicode()
        if record.nameID not in (0, 8, 9, 10, 11, 12, 13, 14):
            record.string = text.replace(FORMER, NAME).replace("IBMPlexSansArabic", NAME.replace(" ", ""))
    font["name"].names = [record for record in font["name"].names if record.nameID != 7]  # the trademark


if __name__ == "__main__":
    from fontTools.ttLib import TTFont  # type: ignore[import-not-found]  # needed here alone
    from fontTools.ttLib.tables import otTables  # type: ignore[import-not-found]
    from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-not-found]

    for weight in WEIGHTS:
        face = TTFont(Path(sys.argv[1]) / f"IBMPlexSansArabic-{weight}.ttf")
        separate(face, otTables, Glyph)
        leave_unkerned(face)
        rename(face)
        face.save(TARGET / f"WaslSansArabic-{weight}.ttf")
