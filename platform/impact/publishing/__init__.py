"""Periods that are submitted, accepted and published; what was published stays, and says so when it drifts."""

from impact.publishing.actions import (
    accept_period,
    open_period,
    publish_period,
    remove_period,
    return_period,
    submit_period,
)
from impact.publishing.chain import Break, verify_chain
from impact.publishing.drift import Drift, find_drift
from impact.publishing.freezing import freeze

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
