"""Periods that are submitted, accepted and published; what was published stays, and says so when it drifts.

What other apps may import stands here: the steps of a period; `freeze`, what its snapshot would hold now; `find_drift`,
how the records have moved since; `Published`, a snapshot as readers see it, and `Shown`, one that is not out yet;
`restatement_reasons`, why it was restated; its reports as files.
"""

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
from impact.publishing.members import published_parts
from impact.publishing.published import Published, Shown
from impact.publishing.reasons import restatement_reasons, words_of_causes
from impact.publishing.reports import LABELS, as_file, live_file, make_live, make_report

__all__ = [
    "LABELS",
    "Break",
    "Drift",
    "Published",
    "Shown",
    "accept_period",
    "as_file",
    "find_drift",
    "freeze",
    "live_file",
    "make_live",
    "make_report",
    "open_period",
    "publish_period",
    "published_parts",
    "remove_period",
    "restatement_reasons",
    "return_period",
    "submit_period",
    "verify_chain",
    "words_of_causes",
]
