"""Periods that are submitted, accepted and published; what was published stays, and says so when it drifts."""

from impact.periods.actions import (
    accept_period,
    open_period,
    publish_period,
    remove_period,
    return_period,
    submit_period,
)
from impact.periods.chain import Break, verify_chain
from impact.periods.drift import Drift, find_drift
from impact.periods.freezing import freeze

__all__ = [
    "Break",
    "Drift",
    "accept_period",
    "find_drift",
    "freeze",
    "open_period",
    "publish_period",
    "remove_period",
    "return_period",
    "submit_period",
    "verify_chain",
]
