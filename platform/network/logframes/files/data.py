"""A logframe as data, for programs: the numbers of the table, null where there is none or it is hidden."""

from typing import Any

from network.logframes.progress import Point
from network.logframes.table import IndicatorRows, Line, LogframeTable
from network.logframes.values import Value, adds_up, unit_of


def as_data(table: LogframeTable) -> dict[str, Any]:
    """As docs/interfaces.md describes it."""
    project, frame = table.project, table.frame
    return {
        "project": project.code, "titles": project.titles, "grant_number": project.grant_number,
        "starts": project.starts, "ends": project.ends_now, "version": frame.number, "approved_on": frame.approved_on,
        "from": table.asked.start if table.asked else None, "to": table.asked.end if table.asked else None,
        "published": [{"from": one.start, "to": one.end} for one in table.out],
        "published_by": table.published_by, "not_published_by": table.not_published_by,
        "results": [
            {
                "level": one.result.level, "code": one.result.code, "statement": _texts(one.result, "statement"),
                "assumptions": _texts(one.result, "assumptions"), "indicators": [_indicator(row) for row in one.rows],
            }
            for one in table.results
        ],
    }  # fmt: skip


def _indicator(row: IndicatorRows) -> dict[str, Any]:
    one = row.indicator
    return {
        "code": one.code, "name": _texts(one, "name"), "figure": one.figure or None, "filters": one.filters,
        "unit": unit_of(one), "additive": adds_up(one), "less_is_better": one.falls,
        "sources": _texts(one, "sources"), "whole": _line(row.whole),
        "partners": [{"partner": line.name, **_line(line)} for line in row.partners],
        "cells": [{"axis": line.axis, "value_of_axis": line.cell, **_line(line)} for line in row.cells],
    }  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    found = {
        "baseline": _point(line.aims.baseline), "milestones": [_point(one) for one in line.aims.milestones],
        "target": _point(line.aims.target), "published": _value(line.achieved),
        "progress": line.progress.word.value if line.progress else None,
        "percent": line.progress.percent if line.progress else None,
    }  # fmt: skip
    return found | ({"live": _value(line.live)} if line.live else {})


def _value(value: Value) -> dict[str, Any]:
    found: dict[str, Any] = {"value": value.number, "as_of": value.day}
    if value.of is not None:
        found |= {"n": value.n, "N": value.of}
    if value.low is not None:
        found |= {"low": value.low, "high": value.high}
    if value.is_least and value.number is not None:
        found["at_least"] = True
    return found | ({"hidden": True} if value.is_hidden else {}) | ({"document": value.document} if value.ref else {})


def _point(point: Point | None) -> dict[str, Any] | None:
    return {"day": point.day, "value": point.value} if point else None


def _texts(row: Any, name: str) -> dict[str, str]:
    return {code: text for code in ("fr", "ar", "en") if (text := getattr(row, f"{name}_{code}"))}
