"""What is counted as requests come in, in each process of the web server.

prometheus-client's way for several processes: each writes its counts into files of a folder that
`deploy/gunicorn.conf.py` makes (PROMETHEUS_MULTIPROC_DIR), and whichever process is asked adds them up. A computed
exposition alone, from the database, could not tell how long pages took; counts in a table would be a write for each
page. Where that folder is not set, as under `runserver`, there is one process and memory suffices.
"""

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
HIT, MISS = "hit", "miss"


@dataclass(frozen=True)
class Meters:
    registry: "CollectorRegistry"
    requests: "Counter"
    seconds: "Histogram"
    pages: "Counter"


@cache
def meters() -> Meters:
    """Those of this process."""
    # Here, as who sets no METRICS_TOKEN need not load it.
    from prometheus_client import CollectorRegistry, Counter, Histogram

    own = CollectorRegistry()
    return Meters(
        own,
        Counter(
            "wasl_requests",
            "Requests by view, kind of tenant, method and class of status.",
            ["route", "tenant", "method", "status"],
            registry=own,
        ),
        Histogram(
            "wasl_request_seconds",
            "How long they took.",
            ["route", "tenant"],
            buckets=BOUNDS,
            registry=own,
        ),
        Counter("wasl_page_cache", "Content pages that were kept (hit) or made anew (miss).", ["result"], registry=own),
    )


def counted() -> bytes:
    """All processes' counts, as Prometheus reads them."""
    from prometheus_client import CollectorRegistry, generate_latest  # as above
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = meters().registry
    if os.environ.get(FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return generate_latest(registry)
