"""`make demo`: look first whether it can be had, set everything up, serve, and say so once it answers.

`python3 -m tools.demo PORT WORKERS`, on any Python 3.11 or newer with the standard library alone. One demo at a time in
a folder.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from types import FrameType

from tools import checks, setup

PATIENCE = 60  # seconds until the first page must have come
RUNNING = "The demo of this folder is running already, {}. Stop it there with Ctrl-C before you start another."


def main() -> None:
    port_given, workers = [*sys.argv[1:], "8000", "2"][:2] if len(sys.argv) < 3 else sys.argv[1:3]
    signal.signal(signal.SIGTERM, _stop)
    checks.check_folder()
    with checks.hold("demo.lock", RUNNING) as lock:
        port = checks.check_port(port_given)
        lock.write(f"at http://localhost:{port}/ (process {os.getpid()})")
        lock.flush()
        setup.prepare("demo")
        environment = os.environ | {
            "WASL_BASE_URL": f"http://localhost:{port}",
            "DJANGO_SETTINGS_MODULE": setup.SETTINGS,
        }
        done = subprocess.run([setup.PYTHON, "manage.py", "demo", "--port", str(port)], cwd=setup.ROOT,
                              env=environment, check=False)  # fmt: skip
        if done.returncode:
            sys.exit(1)
        sys.exit(serve(port, workers, environment))


def serve(port: int, workers: str, environment: dict[str, str]) -> int:
    """Worker and web server until one is told to stop; the exit code."""
    web = subprocess.Popen(
        [setup.PYTHON, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", workers,
         "--threads", "4", "--preload", "--max-requests", "5000", "--max-requests-jitter", "500",
         "--log-level", "warning"], cwd=setup.ROOT / "platform", env=environment,
    )  # fmt: skip
    worker = subprocess.Popen([setup.PYTHON, "manage.py", "worker", "-v", "0"], cwd=setup.ROOT, env=environment)
    try:
        if not answers(port, web):
            print("The server does not answer; what it said stands above.", file=sys.stderr)
            return 1
        print("Serving; Ctrl-C stops. The database keeps running: .venv/bin/python manage.py db stop", flush=True)
        return web.wait()
    finally:
        for process in (worker, web):
            process.terminate()
        for process in (worker, web):
            process.wait()


def answers(port: int, web: subprocess.Popen[bytes]) -> bool:
    """Whether the hub's first page came; false as soon as the server ended."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/fr/", headers={"Host": f"localhost:{port}"})
    deadline = time.monotonic() + PATIENCE
    while web.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  our own address
                return bool(answer.status == HTTPStatus.OK)
        except urllib.error.HTTPError as error:
            print(f"The first page is answered by {error.code}.", file=sys.stderr)
            return False
        except OSError:
            time.sleep(0.2)
    return False


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
