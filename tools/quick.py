"""`make quick`: what can be checked of a change in a minute, before each commit.

Chosen in this order until the time is full: what failed last; the tests that changed; those whose module imports a
changed one; those of the same app; then of every other module its quickest test, then the quickest of all. Seconds are
those that each test took here before (tests/timing.py), so that a slow machine runs fewer. Neither a browser nor
servers and processes of their own: `make test` runs everything.
"""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tools.checks import ROOT, VAR

KEPT = VAR / "tests" / "seconds.json"
LISTED = VAR / "tests" / "quick.txt"
FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
TIME = 38.0  # seconds of tests for each worker; a minute has some fifteen for starting and for reading them
END = 52.0  # seconds after its start a worker begins no other test
UNKNOWN = 0.2  # seconds of a test that has not run here
SPEED = 1.15  # workers beside each other are slower than the times they kept
ROOTS = ("platform/",)
IMPORTED = re.compile(r"^\s*(?:from ([\w.]+) import ([^#\n(]*)|import ([\w.]+))", re.MULTILINE)
TEST = re.compile(r"^def (test_\w+)", re.MULTILINE)
SAME_APP = "of the same app"
PLAIN = "not browser and not slow and not long"


def main() -> int:
    workers, against = int(sys.argv[1]), sys.argv[2]
    changed = changed_files(against)
    seconds = seconds_of_tests()
    chosen = choose(seconds, changed, TIME * workers / SPEED)
    names = [name for _why, names in chosen for name in names]
    LISTED.parent.mkdir(parents=True, exist_ok=True)
    LISTED.write_text("\n".join(names))
    told = ", ".join(f"{len(names)} {why}" for why, names in chosen if names)
    print(f"{len(names)} of {len(seconds)} plain tests: {told}.")
    if any(name.startswith(("templates/", "platform/static/")) for name in changed):
        print("A page changed: what it looks like is seen by a browser alone, `make test ARGS=tests/browser`.")
    files = sorted({name.partition("::")[0] for name in names})
    command = ["-m", "pytest", "-n", str(workers), "--dist", "worksteal", "-q", "-rfE", "--failed-first",
               "-m", PLAIN, "--listed", str(LISTED), "--seconds", str(END), *files]  # fmt: skip
    return subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode


def changed_files(against: str) -> set[str]:
    """What differs from where this branch left that one, committed or not."""
    base = _git("merge-base", "HEAD", against) or ["HEAD"]
    return {*_git("diff", "--name-only", base[0]), *_git("ls-files", "--others", "--exclude-standard")}


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.split() if done.returncode == 0 else []


def seconds_of_tests() -> dict[str, float]:
    """By name, of the tests that stand; one that has not passed here yet is named without its parameters."""
    known: dict[str, float] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    stands = {f"{path.relative_to(ROOT)}::{test}" for path in _test_files() for test in TEST.findall(path.read_text())}
    found = {name: taken for name, taken in known.items() if _function(name) in stands}
    new = stands - set(map(_function, found))
    return found | {
        name: UNKNOWN for name in {*new, *failed_tests()} if _function(name) in stands and name not in found
    }


def failed_tests() -> set[str]:
    """Names, as pytest keeps them."""
    return set(json.loads(FAILED.read_text())) if FAILED.exists() else set()


def _function(name: str) -> str:
    return name.partition("[")[0]


def _test_files() -> Iterator[Path]:
    """Those of plain tests."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if "browser" not in path.parts and not re.search(r"^pytestmark = .*mark\.slow", path.read_text(), re.MULTILINE):
            yield path


def choose(seconds: dict[str, float], changed: set[str], time: float) -> list[tuple[str, list[str]]]:
    """(why, names of tests), as many as the time holds."""
    failed, near, apps = (
        failed_tests(),
        importing(changed),
        {part for name in changed for part in Path(name).parts[:-1]},
    )
    groups: list[tuple[str, Callable[[str], bool]]] = [
        ("failed last", failed.__contains__),
        ("changed", lambda name: _file(name) in changed),
        ("import what changed", lambda name: _file(name) in near),
        (SAME_APP, lambda name: Path(name).parts[1] in apps),
    ]
    left, chosen, rest = time, [], dict(seconds)
    for why, belongs in groups:
        most = left / 2 if why == SAME_APP else left  # an app's own leave room for the others
        taken = list(_fill((name for name in rest if belongs(name)), rest, most))
        left -= sum(rest.pop(name) for name in taken)
        chosen.append((why, taken))
    quickest: dict[str, str] = {}
    for name in sorted(rest, key=rest.__getitem__):
        quickest.setdefault(_file(name), name)
    for why, names in (("quickest of their files", quickest.values()), ("quickest of all", rest.keys())):
        taken = list(_fill(names, rest, left))
        left -= sum(rest.pop(name) for name in taken)
        chosen.append((why, taken))
    return chosen


def _file(name: str) -> str:
    return name.partition("::")[0]


def _fill(names: Iterable[str], seconds: dict[str, float], time: float) -> Iterator[str]:
    """The quickest first, while there is time."""
    for name in sorted(names, key=seconds.__getitem__):
        time -= seconds[name]
        if time < 0:
            return
        yield name


def importing(changed: set[str]) -> set[str]:
    """Files of tests that import a changed module, or something from it."""
    modules = {_module(name) for name in changed if name.endswith(".py") and not name.startswith("tests/")}
    users = defaultdict(set)
    for path in _test_files():
        for source, names, plain in IMPORTED.findall(path.read_text()):
            users[plain or source].add(str(path.relative_to(ROOT)))
            for name in re.findall(r"\w+", names):
                users[f"{source}.{name}"].add(str(path.relative_to(ROOT)))
    return set().union(*(users.get(module, set()) for module in modules))


def _module(name: str) -> str:
    for root in ROOTS:
        name = name.removeprefix(root)
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
