"""Figures as rows that pages, reports and sheets show alike: name, value, basis, whether it may be summed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.dates import number
from impact.models import ReportingPeriod
from impact.presentation.naming import NAMES


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator in words. `value` is None where it is hidden or unknown; `text` then says so."""

    code: str
    name: Promise
    definition: Promise
    value: float | int | None
    text: str
    basis: str
    is_additive: bool
    evidence_url: str = ""


def indicator_rows(indicators: dict[str, dict[str, Any]], codes: Any = None) -> list[IndicatorRow]:
    """Rows in the order of the definitions."""
    return [_row(code, indicators[code]) for code in NAMES if code in indicators and (codes is None or code in codes)]


def with_evidence(rows: Iterable[IndicatorRow], behind: Mapping[str, str]) -> list[IndicatorRow]:
    """The rows, each with the address of what stands behind it."""
    return [replace(row, evidence_url=behind.get(row.code, "")) for row in rows]


def between(low: int, high: int) -> str:
    """A range in words; one number where its ends are equal."""
    if low == high:
        return number(low)
    return _("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}


def _row(code: str, counted: dict[str, Any]) -> IndicatorRow:
    value, text, basis = _value(code, counted)
    named = NAMES[code]
    return IndicatorRow(
        code, named.name, named.definition, value, text if text is not None else _("not shown"), basis,
        bool(counted.get("additive", named.is_additive)),
    )  # fmt: skip


def _value(code: str, counted: dict[str, Any]) -> tuple[float | int | None, str | None, str]:
    if code == "RANGE" or (counted.get("value") is None and "sum" in counted):
        if counted["low"] is None:
            return None, None, ""
        return None, between(counted["low"], counted["high"]), ""
    if code in ("PRO", "PRO_S"):
        return _share(code, counted)
    if code == "GAIN":
        return _gain(counted)
    if code == "RETENTION":
        return _retention(counted)
    value = counted["value"]
    return value, None if value is None else number(value), "" if value is None else _basis(code, counted)


def _share(code: str, counted: dict[str, Any]) -> tuple[float | int | None, str | None, str]:
    if counted["n"] is None:
        return None, None, ""
    basis = _("%(n)s of %(of)s") % {"n": number(counted["n"]), "of": number(counted["N"])}
    if code == "PRO":
        basis = _("%(n)s of %(known)s whose work is known, %(all)s in all") % {
            "n": number(counted["n"]), "known": number(counted["N"]), "all": number(counted["of"]),
        }  # fmt: skip
    percent = counted["percent"]
    return percent, "–" if percent is None else _("%(percent)s %%") % {"percent": percent}, basis


def _gain(counted: dict[str, Any]) -> tuple[float | int | None, str | None, str]:
    if counted["pairs"] is None:
        return None, None, ""
    if not counted["pairs"]:
        return None, "–", _("nobody has both tests")
    gain = counted["hake_g"]
    if counted["improved"] is None:
        words = {name: number(counted[name]) for name in ("pairs", "pre_percent", "post_percent")}
        basis = _("from %(pre_percent)s %% to %(post_percent)s %%; %(pairs)s people have both tests") % words
        return gain, "–" if gain is None else number(gain, 3), basis
    words = {name: number(counted[name]) for name in ("pairs", "of", "pre_percent", "post_percent", "improved")}
    basis = _(
        "from %(pre_percent)s %% to %(post_percent)s %%; %(improved)s of %(pairs)s improved; %(of)s took a test"
    ) % words  # fmt: skip
    return gain, "–" if gain is None else number(gain, 3), basis


def _retention(counted: dict[str, Any]) -> tuple[float | int | None, str | None, str]:
    """The mean of the second time; the mean of the first, and how many of how many, stand with it."""
    due, again = counted["of"], counted["again_percent"]
    if due is None:
        return None, None, ""
    if not due:
        return None, "–", _("nobody completed an online course six months before")
    basis = _("%(pairs)s of %(due)s took the final test again") % {
        "pairs": number(counted["pairs"]), "due": number(due),
    }  # fmt: skip
    if again is None:
        return None, "–", basis
    first = _("%(percent)s %% the first time, the same people") % {"percent": number(counted["first_percent"])}
    return again, _("%(percent)s %%") % {"percent": number(again)}, f"{first}; {basis}"


def _basis(code: str, counted: dict[str, Any]) -> str:
    if code == "S_HELD":
        return _("%(count)s organised by us") % {"count": number(counted["organised"])}
    if counted.get("overlap") is not None:  # of the network
        return _("%(people)s; the NGOs add up to %(sum)s") % {
            "people": between(counted["low"], counted["high"]), "sum": number(counted["sum"]),
        }  # fmt: skip
    if code == "CERT" and counted.get("people"):
        return _("of %(people)s people") % {"people": number(counted["people"])}
    if counted.get("headcounted"):
        return _("and %(count)s of people counted without a name") % {"count": number(counted["headcounted"])}
    return ""


def signed(value: float, places: int = 2) -> str:
    """A change with its sign, a true minus, isolated from the direction of the text around it."""
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{sign}{number(abs(value), places)}\N{POP DIRECTIONAL ISOLATE}"


def steps_of(period: ReportingPeriod) -> list[dict[str, Any]]:
    """The four states as steps, the present one marked."""
    reached = list(ReportingPeriod.State).index(ReportingPeriod.State(period.state))
    return [
        {"label": state.label, "state": "done" if at < reached else "current" if at == reached else ""}
        for at, state in enumerate(ReportingPeriod.State)
    ]
