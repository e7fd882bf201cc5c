"""The network's big numbers in words, each beside the year before; small counts of an NGO or a cell are hidden."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.dates import number
from impact.counting import Period, Selection
from impact.disclosure import FUNDER_K, hide, listed
from impact.presentation import MEANINGS, NAMES, BigNumber, FigureQuery, compare, indicator_rows

CARDS = ("S_HELD", "REACH", "TRAINED", "ATT", "CMP", "PRO_S", "H_DEL", "PH", "HC")
UNIQUE = ("REACH", "TRAINED")


def network_numbers(
    figures: dict[str, Any], before: dict[str, Any] | None, year: int, professionals: int
) -> list[BigNumber]:
    """Of a year; `before` are the figures of the year before, where they were rolled up."""
    changes = compare(figures, _raw(before), FigureQuery(Period.year(year), Selection())) if before else {}
    return [_card(code, figures, professionals, changes.get(code, "")) for code in CARDS]


def _card(code: str, figures: dict[str, Any], professionals: int, change: str) -> BigNumber:
    (row,) = indicator_rows({code: figures[code]})
    basis, meaning = row.basis, str(MEANINGS.get(code, NAMES[code].name))
    if code == "S_HELD":
        words = {name: number(figures[code][name]) for name in ("organised", "value")}
        basis = _("%(organised)s organised, %(held)s in all") % {
            "organised": words["organised"],
            "held": words["value"],
        }
        meaning = _("sessions held")
    elif code == "ATT":
        basis = _("%(count)s of %(all)s by professionals") % {"count": number(professionals), "all": row.text}
    return BigNumber("NET" if code in UNIQUE else code, row.text, meaning, basis, change)


def _raw(before: dict[str, Any]) -> dict[str, int]:
    """What is compared, under the names of raw counts; what the network does not know is nothing."""
    values = {name: before[code]["value"] or 0 for name, code in (
        ("held", "S_HELD"), ("attendances", "ATT"), ("completions", "CMP"), ("reached", "REACH"),
        ("trained", "TRAINED"),
    )}  # fmt: skip
    return values | {"for_professionals": before["PRO_S"]["n"] or 0, "professionals": 0, "known": 0}


def hide_small_cells(cells: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Attendances of an axis: 1 to 4, and what would tell them, are None."""
    hidden = hidden_parts({value: cell["ATT"] for value, cell in cells.items()})
    return {value: cell | {"ATT": None} if value in hidden else cell for value, cell in cells.items()}


def hidden_parts(counts: Mapping[Any, int]) -> set[str]:
    """Of parts that add up to a total that is shown: those that must not be."""
    return set(_names(hide(listed(dict(counts)), FUNDER_K)))


def _names(keys: Iterable[Any]) -> Iterable[str]:
    return (key[1] for key in keys)
