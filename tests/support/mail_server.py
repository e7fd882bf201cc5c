"""A mail server on this machine that behaves as it is told: takes, refuses, puts off, says nothing, breaks off."""

import socket
import socketserver
import threading
import time
from contextlib import suppress
from typing import Any

# What it answers at a step, else what a good server says.
GOOD = {"greeting": "220 here", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "taken": "250 taken"}
SILENT, BREAK_OFF = "say nothing", "break off"


class MailServer:
    """`says`: other answers by step. `taken`: the mails handed over; from the `silent_from`th on none is answered."""

    def __init__(self, port: int = 0) -> None:
        self.says: dict[str, str] = {}
        self.taken: list[bytes] = []
        self.silent_from: int | None = None
        self.port = port
        self._server: socketserver.ThreadingTCPServer | None = None

    def __enter__(self) -> "MailServer":
        self.open()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def open(self) -> None:
        """Listen, at the same port as before."""
        owner = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError, EOFError):
                    owner._talk(self)

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        socketserver.ThreadingTCPServer.daemon_threads = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), Handler)
        self._server.block_on_close = False
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        """Whoever comes now finds nobody."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def wait_for(self, number: int, seconds: float = 60) -> None:
        """Until so many mails were handed over."""
        until = time.monotonic() + seconds
        while len(self.taken) < number and time.monotonic() < until:
            time.sleep(0.05)
        assert len(self.taken) >= number

    def _talk(self, handler: Any) -> None:
        self._say(handler, "greeting")
        for line in handler.rfile:
            word = line[:4].decode().upper()
            if word == "QUIT":
                return handler.wfile.write(b"221 bye\r\n")
            if word in ("MAIL", "RCPT", "DATA"):
                self._say(handler, word)
            else:
                handler.wfile.write(b"250 ok\r\n")
            if word == "DATA" and "DATA" not in self.says:
                self.taken.append(b"".join(iter(handler.rfile.readline, b".\r\n")))
                if self.silent_from is not None and len(self.taken) >= self.silent_from:
                    time.sleep(600)
                self._say(handler, "taken")
        return None

    def _say(self, handler: Any, step: str) -> None:
        answer = self.says.get(step, GOOD[step])
        if answer == SILENT:
            time.sleep(600)
        if answer == BREAK_OFF:
            handler.connection.shutdown(socket.SHUT_RDWR)
            raise EOFError
        handler.wfile.write(f"{answer}\r\n".encode())
