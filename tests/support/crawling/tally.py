"""What a crawl has done and found, and what was logged meanwhile."""

import logging
from collections import Counter
from dataclasses import dataclass, field

from config.watching.log_lines import JsonFormatter


@dataclass(frozen=True)
class Finding:
    """What stood where it must not."""

    place: str
    role: str
    kind: str
    how: str
    where: str
    what: str


@dataclass
class Tally:
    """What a crawl has done, by place, role and kind."""

    requests: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    own: set[str] = field(default_factory=set)  # places whose own staff were shown their own mark

    def add(self, other: "Tally") -> None:
        """What another crawl has done, too."""
        self.requests += other.requests
        self.pages += other.pages
        self.files += other.files
        self.findings += other.findings
        self.own |= other.own


class Lines(logging.Handler):
    """What was logged, as a server writes it."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(JsonFormatter())
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(self.format(record))
