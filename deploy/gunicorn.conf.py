"""The web server: `gunicorn -c deploy/gunicorn.conf.py config.wsgi` (docs/operators.md)."""

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from pathlib import Path

chdir = str(Path(__file__).resolve().parents[1] / "platform")
if "LISTEN_FDS" not in os.environ:  # systemd hands the open socket over, so that a restart refuses nobody
    bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))  # one for each core
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
max_requests, max_requests_jitter = 5000, 500
timeout, graceful_timeout = 60, 30  # seconds
loglevel = "warning"
sys.path.insert(0, chdir)
logconfig_dict = {  # as the application's own lines are
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.watching.log_lines.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
accesslog = None  # addresses of readers are kept nowhere
if os.access("/dev/shm", os.W_OK):  # noqa: S108  the heartbeat of workers: in memory, as the root may be read-only
    worker_tmp_dir = "/dev/shm"  # noqa: S108

# glibc gives each thread a heap of its own, which is hardly ever given back: one suffices where one thread runs at a
# time, and what is large goes back at once. Some fifteen megabytes.
with contextlib.suppress(OSError, AttributeError):
    _libc = ctypes.CDLL(None)
    _libc.mallopt(-8, 1)  # M_ARENA_MAX
    _libc.mallopt(-3, 128 * 1024)  # M_MMAP_THRESHOLD; once set, glibc raises it no more
    _libc.mallopt(-1, 128 * 1024)  # M_TRIM_THRESHOLD

# Where each process writes its counts of requests, which /metrics adds up (config.watching.meters); new at each start.
_counts = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="wasl-counts-")


def on_exit(_server: object) -> None:
    shutil.rmtree(_counts, ignore_errors=True)
