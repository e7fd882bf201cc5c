"""What must hold before anything is installed: each refusal is one line that says the remedy, and the program ends."""

import errno
import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import IO, NoReturn
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("WASL_VAR") or ROOT / "var")
MEGABYTE = 1024 * 1024
LIBRARIES, DATABASE, SPARE = 1300, 700, 100  # megabytes, as measured and rounded up
PUBLIC_INDEX = "https://pypi.org/simple"  # pip's own default
UNSAFE_IN_FOLDERS = set(':"$`\\\n')  # `:` ends a path for virtual environments, the others are read by shells


def fail(message: str) -> NoReturn:
    """Say it in one line and stop."""
    print(message, file=sys.stderr)
    sys.exit(1)


def check_folder() -> None:
    """A folder whose name every program can take, and that can be written to."""
    if found := UNSAFE_IN_FOLDERS & set(f"{ROOT}{VAR}"):
        fail(f"The folder's name holds {' and '.join(sorted(found))}, which programs used here cannot take: {ROOT}. "
             "Rename or move it.")  # fmt: skip
    try:
        VAR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=VAR) as file:
            file.write(bytes(4096))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            fail(f"The disk of {VAR} is full: {LIBRARIES + DATABASE + SPARE} MB are needed the first time. Make room.")
        fail(f"{VAR} cannot be written to ({error.strerror}). Work in a folder of your own.")


def check_disk(*, libraries: bool, database: bool) -> None:
    """Room for what has still to be made."""
    needed = {ROOT: libraries * LIBRARIES, VAR: database * DATABASE}
    if ROOT.stat().st_dev == VAR.stat().st_dev:
        needed = {ROOT: sum(needed.values())}
    for folder, megabytes in needed.items():
        free = shutil.disk_usage(folder).free // MEGABYTE
        if free < megabytes + SPARE:
            fail(f"{megabytes + SPARE} MB of disk are needed here and {free} MB are free: {folder}. Make room, or work "
                 "in a folder on another disk.")  # fmt: skip


def check_port(given: str) -> int:
    """The port as a number, when nobody listens there yet."""
    if not re.fullmatch(r"[0-9]{1,5}", given, re.ASCII) or not 0 < int(given) < 65536:
        fail(f"PORT={given} is no port. Write a number between 1024 and 65535.")
    port = int(given)
    try:
        if _is_answered(port):
            raise OSError(errno.EADDRINUSE, "")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except PermissionError:
        fail(f"Port {port} is open to the administrator only. Choose another: make demo PORT=8000")
    except OSError:
        fail(f"Port {port} is taken by another program. Stop it, or choose another: make demo PORT={_free_port(port)}")
    return port


def _is_answered(port: int) -> bool:
    """Whether a browser that asks for localhost would reach somebody, in the newer protocol too."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.settimeout(1)
                if probe.connect_ex((host, port)) == 0:
                    return True
        except OSError:  # no such protocol here
            continue
    return False


def _free_port(taken: int) -> int:
    for port in range(taken + 1, min(taken + 50, 65536)):
        with socket.socket() as probe:
            if not _is_answered(port) and probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    return 8000


def hold(name: str, said: str) -> IO[str]:
    """Keep `var/<name>` locked while the answer is open; one line and the end where another process holds it. What the
    holder wrote there stands in `said` for {}."""
    handle = (VAR / name).open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.seek(0)
        fail(said.format(handle.read().strip()))
    handle.truncate(0)
    return handle


def check_network(lock: Path) -> None:
    """Whether libraries can be had: somebody answers where pip would look, or pip finds the chief one elsewhere."""
    settings = _pip_settings()
    indexes = [settings.get("index-url") or PUBLIC_INDEX, *settings.get("extra-index-url", "").split()]
    remote = [index for index in indexes if index.startswith("http")]
    local = len(remote) < len(indexes) or settings.get("find-links") or settings.get("no-index")
    if any(_answers(index) for index in remote) or (local and _pip_finds_django(lock)):
        return
    fail(f"No libraries can be had: {urlsplit(remote[0]).hostname if remote else 'pip'} does not answer. Connect this "
         "machine to the internet, or set PIP_INDEX_URL (a mirror) or HTTPS_PROXY, then run this again.")  # fmt: skip


def _pip_settings() -> dict[str, str]:
    """pip's settings by name; of the environment alone where there is no pip yet."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = dict(re.findall(r"^(?:global|install|download)\.([a-z-]+)='(.*)'$", shown, re.MULTILINE))
    prefix = "PIP_"
    given = {key[len(prefix) :].lower().replace("_", "-"): value for key, value in os.environ.items()
             if key.startswith(prefix) and value}  # fmt: skip
    return found | given


def _answers(index: str) -> bool:
    """Whether the index, or the proxy before it, takes a connection."""
    parts = urlsplit(index)
    proxies = urllib.request.getproxies()
    if parts.scheme in proxies and not urllib.request.proxy_bypass(parts.hostname or ""):
        parts = urlsplit(proxies[parts.scheme])
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        with socket.create_connection((parts.hostname or "", port), timeout=10):
            return True
    except (OSError, ValueError):
        return False


def _pip_finds_django(lock: Path) -> bool:
    wanted = re.search(r"^django==[^\n]*\n(?: +--hash[^\n]*\n)+", lock.read_text(), re.MULTILINE)
    with tempfile.TemporaryDirectory() as folder:
        chief = Path(folder) / "chief.txt"
        chief.write_text(wanted.group() if wanted else "")
        command = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--retries", "0", "--timeout", "15",
                   "--disable-pip-version-check", "--dest", folder, "--require-hashes", "-r", str(chief)]  # fmt: skip
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
