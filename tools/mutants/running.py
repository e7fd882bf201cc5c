"""Do the tests notice? `running.py AREA`, in the project's own environment, after `making.py AREA`.

The tests of the area are loaded once. A first child runs them all and notes which functions each calls and how long it
takes. Then a child is forked for each mutant; it puts the changed code into the functions that are already loaded and
runs the tests that call them, the quickest first, until one fails. What a module does while it is imported (constants,
SQL) cannot be changed so: such a mutant gets a process of its own, which imports the changed text.
"""

import gc
import importlib.machinery
import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from areas import AREAS, KEPT, ROOT
from hypothesis import HealthCheck, Phase, settings

# The same examples each time, none kept, none made smaller: it is enough that one fails.
settings.register_profile(
    "mutants", max_examples=10, deadline=None, database=None, derandomize=True,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip
CLEAN = KEPT / "clean"
LIVED = "lived"
MUTANT = "MUTANT"  # its number, in the environment of a process of its own


def main() -> None:
    area = sys.argv[1]
    mutants = json.loads((KEPT / f"{area}.json").read_text())
    environment = {
        **os.environ,
        "HYPOTHESIS_PROFILE": "mutants",
        "PYTHONPATH": str(Path(__file__).parent),
        "AREA": area,
    }
    command = [sys.executable, "-m", "pytest", "-p", "running", "-p", "no:cacheprovider", "-n0", "-q", "-s"]
    with (KEPT / f"{area}.log").open("w") as log:
        subprocess.run([*command, *AREAS[area].tests], cwd=ROOT, env=environment, check=True, stdout=log)
    results = _read(area, "results")
    calls = _read(area, "calls")
    for number, mutant in enumerate(mutants):
        if mutant["id"] not in results:
            names = _chosen(calls, mutant["path"], None)
            results[mutant["id"]] = _alone(
                [*command, *names], {**environment, MUTANT: str(number)}, _limit(calls, names)
            )
            _write(area, "results", results)
            _say(mutant, results[mutant["id"]])
    lived = [mutant for mutant in mutants if results[mutant["id"]] == LIVED]
    for mutant in lived:
        print(f"\n{mutant['id']} {mutant['path']}:{mutant['line']} {mutant['operator']}")
        print(f"  - {mutant['before'][:300].strip()}\n  + {mutant['after'][:300].strip()}")
    print(f"\n{area}: {len(lived)} of {len(mutants)} lived")


def _alone(command: list[str], environment: dict[str, str], limit: float) -> str:
    """A process of its own for a mutant; the test that noticed, or LIVED. Raises RuntimeError where no test was run."""
    try:
        done = subprocess.run(
            [*command, "-x"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return "timeout"
    if done.returncode == 0:
        return LIVED
    if done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED or "ERROR: not found:" in done.stdout + done.stderr:
        raise RuntimeError(f"No test was run, so none could notice:\n{(done.stdout + done.stderr)[-2000:]}")
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0].split(" ")[1] if failed else "import"


# In pytest: as a plugin.


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """All mutants of functions, a child each; the usual loop in a process of a mutant's own."""
    if MUTANT in os.environ:
        return None
    area = os.environ["AREA"]
    items = {item.nodeid: item for item in session.items}
    _share_database()
    if not (KEPT / f"{area}.calls.json").exists():
        _in_child(lambda: _write(area, "calls", _note_calls(session, area)), limit=3600)
    calls, results = _read(area, "calls"), _read(area, "results")
    for mutant in json.loads((KEPT / f"{area}.json").read_text()):
        if mutant["id"] in results:
            continue
        path = ROOT / mutant["path"]
        old, new = (
            _codes(compile(path.read_text(), str(path), "exec")),
            _codes(compile(mutant["source"], str(path), "exec")),
        )
        if not _only_functions(old, new):
            continue
        names = [name for name in _chosen(calls, mutant["path"], _changed(old, new)) if name in items]
        chosen = [items[name] for name in names]
        given = (str(path), mutant["source"], old, new, chosen)
        _in_child(lambda given=given: _try(*given), limit=_limit(calls, names))
        results[mutant["id"]] = (KEPT / "noticed").read_text()
        _write(area, "results", results)
        _say(mutant, results[mutant["id"]])
    return True


def _share_database() -> None:
    """One clone for all children, since each leaves it as it was; a new one after a child that was killed."""
    from tests import database  # imported by conftest.py, of which this knows nothing

    clone, name, done = database.clone, database.worker_database("mutants"), []

    def clone_once(template: str, wanted: str) -> None:
        if CLEAN.exists() and not done:
            database._use(wanted)
        else:
            clone(template, wanted)
        done.append(os.getpid())
        CLEAN.touch()

    CLEAN.unlink(missing_ok=True)
    database.clone, database.drop = clone_once, lambda wanted: None
    database.worker_database = lambda worker: name


def _in_child(work: Any, limit: float) -> None:
    """Run in a fork, killed after `limit` seconds; what it leaves in the file `noticed` is its answer."""
    (KEPT / "noticed").write_text("timeout")
    pid = os.fork()
    if pid == 0:
        os.setsid()
        with (KEPT / "child.log").open("w") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    until = time.monotonic() + limit
    while (ended := os.waitpid(pid, os.WNOHANG))[0] == 0:
        if time.monotonic() > until:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            CLEAN.unlink(missing_ok=True)
            return
        time.sleep(0.02)
    if ended[1]:
        raise RuntimeError((KEPT / "child.log").read_text()[-3000:])


def _try(path: str, source: str, old: dict, new: dict, items: list[pytest.Item]) -> None:
    answer = LIVED
    _import_changed(path, source)  # should nothing have imported it yet, as views before the first request
    try:
        _put(path, old, new)
    except ValueError:  # other variables of an outer function: not to be put in its place
        items, answer = [], "other closure"
    for item, name in _run(items):
        if name:
            answer = item.nodeid
            break
    (KEPT / "noticed").write_text(answer)


def _run(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, bool]]:
    """Each test with whether it failed."""
    for item, following in zip(items, [*items, None][1:], strict=True):
        before = item.session.testsfailed
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        yield item, item.session.testsfailed > before


def _note_calls(session: pytest.Session, area: str) -> dict:
    """Test -> seconds, and functions it calls in the area; tests that fail by themselves are left out."""
    folders = tuple(str(ROOT / folder) + os.sep for folder in AREAS[area].sources)
    codes: set[CodeType] = set()

    def note(frame: Any, event: str, _arg: Any) -> None:
        if event == "call":
            codes.add(frame.f_code)

    found = {}
    sys.setprofile(note)
    threading.setprofile(note)
    began = time.monotonic()
    for item, failed in _run(session.items):
        own = [code for code in list(codes) if code.co_filename.startswith(folders)]
        called = sorted({f"{code.co_filename}:{code.co_qualname}" for code in own})
        if not failed:
            found[item.nodeid] = {"seconds": round(time.monotonic() - began, 3), "calls": called}
        codes.clear()
        began = time.monotonic()
    sys.setprofile(None)
    return found


def _chosen(calls: dict, path: str, functions: set[str] | None) -> list[str]:
    """The tests that call one of the functions, or anything of the file, or all where none does; the quickest first."""
    own = str(ROOT / path) + ":"

    def touches(one: str) -> bool:
        return one.startswith(own) and (functions is None or one.removeprefix(own) in functions)

    found = [name for name, said in calls.items() if any(touches(one) for one in said["calls"])]
    if functions is None and not found:
        found = list(calls)
    return sorted(found, key=lambda name: calls[name]["seconds"])


def _limit(calls: dict, names: list[str]) -> float:
    return 60 + 2 * sum(calls[name]["seconds"] for name in names)


def _codes(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """Every code object of a module by its qualified name and, of those of one name, its place."""
    found: dict[tuple[str, int], CodeType] = {}
    seen: dict[str, int] = defaultdict(int)

    def visit(one: CodeType) -> None:
        found[one.co_qualname, seen[one.co_qualname]] = one
        seen[one.co_qualname] += 1
        for inner in one.co_consts:
            if isinstance(inner, CodeType):
                visit(inner)

    visit(code)
    return found


def _bare(code: CodeType) -> tuple:
    """What a code object does by itself, without those inside it and without its lines."""
    constants = tuple(repr(one) for one in code.co_consts if not isinstance(one, CodeType))
    return code.co_code, code.co_names, constants, code.co_varnames, code.co_freevars


def _changed(old: dict, new: dict) -> set[str]:
    return {
        key[0]
        for key in old.keys() | new.keys()
        if key not in old or key not in new or _bare(old[key]) != _bare(new[key])
    }


def _only_functions(old: dict, new: dict) -> bool:
    """Nothing changes in what the module and its classes do while they are imported."""
    flags = {name for (name, _place), code in old.items() if code.co_flags & 0x02}  # CO_NEWLOCALS: a function
    return bool(_changed(old, new)) and _changed(old, new) <= flags


def _put(path: str, old: dict, new: dict) -> None:
    """Give the loaded functions of a file their changed code."""
    keys = {(code.co_qualname, code.co_firstlineno): key for key, code in old.items()}
    for function in [one for one in gc.get_objects() if type(one) is FunctionType]:
        code = function.__code__
        if code.co_filename == path:
            function.__code__ = new[keys[code.co_qualname, code.co_firstlineno]]


def _import_changed(path: str, source: str) -> None:
    usual = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: Any, fullname: str) -> CodeType | None:
        return compile(source, path, "exec") if self.path == path else usual(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


def _read(area: str, what: str) -> dict:
    path = KEPT / f"{area}.{what}.json"
    return json.loads(path.read_text()) if path.exists() else {}


def _write(area: str, what: str, said: dict) -> None:
    (KEPT / f"{area}.{what}.json").write_text(json.dumps(said, indent=1))


def _say(mutant: dict, result: str) -> None:
    print(mutant["id"], mutant["path"], mutant["line"], result, file=sys.stderr, flush=True)


if MUTANT in os.environ:  # before anything of the project is imported
    _mutant = json.loads((KEPT / f"{os.environ['AREA']}.json").read_text())[int(os.environ[MUTANT])]
    _import_changed(str(ROOT / _mutant["path"]), _mutant["source"])

if __name__ == "__main__":
    main()
