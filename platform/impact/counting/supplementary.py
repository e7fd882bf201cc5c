"""What stands beside the count and is not in it: certificates, online hours, what stays after six months."""

from typing import Any

from impact.counting import Period, Selection
from impact.counting.certified import count_certified
from impact.counting.online import measure_online

Figures = dict[str, dict[str, Any]]


def stand_beside(period: Period, selection: Selection) -> Figures:
    """Of the active tenant, in the shape of what `count` prints: code -> parts. `people` are those whom a figure is
    made of, so that whoever publishes it can tell whether they are few."""
    certified, online = count_certified(period, selection), measure_online(period, selection)
    kept = online.retention
    return {
        "CERT": {"value": certified.certificates, "people": certified.people, "additive": True},
        "ONLINE": {"value": online.hours, "people": online.learners, "additive": True},
        "RETENTION": {
            "pairs": kept.pairs, "of": kept.due, "first_percent": kept.first_percent,
            "again_percent": kept.again_percent, "additive": False,
        },
    }  # fmt: skip
