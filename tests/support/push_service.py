"""A push service on this machine: it checks who signed, and opens what it is handed with the device's own key.

What is checked and opened is written after RFC 8030, 8291 and 8292, apart from the libraries that send.
"""

import base64
import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core import push

SILENT = 0  # in place of a code: say nothing
A_DAY = 24 * 60 * 60


def packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Device:
    """A browser that has subscribed: its own pair of keys, its secret and its address at the service."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)

    @property
    def fields(self) -> dict[str, str]:
        """As a page posts it."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": packed(point), "auth": packed(self.secret)}

    def opened(self, sealed: bytes) -> dict[str, Any]:
        return json.loads(http_ece.decrypt(sealed, private_key=self.key, auth_secret=self.secret))


@dataclass(frozen=True)
class Taken:
    """A message that was taken: for which device, opened, with its headers and what its sender signed."""

    device: Device
    words: dict[str, Any]
    headers: dict[str, str]
    claims: dict[str, Any]


class PushService:
    """`says`: another answer, for every device or by one's address; `leads_to`: where it redirects to."""

    def __init__(self, sender_key: str) -> None:
        self.sender_key = sender_key
        self.says: int | dict[str, int] = 201
        self.leads_to = ""
        self.taken: list[Taken] = []
        self.asked: list[str] = []
        self.devices: dict[str, Device] = {}

    def __enter__(self) -> "PushService":
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                owner._answer(self)

            def log_message(self, *_words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def new_device(self) -> Device:
        device = Device(f"{self.origin}/send/{packed(os.urandom(24))}")
        self.devices[device.endpoint] = device
        return device

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        endpoint = self.origin + request.path
        self.asked.append(endpoint)
        code = self.says.get(endpoint, 201) if isinstance(self.says, dict) else self.says
        sealed = request.rfile.read(int(request.headers["Content-Length"]))
        if code == SILENT:
            return time.sleep(60)
        if code == 201:
            code = self._take(endpoint, sealed, {name.lower(): value for name, value in request.headers.items()})
        request.send_response(code)
        if self.leads_to:
            request.send_header("Location", self.leads_to)
        request.send_header("Content-Length", "0")
        return request.end_headers()

    def _take(self, endpoint: str, sealed: bytes, headers: dict[str, str]) -> int:
        if endpoint not in self.devices:
            return 404
        claims = self._signed(headers.get("authorization", ""))
        if claims is None:
            return 403
        if headers.get("content-encoding") != "aes128gcm" or "ttl" not in headers or len(sealed) > 4096:
            return 400
        device = self.devices[endpoint]
        self.taken.append(Taken(device, device.opened(sealed), headers, claims))
        return 201

    def _signed(self, authorization: str) -> dict[str, Any] | None:
        """What the sender says of itself, if the key that browsers were told of has signed it, for us and for now."""
        scheme, _space, rest = authorization.partition(" ")
        given = dict(part.strip().split("=", 1) for part in rest.split(","))
        if scheme.lower() != "vapid" or given.get("k") != self.sender_key:
            return None
        signed, _dot, signature = given["t"].rpartition(".")
        head, claims = (json.loads(unpacked(part)) for part in signed.split("."))
        raw = unpacked(signature)
        both = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(self.sender_key))
        try:
            key.verify(both, signed.encode(), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return None
        is_ours = claims["aud"] == self.origin and time.time() < claims["exp"] <= time.time() + A_DAY
        return claims if head["alg"] == "ES256" and is_ours else None


@pytest.fixture
def push_service(settings: Any) -> Iterator[PushService]:
    """One that the platform knows, besides the real ones."""
    with PushService(push.public_key()) as service:
        settings.PUSH_SERVICES = (*settings.PUSH_SERVICES, service.origin)
        settings.OPERATOR_EMAIL = ["it@example.org"]
        yield service
