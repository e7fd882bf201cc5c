"""Whether the web server of this machine answers /healthz: exit 0 or 1. For containers, which have no curl."""

import os
import sys
import urllib.request

port = os.environ.get("WEB_BIND", "127.0.0.1:8000").rpartition(":")[2]
try:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=4) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except OSError:
    sys.exit(1)
