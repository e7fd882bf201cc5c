"""Reads what all modules share: laws, terms, words to avoid, sources, diagrams."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.languages import ORDER
from courses.glossary import TERMS
from courses.starter.content import Avoided, Law, Shelf, Term
from courses.starter.exercises import Reader
from courses.starter.texts import Finding, Place
from courses.starter.yaml_lines import Lined, read_yaml

_OF_LAW = {"jurisdiction", "article", "source", "numbers", "facts", "valid_from", "valid_to", "check"}
JURISDICTIONS = ("MA", "FR", "INT")
UNKNOWN = "unknown"  # the date a jurist has to give


def read_shelf(folder: Path) -> tuple[Shelf, list[Finding]]:
    """What stands at the top of the curriculum's folder. Raises Refused where a file cannot be read."""
    findings: list[Finding] = []

    def opened(name: str) -> tuple[Lined, Reader]:
        reader = Reader(name)
        return read_yaml((folder / name).read_text(encoding="utf-8"), name), reader

    laws, of_laws = opened("laws.yaml")
    words, of_words = opened("wording.yaml")
    diagrams, of_diagrams = opened("diagrams.yaml")
    forms, _of_forms = opened("terms.yaml")
    sources, _of_sources = opened("sources.yaml")
    shelf = Shelf(
        laws={name: _law(name, row, of_laws) for name, row in laws.items()},
        terms=read_terms(forms),
        same_word=[str(name) for name in words.get("same_word") or []],
        avoided=[_avoided(row, of_words) for row in of_words.rows(words, "avoid")],
        identifying=words.get("identifying") or {},
        sources={name: str(title) for name, title in sources.items()},
        diagrams={name: of_diagrams.asked(diagrams, name) for name in diagrams},
    )
    for reader in (of_laws, of_words, of_diagrams):
        findings += reader.findings
    return shelf, findings


def _law(name: str, given: Lined, reader: Reader) -> Law:
    reader.known(given, _OF_LAW)
    check = given.get("check")
    return Law(
        id=name,
        place=Place(reader.file, given.line),
        jurisdiction=reader.one_of(given, "jurisdiction", JURISDICTIONS),
        article=reader.asked(given, "article"),
        source=reader.asked(given, "source"),
        numbers=[str(number) for number in given.get("numbers") or []],
        facts=[str(fact) for fact in given.get("facts") or []],
        valid_from=_date(given, "valid_from", reader),
        valid_to=_date(given, "valid_to", reader) if "valid_to" in given else None,
        check=check if isinstance(check, bool) else None,
    )


def _date(given: Lined, key: str, reader: Reader) -> date | None:
    value = given.get(key)
    if isinstance(value, date):
        return value
    if value != UNKNOWN:
        wrong = _("“%(name)s” must be a date like 2018-10-02, or “unknown” where a jurist has to give it.")
        reader.refuse(given.line_of(key), "law", wrong % {"name": key})
    return None


def _avoided(given: Lined, reader: Reader) -> Avoided:
    language = reader.one_of(given, "language", ORDER)
    return Avoided(
        Place(reader.file, given.line), language, str(given.get("word") or ""), str(given.get("instead") or "")
    )


def term_id(english: str) -> str:
    """How lessons name a term: its English in small letters, `forced-labour`."""
    return re.sub(r"[^a-z0-9]+", "-", english.lower()).strip("-")


def read_terms(forms: dict[str, Any]) -> dict[str, Term]:
    """The glossary an NGO starts with, with the inflected forms that lessons may use."""
    terms = {}
    for entry in json.loads(TERMS.read_text(encoding="utf-8")):
        name = term_id(entry["en"])
        more = forms.get(name) or {}
        terms[name] = Term(
            name,
            entry["fr"],
            {code: [*_variants(entry[code]), *(more.get(code) or [])] for code in ORDER},
            {
                jurisdiction: {code: _variants(wording[code]) for code in ORDER}
                for jurisdiction, wording in entry.get("wordings", {}).items()
            },
        )
    return terms


def _variants(term: str) -> list[str]:
    """The forms a glossary's entry stands for: without what is in brackets, each side of a stroke."""
    return [part.strip() for part in re.sub(r"\(.*?\)", "", term).split(" / ")]
