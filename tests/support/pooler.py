"""A pooler of PostgreSQL connections in transaction mode, as small as it can be: after each transaction a client loses
its server process to whoever comes next. Clients on a Unix socket, as a role that needs no password."""

import queue
import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path

IDLE = b"I"  # what a server says of a session that has no transaction open
READY, AUTHENTICATION_OK = b"Z", b"R\0\0\0\x08\0\0\0\0"


class TransactionPooler:
    """Listens at `folder`/.s.PGSQL.5432 in front of the server at `socket_path`."""

    def __init__(self, folder: Path, socket_path: Path, *, size: int = 2) -> None:
        self.path, self.behind, self.size = folder / ".s.PGSQL.5432", socket_path, size
        self.idle: queue.LifoQueue[_Server] = queue.LifoQueue()  # the one used last first, as poolers do

    def __enter__(self) -> "TransactionPooler":
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.listener.close()
        while not self.idle.empty():
            self.idle.get().socket.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError, EOFError), client:
            startup = _startup(client)
            if self.idle.empty() and self.size:
                for _number in range(self.size):
                    self.idle.put(_Server(self.behind, startup))
                self.size = 0
            client.sendall(AUTHENTICATION_OK + _message(READY, IDLE))
            while True:
                kind, body = _read(client)
                if kind == b"X":
                    return
                self._one_transaction(client, kind, body)

    def _one_transaction(self, client: socket.socket, kind: bytes, body: bytes) -> None:
        server = self.idle.get(timeout=10)
        try:
            state = b""
            while state != IDLE:
                if state:
                    kind, body = _read(client)
                server.socket.sendall(_message(kind, body))
                state = self._answers(client, server) if kind in (b"Q", b"S") else state
                while not state:  # an extended query goes on until its Sync
                    kind, body = _read(client)
                    server.socket.sendall(_message(kind, body))
                    if kind == b"S":
                        state = self._answers(client, server)
        finally:
            self.idle.put(server)

    @staticmethod
    def _answers(client: socket.socket, server: "_Server") -> bytes:
        """Hand on what the server says, until it is ready; in which state."""
        while True:
            kind, body = _read(server.socket)
            client.sendall(_message(kind, body))
            if kind == READY:
                return body


class _Server:
    def __init__(self, path: Path, startup: bytes) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))
        self.socket.sendall(startup)
        while _read(self.socket)[0] != READY:
            pass


def _startup(client: socket.socket) -> bytes:
    length = _exactly(client, 4)
    return length + _exactly(client, struct.unpack(">I", length)[0] - 4)


def _read(source: socket.socket) -> tuple[bytes, bytes]:
    head = _exactly(source, 5)
    return head[:1], _exactly(source, struct.unpack(">I", head[1:])[0] - 4)


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack(">I", len(body) + 4) + body


def _exactly(source: socket.socket, number: int) -> bytes:
    data = b""
    while len(data) < number:
        part = source.recv(number - len(data))
        if not part:
            raise EOFError
        data += part
    return data
