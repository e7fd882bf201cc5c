"""How long each test takes here, kept in var/tests/seconds.json: from that `make quick` chooses. Its two options.

Kept are the plain tests: neither a browser nor servers and processes of their own.
"""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tools.checks import VAR

KEPT = VAR / "tests" / "seconds.json"
NOT_PLAIN = {"browser", "slow", "long"}
BEGUN = time.monotonic()
OVER = "the time is over"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--listed", help="a file of tests to run, a name to a line; without [...] all of one function")
    parser.addoption("--seconds", type=float, help="skip what has not begun after so many seconds")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Seconds(), "seconds")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not (listed := config.getoption("--listed")):
        return
    wanted = set(Path(listed).read_text().splitlines())
    chosen = [item for item in items if {item.nodeid, item.nodeid.partition("[")[0]} & wanted]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    seconds = item.config.getoption("--seconds")
    if seconds and time.monotonic() - BEGUN > seconds:
        pytest.skip(OVER)


class Seconds:
    """Notes the seconds of every plain test that passed, and says how many had no time."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}
        self.without_time = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and OVER in str(report.longrepr):
            self.without_time += 1
        if report.passed and not NOT_PLAIN & set(report.keywords):
            self.taken[report.nodeid] = self.taken.get(report.nodeid, 0) + report.duration

    def pytest_sessionfinish(self) -> None:
        if not self.taken:
            return
        known = json.loads(KEPT.read_text()) if KEPT.exists() else {}
        for name, seconds in self.taken.items():  # a busy machine makes it slower at times: halfway to what is more
            known[name] = round(min(seconds, (known.get(name, seconds) + seconds) / 2), 3)
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        KEPT.write_text(json.dumps(known, indent=0, sort_keys=True))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.without_time:
            terminalreporter.write_line(f"{self.without_time} chosen tests had no time left: this machine is busy.")
