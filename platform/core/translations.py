"""Translation status of each language: missing, draft, stale or ready, and how much of it is written.

The source of a page is French where it has a French heading, else Arabic, else English. A translation is stale once the
source's words have changed since it was last brought in line: written in the same revision, or marked up to date.
Words alone count: an editor that opens a page and saves it rewrites its markup.
"""

import hashlib
import html
import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from wagtail import blocks

from core.blocks import TEXT_BLOCKS
from core.fields import StreamField
from core.languages import ORDER
from core.rounding import percent_done

Texts = dict[str, list[str]]  # field -> its words: one entry, or one for each block that has some


class State(models.TextChoices):
    """Of one language of a page, from its newest draft."""

    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Draft")
    STALE = "stale", _("To review")
    READY = "ready", _("Ready")


# What is there


def translated_fields(model: type[models.Model]) -> list[str]:
    """The names of the fields that are in three languages, in the model's order."""
    names = translator.get_options_for_model(model).all_fields
    return [field.name for field in model._meta.get_fields() if field.name in names]


def stream_fields(model: type[models.Model]) -> list[str]:
    """Those of them that are bodies of blocks."""
    return [name for name in translated_fields(model) if isinstance(model._meta.get_field(name), StreamField)]


def read_texts(thing: Any, language: str) -> Texts:
    """The words of every translated field in one language; the empty ones are left out."""
    found = {name: _field_words(thing, f"{name}_{language}") for name in translated_fields(type(thing))}
    return {name: words for name, words in found.items() if words}


def _field_words(thing: Any, name: str) -> list[str]:
    value = getattr(thing, name)
    if isinstance(value, blocks.StreamValue):
        raw = value.stream_block.get_prep_value(value)
        by_block = (" ".join(block_words(value.stream_block, [child])) for child in raw)
        return [words for words in by_block if words]
    return [text] if (text := words_of(value or "")) else []


def block_words(block: blocks.Block, raw: Any) -> Iterator[str]:
    """The words in a block's stored value, piece by piece."""
    if isinstance(block, blocks.BaseStreamBlock):
        for child in raw or []:
            if child["type"] in block.child_blocks:
                yield from block_words(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from block_words(child, (raw or {}).get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw or []:
            yield from block_words(block.child_block, item["value"] if isinstance(item, dict) else item)
    elif isinstance(block, TEXT_BLOCKS) and (words := words_of(str(raw or ""))):
        yield words


def words_of(text: str) -> str:
    """The words of plain or rich text: no tags, single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", text)).split())


def digest(texts: Texts) -> str:
    """A short key of the words: equal for equal words."""
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:32]


# What it means


def source_language(headings: Mapping[str, Any]) -> str:
    """The first language in the usual order that has a heading; empty where none has."""
    return next((code for code in ORDER if headings.get(code)), "")


def follow_source(
    digests: Mapping[str, str],
    source: str,
    former: Mapping[str, Any],
    followed: Mapping[str, str],
    confirmed: Collection[str] = (),
) -> dict[str, str]:
    """For each language, the digest of the source it is in line with once these texts are saved.

    `digests`: of each language's texts; `former`: the states before; `confirmed`: languages said to be up to date. In
    line is what was written in the same revision. Where another language becomes the source, as when the French of an
    Arabic page is written, what was in line with the old source is in line with the new one.
    """  # fmt: skip
    old = former_source(former)
    new = dict(followed)
    for code in ORDER:
        before = former.get(code, {})
        written = before.get("digest") != digests[code]
        moved = old != source and (code == old or (old and followed.get(code) == former[old]["digest"]))
        if source and (written or moved or code == source or code in confirmed):
            new[code] = digests[source]
    return new


def former_source(states: Mapping[str, Any]) -> str:
    """The source language by the kept states."""
    return source_language({code: entry["state"] != State.MISSING for code, entry in states.items()})


def describe(
    texts: Mapping[str, Texts], headings: Mapping[str, str], ready: Collection[str], followed: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """What is kept with a page: for each language `state`, `percent`, `filled` of `of` texts, `ready`, `digest`."""
    source = source_language(headings)
    wanted = texts.get(source, {})
    of = sum(len(words) for words in wanted.values())
    states = {}
    for code in ORDER:
        filled = sum(min(len(words), len(texts[code].get(name, ()))) for name, words in wanted.items())
        entry = {"percent": percent_done(filled, of), "filled": filled, "of": of, "ready": code in ready}
        states[code] = entry | {"digest": digest(texts[code]), "has_heading": bool(headings.get(code))}
    return restate(states, followed)


def restate(states: Mapping[str, Mapping[str, Any]], followed: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The same entries with the state that follows from them and from what each language is in line with."""
    source = source_language({code: entry["has_heading"] for code, entry in states.items()})
    wanted = states[source]["digest"] if source else ""
    return {
        code: {**entry, "state": str(_state(entry, code == source or followed.get(code) == wanted))}
        for code, entry in states.items()
    }


def _state(entry: Mapping[str, Any], in_line: bool) -> State:
    if not entry["has_heading"]:
        return State.MISSING
    if not in_line:
        return State.STALE
    return State.READY if entry["ready"] else State.DRAFT
