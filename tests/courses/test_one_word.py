"""One word per thing in the Arabic of everything the demo shows: lessons, exercises, glossary, samples, interface.

What French says and Arabic must say is held text by text by `courses.starter.checks.terms`;
here no rival of a word may stand anywhere, and an article of the code has one name and one notation.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
import yaml

from core.text import fold

ROOT = Path(__file__).resolve().parents[2]
ARABIC = re.compile(r"[؀-ۿ]")
# What is not said: the word to use, and what stands for it elsewhere. Folded, with the article or without.
RIVALS = {
    "القسر": r"(?:^|[^\w])(?:[وفبكل]{0,2}(?:ال)?|لل)(?:اكراه|ارغام)(?:ات|ها|ه|هم)?(?![\w])",
    "التجنيد": r"(?:^|[^\w])(?:[وفبكل]{0,2}(?:ال)?|لل)استقطاب(?:ها|ه|هم)?(?![\w])",
    "الفصل 448.1": r"(?:الماد[هة]|البند|المواد|البنود)\s*448|448\s*[-–‑]\s*\d|\d\s*[-–‑]\s*448",
}
NAMED = re.compile(r"448\.\d+")
CALLED = re.compile(r"(?:الفصل|الفصول|الفصلين|الفصلان|فصل|فصول|من|و|إلى|،)\s*$")


def of_json(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from of_json(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from of_json(inner)
    elif isinstance(value, str):
        yield value


def texts() -> dict[str, list[str]]:
    """By file: what is written in Arabic in it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "courses/curriculum").rglob("*.ar.md")):
        found[str(path.relative_to(ROOT))] = path.read_text().splitlines()
    for path in sorted((ROOT / "courses/curriculum").rglob("*.yaml")):
        if path.name != "wording.yaml":  # which lists what is not said
            found[str(path.relative_to(ROOT))] = list(of_json(yaml.safe_load(path.read_text())))
    for path in [ROOT / "courses/glossary_terms.json", ROOT / "courses/sample/example.json",
                 *sorted((ROOT / "platform/demo").rglob("*.json"))]:  # fmt: skip
        found[str(path.relative_to(ROOT))] = list(of_json(json.loads(path.read_text())))
    catalogue = polib.pofile(str(ROOT / "locale/ar/LC_MESSAGES/django.po"))
    found["locale/ar"] = [text for one in catalogue for text in (one.msgstr, *one.msgstr_plural.values())]
    return {name: [text for text in lines if ARABIC.search(text)] for name, lines in found.items()}


@pytest.fixture(scope="module")
def written() -> dict[str, list[str]]:
    return texts()


@pytest.mark.parametrize("word", RIVALS)
def test_no_other_word_stands_for_it(written, word):
    rival = re.compile(RIVALS[word])
    found = [(name, text[:120]) for name, lines in written.items() for text in lines if rival.search(fold(text))]
    assert found == []


def test_an_article_is_called_by_its_name(written):
    found = [
        (name, text[max(0, one.start() - 30) : one.end()])
        for name, lines in written.items()
        for text in lines
        for one in NAMED.finditer(text)
        if not CALLED.search(text[: one.start()].rstrip("\u2066\u2067\u2068 *_<>b"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "word"),
    [("حالات إكراه", "القسر"), ("بالإكراه", "القسر"), ("استقطابهم", "التجنيد"), ("المادة 448.1", "الفصل 448.1"),
     ("الفصل 448-1", "الفصل 448.1")],
)  # fmt: skip
def test_a_rival_is_seen(text, word):
    assert [name for name, rival in RIVALS.items() if re.search(rival, fold(text))] == [word]


@pytest.mark.parametrize("text", ["القسر", "يكره", "استقطب", "الفصل 448.1"])
def test_what_is_no_rival_is_let_through(text):
    assert [name for name, rival in RIVALS.items() if re.search(rival, fold(text))] == []
