"""A lesson of the product and a bare Wagtail page of the same text, by turns in one run: processor time, and the ratio.

Times by the clock and absolute ones depend on the machine and on what else it does; the ratio of two medians taken
by turns hardly does.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

BARE = Path(__file__).parent / "bare" / "asking.py"
ROUNDS, REQUESTS = 5, 30
GOAL = 1.3


class Bare:
    """The bare site in its process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def tell(self, order: object) -> Any:
        """Send an order, give the answer."""
        asked, answered = self.process.stdin, self.process.stdout
        if asked is None or answered is None:
            raise SystemExit("The bare Wagtail site has no pipes.")
        asked.write(json.dumps(order) + "\n")
        asked.flush()
        line = answered.readline()
        if not line:
            raise SystemExit("The bare Wagtail site did not start; what it said stands above.")
        return json.loads(line)


@contextmanager
def bare_site() -> Iterator[Bare]:
    process = subprocess.Popen([sys.executable, str(BARE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Bare(process)
    finally:
        process.terminate()
        process.wait(20)


def compare(paragraphs: list[str], ask: Callable[[], object], *, signed_in: bool) -> tuple[float, float, int]:
    """Median processor milliseconds of the product's page and of the bare one, and the bare one's statements."""
    database = {
        name: str(settings.DATABASES["default"].get(name) or "") for name in ("HOST", "PORT", "USER", "PASSWORD")
    }
    ours: list[float] = []
    theirs: list[float] = []
    with bare_site() as bare:
        begun = bare.tell({"database": database, "paragraphs": paragraphs, "signed_in": signed_in})
        ask()
        for _round in range(ROUNDS):
            theirs += bare.tell(REQUESTS)
            for _request in range(REQUESTS):
                started = time.process_time()
                ask()
                ours.append(1000 * (time.process_time() - started))
    return statistics.median(ours), statistics.median(theirs), begun["statements"]
