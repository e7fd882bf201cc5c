"""Prepare a fresh machine: environment from requirements.lock, message catalogues, static files, a browser for tests.

Runs on any Python 3.11 or newer with the standard library alone: `python3 -m tools.setup test|next`; so begins
`tools.demo`. Again: skips what is done. Every step prints one line; what is missing is said first.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

from tools import checks
from tools.checks import ROOT, VAR, fail

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SETTINGS = "config.settings.demo"  # also where a file of a server's environment lies beside manage.py
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed-from"
NEXT_VENV = ROOT / ".venv-next"
NEXT = ("django==6.1.*", "wagtail==8.0.*")
# The first has no windows: the tests take a third of the time that the same browser with windows takes.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    goal = sys.argv[1] if len(sys.argv) > 1 else "test"
    if goal == "next":
        make_next_environment()
        return
    checks.check_folder()
    prepare(goal)


def prepare(goal: str) -> None:
    """Everything that `goal` (demo or test) needs and this folder lacks, by one process at a time."""
    ready = STAMP.exists() and STAMP.read_text() == fingerprint()
    with checks.hold("setup.lock", "Another set-up is under way in this folder. Wait for it, then run this again."):
        filled = (VAR / "pg-data" / "PG_VERSION").exists() or (VAR / "POSTGRES-IS-ELSEWHERE").exists()
        checks.check_disk(libraries=not ready, database=not filled)
        if ready:
            say("environment · ready")
        else:
            checks.check_network(LOCK)
            step("environment", make_environment)
            step("libraries from requirements.lock", install_libraries)
            STAMP.write_text(fingerprint())
        step("message catalogues", lambda: run(PYTHON, "tools/messages.py", "compile"))
        if goal == "demo":
            collect_static_files()
        if goal == "test":
            find_or_get_chromium()
            find_or_get_poppler()


def fingerprint() -> str:
    """What the environment was made from: the lock and the Python."""
    return hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()


def make_environment() -> None:
    """A virtual environment; Debian keeps the needed part of Python in a package of its own."""
    if VENV.exists():
        shutil.rmtree(VENV)
    command = [sys.executable, "-m", "venv", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and apt_install(f"python3.{sys.version_info.minor}-venv"):
        shutil.rmtree(VENV, ignore_errors=True)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        why = last_line(done.stdout + done.stderr)
        fail(f"\nPython cannot make a virtual environment ({why}). On Debian or Ubuntu: apt install python3-venv")


def install_libraries() -> None:
    """By uv, which is several times faster; by pip where uv cannot be had. Both check the hashes.

    The lock is whole, so nobody asks what a library wants besides: pillow-heif, which Willow asks for, is left out.
    """
    whole = ("--no-deps", "--require-hashes", "-r")
    pip = (PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *whole)
    uv = (VENV / "bin" / "uv", "pip", "install", "--compile-bytecode", "--python", PYTHON, *whole)
    only_uv = VENV / "uv.lock.txt"
    if wanted := re.search(r"^uv==[^\n]*\n(?: +--hash[^\n]*\n)+", LOCK.read_text(), re.MULTILINE):
        only_uv.write_text(wanted.group())
        if quietly(*pip, only_uv) and quietly(*uv, LOCK):
            return
    command = [str(part) for part in (*pip, LOCK)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        why = last_line(done.stderr)
        fail(f"\nThe libraries could not be installed ({why}). Look at the network and the disk, then run this again.")


def make_next_environment() -> None:
    """The versions to come, beside the locked ones: our libraries first, then Django and Wagtail over them."""
    if sys.version_info < (3, 12):
        say(f"Django 6.1 needs Python 3.12 or newer; this is {sys.version.split()[0]}. Nothing to do.")
        return
    python = NEXT_VENV / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", NEXT_VENV)
    pip = (python, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
    step("libraries from requirements.lock", lambda: run(*pip, "--no-deps", "--require-hashes", "-r", LOCK))
    step(" and ".join(NEXT), lambda: run(*pip, "--upgrade", *NEXT))
    step("message catalogues", lambda: run(python, "tools/messages.py", "compile"))


def collect_static_files() -> None:
    """Collect and compress, unless neither the libraries nor our own files changed."""
    own = sorted(path for path in (ROOT / "platform" / "static").rglob("*") if path.is_file())
    digest = hashlib.sha256(fingerprint().encode() + b"".join(path.read_bytes() for path in own)).hexdigest()
    stamp = VAR / "static-made-from"
    if stamp.exists() and stamp.read_text() == digest:
        say("static files · ready")
        return
    step("static files", lambda: run(PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"))
    stamp.write_text(digest)


def find_or_get_chromium() -> None:
    """A browser for the browser tests: the system's, else apt's as root, else playwright's own."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, CHROMIUM_NAMES)):
        say("browser · found")
        return
    started = time.monotonic()
    packages = (("chromium-headless-shell", "fonts-noto-core"), ("chromium", "fonts-noto-core"))
    if any(apt_install(*names) for names in packages) or quietly(PYTHON, "-m", "playwright", "install", "chromium"):
        say(f"browser · {time.monotonic() - started:.0f} s")
    else:
        say("browser · none to be had: the browser tests will not run. Install Chromium and set CHROMIUM to its path.")


def find_or_get_poppler() -> None:
    """A second reader of PDF for the tests: Debian's, as root; without it one test is left out, and named."""
    if shutil.which("pdftotext") or apt_install("poppler-utils"):
        say("poppler · found")
    else:
        say("poppler · none to be had: text of PDF is read by PDFium alone. Install poppler-utils.")


def apt_install(*packages: str) -> bool:
    """Whether Debian's packages could be installed (as root only)."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return all(
        subprocess.run(["apt-get", *arguments], env=environment, capture_output=True, check=False).returncode == 0
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages])
    )


def step(name: str, action: Callable[[], object]) -> None:
    started = time.monotonic()
    print(f"  {name} ...", end="", flush=True)
    action()
    print(f"\r  {name} · {time.monotonic() - started:.0f} s", flush=True)


def run(*command: object) -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS}
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        fail(f"\nThis failed: {' '.join(map(str, command))}")


def quietly(*command: object) -> bool:
    return subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, check=False).returncode == 0


def last_line(said: str) -> str:
    """What a program said last, which is why it failed."""
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "nothing was said")


def say(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
