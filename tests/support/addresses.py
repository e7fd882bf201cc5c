"""Every address there is, filled in: with what exists, and with what nobody should write."""

import re
from collections.abc import Mapping

HUGE = "9" * 30
NOBODY = "00000000-0000-4000-8000-000000000000"
USUAL = {"int": "1", "uuid": NOBODY, "slug": "x", "str": "x", "path": "x"}
ODD = {"int": ["0", str(2**63), HUGE], "uuid": [NOBODY], "slug": ["-"], "str": ["é x", "a'b"], "path": ["é/../x"]}
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
GROUP = re.compile(r"\((?:\?P<\w+>)?(?P<inside>[^()]*)\)")


def fill(route: str, real: Mapping[str, object]) -> str:
    """The address of something that exists; `real` has the values by name, or by a part of the route and name, of
    which the longest counts, or the whole address by its route."""
    if route in real:
        return str(real[route])
    keys = sorted(real, key=len, reverse=True)

    def value(found: re.Match[str]) -> str:
        for key in keys:
            part, _space, of = key.rpartition(" ")
            if of == found["name"] and part in route:
                return str(real[key])
        return USUAL[found["kind"] or "str"]

    return _finish(PARAMETER.sub(value, route), "1")


def misfill(route: str) -> list[str]:
    """The same address with what does not exist, what is too much, and what is no name."""
    if not (PARAMETER.search(route) or "(" in route):
        return []
    chosen = [lambda found, n=n: (ODD[found["kind"] or "str"] * 3)[n] for n in range(3)]
    return list(
        dict.fromkeys(
            _finish(PARAMETER.sub(one, route), text) for one, text in zip(chosen, ["0", HUGE, HUGE], strict=True)
        )
    )


def _finish(route: str, number: str) -> str:
    """A regular expression's groups: numbers where it wants some, else the first it allows, else anything."""

    def group(found: re.Match[str]) -> str:
        inside = found["inside"]
        first = inside.partition("|")[0]
        if first.isalnum():
            return first
        return number if "\\d" in inside or ".+" in inside else "x"

    plain = GROUP.sub(group, re.sub(r"\(\?P<\w+>", "(", route))
    return "/" + plain.replace("^", "").replace("$", "").replace("\\.", ".").replace(".*", "x")
