"""A server of Sentry's make: takes every envelope and keeps what is in it."""

import gzip
import itertools
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ErrorSink:
    """`received`: each request as headers and unpacked body."""

    def __init__(self) -> None:
        self.received: list[tuple[str, bytes]] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                packed = self.headers.get("Content-Encoding", "")
                owner.received.append((str(self.headers), unpacked(body, packed)))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_said: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.dsn = f"http://public@127.0.0.1:{self._server.server_address[1]}/1"

    def __enter__(self) -> "ErrorSink":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, number: int, seconds: float = 60) -> list[dict[str, Any]]:
        """The events, once there are so many."""
        until = time.monotonic() + seconds
        while len(self.events()) < number and time.monotonic() < until:
            time.sleep(0.05)
        return self.events()

    def events(self) -> list[dict[str, Any]]:
        return [event for _headers, body in list(self.received) for event in events_of(body)]


def unpacked(body: bytes, how: str) -> bytes:
    if how == "br":
        import brotli  # what whitenoise brings along

        return brotli.decompress(body)
    return gzip.decompress(body) if how == "gzip" else body


def events_of(envelope: bytes) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in envelope.splitlines() if line.strip()]
    return [line for before, line in itertools.pairwise(lines) if before.get("type") == "event"]
