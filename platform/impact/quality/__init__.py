"""What to mend before figures can be trusted: gaps in the records (`find_gaps`), and sampling audits of the sheets."""

from impact.quality.audits import draw_audit, record_recount, verification_factor
from impact.quality.gaps import find_gaps

__all__ = [
    "draw_audit",
    "find_gaps",
    "record_recount",
    "verification_factor",
]
