"""Counts over the chained days are kept where they took long (impact.aggregates.cached).

Most of what a dashboard is asked for lies in periods that are over, as does the one that it compares with: that is
counted once. What a kept count depends on beside the tables stands in its key.
"""

import json
import time
from collections.abc import Sequence
from typing import Any

from impact.aggregates import Mismatch, cached, refresh
from impact.counting.calendar import scope_of
from impact.counting.chained import count_chained
from impact.counting.figures import SCORES, Raw, score_of
from impact.counting.query import parameters_for
from impact.facts.parameters import CountParameters
from impact.facts.period import Period
from impact.facts.selection import Selection

WORTH_KEEPING = 0.1  # seconds: what is quicker is counted each time
VERSION = 1  # raised when another count is made of the same tables


def count_once(parameters: CountParameters, axes: Sequence[str], *, tests: bool, new: bool) -> Raw:
    """What `count_chained` gives, or gave where nothing was counted again since that could change it."""
    as_of, key = refresh(), _key(parameters, axes, tests, new)
    if found := cached.find(key):
        return Raw(found["row"], [score_of(group) for group in found["tests"]], found["cells"])
    started = time.perf_counter()
    raw = count_chained(parameters, axes, scope=scope_of(parameters), tests=tests, new=new)
    if time.perf_counter() - started >= WORTH_KEEPING:
        cached.keep(key, parameters.period.end, _written(raw), as_of)
    return raw


def prove_cached() -> list[Mismatch]:
    """What is kept of the active tenant, counted again and compared. What differs is kept no more."""
    refresh()
    wrong = [key for key, result in cached.everything() if _again(key) != result]
    cached.drop(wrong)
    return [Mismatch("cachedcount", len(wrong), 0)] if wrong else []


def _key(parameters: CountParameters, axes: Sequence[str], tests: bool, new: bool) -> str:
    period = parameters.period
    asked = {
        "version": VERSION, "from": period.start.isoformat(), "to": period.end.isoformat(),
        "chosen": parameters.selection.values, "axes": sorted(axes), "tests": tests, "new": new,
    }  # fmt: skip
    return json.dumps(asked, sort_keys=True)


def _again(key: str) -> dict[str, Any]:
    asked = json.loads(key)
    parameters = parameters_for(Period.parse(asked["from"], asked["to"]), Selection(asked["chosen"]))
    scope = scope_of(parameters)
    return _written(count_chained(parameters, asked["axes"], scope=scope, tests=asked["tests"], new=asked["new"]))


def _written(raw: Raw) -> dict[str, Any]:
    return {"row": raw.row, "tests": sorted(map(_in_text, raw.tests), key=str), "cells": raw.cells}


def _in_text(group: dict[str, Any]) -> list[Any]:
    """What `score_of` reads."""
    return [*(None if group[name] is None else str(group[name]) for name in SCORES), group["people"]]
